"""What holds of every roster: validity is sets of days and nothing else, and no order of booking changes it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from roster_makers import certificate, member, suspension, team, withdrawal

from tilth.teams.roster import roster
from tilth.teams.spans import around, last_before, minus, union

START = date(2026, 1, 1)
spans = st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60)), max_size=8)
periods = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda two: tuple(sorted(two)))


def day(offset: int) -> str:
    return (START + timedelta(days=offset)).isoformat()


def days(found) -> set[int]:
    return {one for first, last in found for one in range(first, last + 1)}


# --- spans ----------------------------------------------------------------------------------------------------------


@given(spans, spans)
def test_spans_are_sets_of_days(some, others):
    assert days(union(some)) == days(some)
    assert days(minus(some, others)) == days(some) - days(others)


@given(spans, spans)
def test_spans_of_a_union_are_in_order_and_never_touch(some, others):
    for found in (union(some), minus(some, others)):
        assert all(first <= last for first, last in found)
        assert all(before[1] + 1 < after[0] for before, after in pairwise(found))


@given(spans, st.integers(1, 62))
def test_the_run_around_a_day_holds_it_and_the_day_before_is_found(some, number):
    on = date.fromordinal(number)
    run = around(union(some), on)
    assert (run is not None) == (number in days(some))
    before = [one for one in days(some) if one < number]
    assert last_before(some, on) == (date.fromordinal(max(before)) if before else None)


# --- certificates ---------------------------------------------------------------------------------------------------


@st.composite
def histories(draw):
    """A team, some accreditations, some suspensions of these: entries, and the days as plain sets."""
    entries, valid = [team()], {}
    for period in draw(st.lists(periods, max_size=4)):
        number = len(entries) + 1
        entries.append(certificate(number, day(period[0]), day(period[1])))
        valid[number] = days([period])
    for of in draw(st.lists(st.sampled_from(sorted(valid)), max_size=4)) if valid else []:
        first, last = draw(periods)
        endless = draw(st.booleans())
        entries.append(suspension(len(entries) + 1, of, day(first), None if endless else day(last)))
        valid[of] -= days([(first, 99 if endless else last)])
    return entries, valid


def valid_days(entries) -> set[int]:
    known = roster(entries)
    return {
        offset
        for offset in range(-1, 63)
        for one in known.certificates("Team 1", START + timedelta(days=offset))
        if one.state(START + timedelta(days=offset)) == "valid"
    }


@given(histories())
def test_validity_is_the_union_of_the_periods_without_the_suspensions(history):
    entries, valid = history
    wanted = set().union(*valid.values())
    assert valid_days(entries) == wanted
    known = roster(entries)
    for offset in range(-1, 63):
        found = {one.kind for one in known.allowed("Team 1", START + timedelta(days=offset), "clear")}
        stopped = {"certificate_expired", "certificate_suspended", "not_accredited"}
        assert (offset in wanted) == (not found & stopped)
        assert len(found & stopped) <= 1


@given(histories(), st.data())
def test_taking_a_certificate_back_restores_what_was_without_it(history, data):
    entries, valid = history
    first, last = data.draw(periods)
    number = len(entries) + 1
    booked = [*entries, certificate(number, day(first), day(last))]
    assert valid_days([*booked, withdrawal(number + 1, number)]) == set().union(*valid.values())


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_entries_are_read_makes_no_difference(history, chance):
    entries, _ = history
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert roster(shuffled).entries == roster(entries).entries


@given(st.lists(st.integers(0, 60), unique=True, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_what_holds_from_different_days_can_be_booked_in_any_order(starts, chance):
    roles = ("deminer", "medic", "driver", "team_leader", "qa_officer")
    said = [(f"M-{at % 2}", roles[at], day(start)) for at, start in enumerate(starts)]
    chance.shuffle(shuffled := list(said))
    rosters = [
        roster([team(), *(member(at, key, role, from_=start) for at, (key, role, start) in enumerate(booked, 2))])
        for booked in (said, shuffled)
    ]
    for offset in range(62):
        on = START + timedelta(days=offset)
        one, other = ([(held.key, held.role) for held in known.members("Team 1", on)] for known in rosters)
        assert one == other


@given(histories())
def test_what_was_known_before_an_entry_does_not_change_with_it(history):
    entries, _ = history
    first = [(one.kind, one.sentence) for one in roster(entries).allowed("Team 1", START, "clear")]
    later = [*entries, certificate(len(entries) + 1, day(0), day(60))]
    known_then = roster(one for one in later if one.number <= len(entries))
    assert [(one.kind, one.sentence) for one in known_then.allowed("Team 1", START, "clear")] == first
