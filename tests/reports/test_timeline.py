"""The timeline draws every claim as it was made, names what nobody states, and survives any name."""

from __future__ import annotations

import re
import sys

import pytest
from missions import EXAMPLE_ROWS, row, tour_of

from tilth.desk.refusal import Refusal
from tilth.reports.map import as_png, as_svg
from tilth.reports.timeline import draw_timeline
from tilth.reports.timeline_rows import MOST_CLAIMS, timeline_rows


@pytest.fixture(scope="module")
def tour():
    return tour_of(EXAMPLE_ROWS)


def texts(figure):
    return [one.get_text() for one in (*figure.texts, *(text for axes in figure.axes for text in axes.texts))]


def test_every_claim_of_a_phase_has_a_row_in_its_phase(tour):
    rows = timeline_rows(tour)
    heads = [one.text for one in rows if one.kind == "head"]
    assert heads[:5] == ["formed", "trained", "deployed", "working", "returned"]
    drawn = [one.claim_id for one in rows if one.kind == "claim"]
    assert set(drawn) >= {name for phase in tour["phases"] for name in phase["claims"]}
    assert len(drawn) == len(set(drawn))


def test_a_bar_runs_from_the_first_to_the_last_day_a_claim_can_mean(tour):
    bars = {one.claim_id: one.bar for one in timeline_rows(tour) if one.kind == "claim"}
    told = {one["claim_id"]: one for phase in tour["phases"] for one in phase["statements"]}
    for name, one in told.items():
        days = (bars[name].first.isoformat(), bars[name].last.isoformat()) if bars[name] else (None, None)
        assert days == (one.get("first"), one.get("last")), name
    assert (bars["K069"].look, bars["K069"].end) == ("month", "begins")
    assert bars["A17"] is None


def test_what_claims_share_stands_in_the_heading_and_what_only_follows_is_labelled(tour):
    rows = timeline_rows(tour)
    formed = next(one for one in rows if one.text == "formed")
    assert (formed.bar.look, formed.bar.first.isoformat(), formed.bar.last.isoformat()) == (
        "together", "2025-05-28", "2025-05-28",
    )  # fmt: skip
    implied = [one for one in rows if one.kind == "implied"]
    assert implied
    assert all(one.bar.look == "implied" and "counted from" in one.text and not one.claim_id for one in implied)


def test_one_claim_alone_shares_nothing():
    heading = timeline_rows(tour_of([row("1", "unit_formed", "2025", "year")]))[0]
    assert heading.bar is None


def test_rows_that_nobody_dates_are_named(tour):
    missing = [one.text for one in timeline_rows(tour) if one.kind == "missing"]
    assert missing == ["not stated: training dates", "not stated: end of work", "not stated: day of return"]


def test_opinions_are_not_drawn(tour):
    drawn = {one.claim_id for one in timeline_rows(tour)}
    assert not drawn & {one["claim_id"] for one in tour["assessments_by_others"]}


def test_a_conflict_is_marked_and_told_under_the_picture(tour):
    assert tour["conflicts"]
    grave = next(one for one in tour["conflicts"] if one["severity"] != "info")
    told = texts(draw_timeline(tour))
    assert "1" in told
    first = next(text for text in told if text.startswith("1 "))
    assert grave["sentence"].startswith(first.partition(": ")[2][:30])
    without = texts(draw_timeline(tour | {"conflicts": []}))
    assert "1" not in without


def test_the_same_mission_gives_the_same_bytes(tour):
    assert as_svg(draw_timeline(tour)) == as_svg(draw_timeline(tour))


def test_without_any_date_there_is_no_picture():
    assert draw_timeline(tour_of([row("1", "unit_trained")])) is None
    assert draw_timeline(tour_of([])) is None


@pytest.mark.parametrize(
    "name", ["$x^2_{", "<script>alert(1)</script>", "a\nb\x00\x1bc", "第七工兵", "\N{PILE OF POO}" * 90]
)
def test_no_name_breaks_the_picture(name):
    figure = draw_timeline(tour_of([row(name, "unit_formed", "2025-05", "month", speaker=name, subject=name)]))
    svg = as_svg(figure)
    assert b"<script" not in svg
    assert as_png(figure, dots_per_inch=30).startswith(b"\x89PNG")


@pytest.mark.parametrize(("first", "last"), [("0001-01-01", "9998-12-31"), ("2025-05-01", "2025-05-01")])
def test_a_span_of_a_day_and_one_of_all_time_are_drawn(first, last):
    figure = draw_timeline(tour_of([row("1", "unit_formed", f"{first}..{last}", "interval")]))
    assert as_svg(figure)
    (axes,) = figure.axes
    assert 1 <= len(axes.get_xticks()) <= 9


def test_a_long_register_is_cut_with_a_count():
    told = [row(f"N{at}", "unit_formed", "2025-05", "month", speaker=f"S{at}") for at in range(40)]
    rows = timeline_rows(tour_of(told))
    assert sum(one.kind == "claim" for one in rows) == MOST_CLAIMS
    assert [one.text for one in rows if one.text.startswith("and ")] == [f"and {40 - MOST_CLAIMS} more, in the table"]


def test_precision_is_told_without_colour(tour):
    svg = as_svg(draw_timeline(tour)).decode()
    assert len(set(re.findall(r'<pattern id="([^"]+)"', svg))) >= 3


def test_without_matplotlib_the_answer_is_what_to_install(tour, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(Refusal, match="matplotlib"):
        draw_timeline(tour)
