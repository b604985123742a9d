"""The history of one square metre: events in, movements out."""

from __future__ import annotations

from tilth.land.history import Event, steps
from tilth.land.transitions import CANCELLED, CLEARED, CONFIRMED, FLOWS, STATUSES, SUSPECTED, WITHDRAWAL


def told(*events: Event) -> list[tuple[int, str, str, str]]:
    return [(step.entry, STATUSES[step.before], STATUSES[step.after], FLOWS[step.flow]) for step in steps(events)]


def test_a_plain_life():
    assert told(Event(1, SUSPECTED), Event(2, CONFIRMED), Event(3, CLEARED), Event(4, SUSPECTED)) == [
        (1, "unrecorded", "suspected", "found"),
        (2, "suspected", "confirmed", "reclassified"),
        (3, "confirmed", "cleared", "cleared"),
        (4, "cleared", "suspected", "re-opened"),
    ]


def test_an_amendment_stands_where_the_first_word_stood():
    """Suspected, then cleared; that the hazard was confirmed all along changes nothing about the clearance."""
    assert told(Event(1, SUSPECTED), Event(2, CLEARED), Event(3, CONFIRMED, amends=1))[-1] == (
        3,
        "cleared",
        "cleared",
        "",
    )


def test_a_word_and_its_mending_dated_before_it_count_once():
    assert told(Event(2, SUSPECTED, amends=1), Event(1, SUSPECTED)) == [(2, "unrecorded", "suspected", "found")]


def test_a_word_withdrawn_before_it_counts_never_counts():
    assert told(Event(2, WITHDRAWAL, amends=1, covers=False), Event(1, SUSPECTED)) == []


def test_a_redated_word_counts_on_its_new_day_alone():
    assert told(Event(1, SUSPECTED), Event(3, CANCELLED), Event(2, SUSPECTED, amends=1, redates=True)) == [
        (3, "unrecorded", "cancelled", "released_unrecorded"),
        (2, "cancelled", "suspected", "re-opened"),
    ]


def test_land_given_up_is_resized():
    assert told(Event(1, SUSPECTED), Event(2, SUSPECTED, amends=1, covers=False))[-1] == (
        2,
        "suspected",
        "unrecorded",
        "resized",
    )


def test_a_withdrawn_release_uncovers_the_hazard_below():
    assert told(Event(1, SUSPECTED), Event(2, CLEARED), Event(3, WITHDRAWAL, amends=2, covers=False))[-1] == (
        3,
        "cleared",
        "suspected",
        "corrected",
    )
