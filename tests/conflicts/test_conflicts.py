"""What cannot all be true, kind by kind, on small invented tables; and what is no contradiction at all."""

from __future__ import annotations

import csv

import pytest

from tilth.conflicts.conflicts import RULES, conflicts
from tilth.evidence.statement import read_statement
from tilth.terms import table

UNITS = {"area": "ha", "items": "items", "settlements": "settlements", "roads": "km"}


def say(claim_id, metric, value, day="", **more):
    """A statement of a ministry about Ruritania, printed on the day it describes unless said otherwise."""
    unit = "percent" if metric.endswith("_pct") else UNITS.get(metric.partition("_")[0], "km2")
    row = {"claim_id": claim_id, "metric": metric, "value": str(value), "unit": unit, "as_of": day, "published": day}
    row |= {"scope": "Ruritania", "speaker": "the ministry", "outlet": "a gazette"} | more
    return read_statement(row)[0]


def told(*statements, kind=None):
    found = conflicts(statements)
    return [(one.kind, one.claims) for one in found if kind in (None, one.kind)]


def only(*statements):
    (one,) = conflicts(statements)
    return one


# --- two values -----------------------------------------------------------------------------------------------------


def test_two_outlets_give_one_day_two_totals():
    found = only(say("A", "area_cleared", 81_833, "2024-08-25"), say("B", "area_cleared", 64_212, "2024-08-25"))
    assert (found.kind, found.severity, found.claims) == ("two_values", "error", ("B", "A"))
    for word in ("81,833 ha", "64,212 ha", "17,621 ha", "2024-08-25", "the ministry (a gazette)"):
        assert word in found.sentence
    assert found.assumptions == ("both count the same: area cleared (Ruritania)",)


def test_the_same_area_in_another_unit_is_the_same():
    assert not told(
        say("A", "area_cleared", 81_833, "2024-08-25"), say("B", "area_cleared", "818.33", "2024-08-25", unit="km2")
    )


@pytest.mark.parametrize(
    ("value", "qualifier"),
    [(500_000, "almost"), (500_000, ""), (490_000, "over"), (490_000, "more than"), (493_400, "")],
)
def test_a_round_figure_and_the_exact_one_are_only_explained(value, qualifier):
    exact = say("A", "area_planned", 493_000, "2024-06-01")
    found = only(exact, say("B", "area_planned", value, "2024-06-01", qualifier=qualifier))
    assert (found.kind, found.severity) == ("rounding", "info")


@pytest.mark.parametrize(
    ("value", "qualifier"), [(500_000, "at least"), (430_000, "up to"), (493_000, "over"), (420_000, "")]
)
def test_words_around_a_figure_do_not_reach_everywhere(value, qualifier):
    found = conflicts(
        [
            say("A", "area_planned", 470_123, "2024-06-01"),
            say("B", "area_planned", value, "2024-06-01", qualifier=qualifier),
        ]
    )
    assert [one.kind for one in found] == ["two_values"]


def test_figures_that_are_counted_are_not_rounded():
    assert (
        only(say("A", "settlements_cleared", 45, "2024-06-01"), say("B", "settlements_cleared", 44, "2024-06-01")).kind
        == "two_values"
    )


def test_each_figure_is_set_against_the_one_it_clashes_with_most():
    found = told(
        *(say(name, "items_destroyed", value, "2024-06-01") for name, value in zip("ABC", (101, 222, 333), strict=True))
    )
    assert found == [("two_values", ("A", "B")), ("two_values", ("A", "C")), ("two_values", ("B", "C"))]


def test_one_wild_figure_among_many_is_told_once():
    many = [say(f"B{at}", "items_destroyed", 20_001 + at, "2024-06-01", qualifier="at least") for at in range(9)]
    wild = [one for one in conflicts([say("A", "items_destroyed", 4_321, "2024-06-01"), *many]) if "A" in one.claims]
    assert len(wild) == 1
    assert len(wild[0].also) == 8
    assert "8 more figures" in wild[0].sentence


def test_a_derived_or_disputed_figure_makes_no_error():
    found = only(
        say("A", "remaining_total", 1560, "2013-12-31", qualifier="disputed"),
        say("B", "remaining_total", 793, "2013-12-31"),
    )
    assert (found.kind, found.severity) == ("two_values", "warning")


def test_a_later_figure_of_the_same_speaker_may_be_a_correction():
    found = only(
        say("A", "items_destroyed", 7_001, "2024-06-01"),
        say("B", "items_destroyed", 9_003, "2024-06-01", published="2024-06-09"),
    )
    assert found.reconciled_by == ("B, published later, may be the ministry's own correction of A",)


# --- slips ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "factor"),
    [
        ("81", "ha", "1,000"),
        ("81.833", "ha", "1,000"),
        ("81833", "km2", "100"),
        ("202214", "acres", ""),
        ("8183", "ha", "10"),
    ],
)
def test_a_slip_of_size_takes_the_place_of_two_values_and_of_falls(value, unit, factor):
    week = [say(f"W{at}", "area_cleared", 60_000 + 4_021 * at, f"2024-08-{at:02}") for at in range(1, 5)]
    slip = say("X", "area_cleared", value, "2024-08-25", unit=unit)
    found = conflicts([*week, say("A", "area_cleared", 81_833, "2024-08-25"), slip])
    if not factor:  # the same area in acres
        assert {one.kind for one in found} <= {"rounding"}
        return
    assert [one.kind for one in found] == ["magnitude_slip"]
    assert set(found[0].claims) == {"A", "X"}
    assert f"close to {factor}:" in found[0].sentence


def test_acres_told_as_hectares_are_a_slip():
    found = only(say("A", "area_cleared", 81_833, "2024-08-25"), say("B", "area_cleared", 202_214, "2024-08-25"))
    assert found.kind == "magnitude_slip"
    assert "acres" in found.sentence


def test_thousands_for_millions_in_a_growing_series_name_the_figure_that_fits_not():
    days = ["2024-05-01", "2024-06-01", "2024-07-01", "2024-08-01"]
    series = [say(f"W{at}", "items_destroyed", 2_310_000 + 130_000 * at, day) for at, day in enumerate(days)]
    found = only(*series, say("X", "items_destroyed", 2_870, "2024-09-01"))
    assert found.kind == "magnitude_slip"
    assert "X" in found.claims
    assert "X is the one that does not fit its neighbours" in found.sentence


# --- totals ---------------------------------------------------------------------------------------------------------


def test_a_total_that_falls():
    found = only(
        say("A", "settlements_cleared", 45, "", published="2024-04-23"),
        say("B", "settlements_cleared", 39, "2024-06-01"),
    )
    assert (found.kind, found.severity, found.claims) == ("cumulative_falls", "error", ("A", "B"))
    assert "fell by 6 settlements" in found.sentence


def test_the_day_of_publication_stands_for_a_missing_one_only_as_an_assumption():
    found = only(
        say("A", "settlements_cleared", 45, "2024-04-23"),
        say("B", "settlements_cleared", 39, "", published="2024-06-01"),
    )
    assert found.severity == "warning"
    assert "B names no day: the day of publication is taken" in found.assumptions


def test_a_stock_may_fall():
    assert not told(say("A", "remaining_total", 900, "2014-12-31"), say("B", "remaining_total", 812, "2015-12-31"))


def weekly(flows, *, first=60_000, start=1):
    """Totals and flows of August weeks that go together."""
    totals = [first]
    for flow in flows:
        totals.append(totals[-1] + flow)
    days = [f"2024-08-{start + 7 * at:02}" for at in range(len(totals))]
    told_totals = [
        say(f"T{at}", "area_cleared", total, day) for at, (total, day) in enumerate(zip(totals, days, strict=True))
    ]
    return told_totals, [say(f"F{at}", "area_cleared_week", flow, days[at]) for at, flow in enumerate(flows, 1)]


def test_totals_and_flows_that_go_together_are_no_conflict():
    totals, flows = weekly([2_201, 2_787, 2_943, 2_250])
    assert not told(*totals, *flows)


def test_a_jump_beyond_every_known_rate():
    totals, flows = weekly([2_201, 2_787, 2_943])
    late = say("Z", "area_cleared", 88_431, "2024-08-29")
    assert told(*totals, *flows, late) == [("cumulative_jumps", ("T3", "Z"))]


def test_what_a_stated_week_leaves_for_the_week_before():
    totals, flows = weekly([2_201, 2_787], start=1)
    late = say("Z", "area_cleared", 75_621, "2024-08-29")
    week = say("Y", "area_cleared_week", 3_792, "2024-08-29")
    found = only(*totals, *flows, late, week)
    assert (found.kind, found.claims) == ("cumulative_jumps", ("T2", "Z", "Y"))
    assert "about 6,841 ha a week" in found.sentence
    assert "3,792 ha a week (Y)" in found.assumptions[0]


def test_an_old_figure_under_a_new_day_is_told_instead_of_a_fall():
    totals, _ = weekly([2_201, 2_787])
    found = only(*totals, say("Z", "area_cleared", 62_201, "2024-08-29"))
    assert (found.kind, found.claims) == ("stale_redated", ("T1", "T2", "Z"))


def test_last_years_figure_under_this_years_date():
    found = only(say("A", "items_destroyed", 13_800, "2023-08-31"), say("B", "items_destroyed", 13_800, "2024-08-31"))
    assert (found.kind, found.claims) == ("stale_redated", ("A", "B"))


def test_a_week_that_repeats_the_figure_of_another_week():
    found = only(
        say("A", "items_destroyed_week", 25_291, "2024-08-11"), say("B", "items_destroyed_week", 25_291, "2024-08-18")
    )
    assert found.kind == "stale_redated"


def test_a_unit_that_came_home_destroys_nothing_more():
    home = say("H", "unit_returned", "2024-12-01", "2024-12-01", unit="date", scope="9th Battalion only")
    unit = {"scope": "9th Battalion only"}
    early = say("A", "items_destroyed_by_unit", 1_500_000, "2024-12-13", **unit)
    late = say("B", "items_destroyed_by_unit", 2_900_000, "2025-02-21", **unit)
    found = only(home, early, late)
    assert (found.kind, found.severity, found.claims) == ("two_values", "warning", ("A", "B"))
    assert "the unit's work had ended by 2024-12-01 (H)" in found.assumptions
    assert not told(early, late)


# --- arithmetic -----------------------------------------------------------------------------------------------------


def test_flows_that_do_not_make_the_growth_of_the_total():
    totals, flows = weekly([2_201, 2_787, 2_943])
    flows[1] = say("F2", "area_cleared_week", 4_987, flows[1].as_of.text)
    assert told(*totals, *flows) == [("arithmetic", ("T1", "T2", "F2"))]


def test_parts_that_do_not_make_their_sum():
    year = {"as_of": "2022-12-31", "period_from": "2022-01-01", "period_to": "2022-12-31"}
    parts = [
        say(name, name, value, **year) for name, value in (("cleared", 219.3), ("reduced", 121.1), ("cancelled", 156.9))
    ]
    assert not told(*parts, say("whole", "released_total", 497.3, **year))
    found = only(*parts, say("whole", "released_total", 397.3, **year))
    assert (found.kind, set(found.claims)) == ("arithmetic", {"whole", "cleared", "reduced", "cancelled"})


def test_more_settlements_done_than_were_ever_planned():
    found = only(
        say("P", "settlements_planned", 122, "2024-03-30"),
        say("A", "settlements_cleared", 101, "2024-08-25"),
        say("B", "settlements_in_progress", 33, "2024-08-25"),
    )
    assert (found.kind, set(found.claims)) == ("arithmetic", {"P", "A", "B"})


def test_sub_totals_of_one_text_that_exceed_its_total():
    text = {"url": "https://news.example/monday"}
    found = only(
        say("T", "items_destroyed", 10_000, "2024-05-01", scope="", **text),
        say("A", "items_destroyed", 6_512, "2024-05-01", scope="Northland", **text),
        say("B", "items_destroyed", 5_108, "2024-05-01", scope="Southland", **text),
    )
    assert (found.kind, set(found.claims)) == ("arithmetic", {"T", "A", "B"})


def test_a_share_of_another_base():
    part = say("A", "area_cleared", 42_300, "2024-06-01")
    share = say("S", "area_cleared_pct", 8, "2024-06-01")
    exact, round_one = (
        say("W", "area_planned", 493_000, "2024-06-01"),
        say("R", "area_planned", 500_000, "2024-06-01", qualifier="almost"),
    )
    (found,) = [one for one in conflicts([part, share, exact, round_one]) if one.kind == "percent_base"]
    assert set(found.claims) == {"S", "A", "W"}
    assert "8.58 %" in found.sentence
    assert "8.46 %" in found.reconciled_by[0]
    assert not told(part, share, round_one)


# --- scope ----------------------------------------------------------------------------------------------------------


def test_one_agency_is_never_compared_with_the_whole():
    found = only(
        say("A", "items_destroyed", 600_123, "2024-07-14"),
        say("B", "items_destroyed", 13_800, "2024-08-31", scope="Rescue Service only, since Aug 2023"),
    )
    assert (found.kind, found.severity, found.claims) == ("scope_difference", "info", ("B", "A"))


def test_one_agencys_figure_read_as_the_regions():
    found = told(
        say("A", "items_destroyed", 600_123, "2024-07-14"),
        say("B", "items_destroyed", 13_800, "2024-08-31", scope="Rescue Service only, Ruritania"),
        say("C", "items_destroyed", 13_800, "2024-09-02"),
    )
    assert found == [("part_read_as_whole", ("B", "C")), ("scope_difference", ("B", "A"))]


def test_a_part_beyond_the_whole():
    found = only(
        say("A", "area_cleared_by_unit", 42_411, "2024-06-01", scope="9th Battalion only"),
        say("B", "area_cleared", 39_017, "2024-07-01"),
    )
    assert (found.kind, found.claims) == ("part_read_as_whole", ("A", "B"))


def test_words_that_name_no_area_are_taken_for_the_one_named_area_and_say_so():
    found = only(
        say("A", "settlements_cleared", 45, "2024-04-23"),
        say("B", "settlements_cleared", 39, "2024-06-01", scope="border districts"),
    )
    assert (found.kind, found.severity) == ("cumulative_falls", "warning")
    assert "the same area is meant by “Ruritania” and “border districts”" in found.assumptions


def test_two_named_areas_are_two_areas():
    assert not told(
        say("A", "settlements_cleared", 45, "2024-04-23"),
        say("B", "settlements_cleared", 39, "2024-06-01", scope="Graustark"),
    )


def test_mines_and_all_ordnance_of_one_country_are_two_counts():
    year = {"subject": "Ruritania", "as_of": "2014-12-31", "period_from": "2014-01-01", "period_to": "2014-12-31"}
    found = only(say("A", "cleared", 88.3, scope="mines", **year), say("B", "cleared", 104.3, scope="all EO", **year))
    assert (found.kind, found.severity) == ("scope_difference", "info")


# --- weak copies ----------------------------------------------------------------------------------------------------


def test_the_lowest_week_of_a_series_is_pointed_out():
    weeks = [2_201, 2_780, 2_943, 2_250, 741, 3_792]
    found = only(*(say(f"F{at}", "area_cleared_week", week, f"2024-0{at + 1}-08") for at, week in enumerate(weeks)))
    assert (found.kind, found.claims) == ("outlier_in_flow", ("F4",))
    assert "2,201 ha to 3,792 ha" in found.sentence


def test_the_modified_z_score_is_that_of_iglewicz_and_hoaglin():
    from tilth.conflicts.clash_flows import far_off
    from tilth.conflicts.record import record_of

    weeks = [100, 100, 100, 100, 1000, 10]  # logs apart from their median: 0, 0, 0, 0, ln 10, ln 10; MAD is 0
    record = record_of(say(f"F{at}", "area_cleared_week", week, f"2024-0{at + 1}-08") for at, week in enumerate(weeks))
    ((strand, points),) = record.sound.items()
    assert far_off(strand, points) == []  # 2.394 = 0.7979 * 6 / 2, below 3.5


def test_the_headline_in_an_address_against_the_claim_under_it():
    url = "https://news.example/2024/03/30/region-to-clear-mines-in-112-populated-areas"
    found = only(say("A", "settlements_planned", 122, "2024-03-30", url=url))
    assert (found.kind, found.claims) == ("headline_against_body", ("A",))
    assert not told(say("A", "settlements_planned", 112, "2024-03-30", url=url))


@pytest.mark.parametrize(
    "address",
    [
        "2024/03/30/demining-in-2024-mines-remain-550-000-items-found",
        "2024/03/30/2037483369.html",
        "doc/7957175",
        "550-thousand-explosive-devices-neutralised",
        "obezvrezheno-550-tysyach-vzryvoopasnyh-predmetov",
        "12-mines-found-in-a-garden",
        "",
    ],
)
def test_years_ids_and_figures_of_other_things_are_not_the_headlines_figure(address):
    assert not told(say("A", "items_destroyed", 550_000, "2024-03-30", url=f"https://news.example/{address}"))


def test_an_undated_figure_is_placed_in_the_dated_series():
    totals, _ = weekly([2_201, 2_787])
    found = only(*totals, say("X", "area_cleared", 63_117, speaker="not stated"))
    assert (found.kind, found.claims) == ("undated_copy", ("X",))
    assert "T1" in found.sentence
    assert "T2" in found.sentence


def test_an_undated_figure_that_is_on_record_is_a_repeat():
    totals, _ = weekly([2_201, 2_787])
    assert not told(*totals, say("X", "area_cleared", 62_201, speaker="not stated"))


def test_a_figure_known_only_through_a_rewrite_until_an_original_says_it():
    rewrite = say("A", "roads_cleared", 675, "2024-04-23", outlet="daily.example (rewrite)")
    assert only(rewrite).kind == "garbled_rewrite"
    assert not told(rewrite, say("B", "roads_cleared", 675, "2024-04-23"))


def test_words_that_leave_open_what_was_counted():
    assert (
        only(say("A", "area_cleared", 26_412, "2024-04-23", note="identified as previously mined")).kind
        == "ambiguous_meaning"
    )
    rewrite = say("A", "area_cleared", 26_412, "", published="2024-04-23", outlet="daily.example (rewrite)")
    assert {kind for kind, _ in told(rewrite)} == {"ambiguous_meaning", "garbled_rewrite"}


# --- what is never computed with ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"modality": "opinion"},
        {"modality": "planned"},
        {"unit": ""},
        {"unit": "items"},
        {"unit": "leagues"},
        {"value": "many"},
        {"value": ""},
        {"value": "nan"},
        {"published": "2023-01-01"},
        {"metric": "", "unit": ""},
        {"as_of": "", "published": ""},
        {"scope": ""} | {"modality": "opinion"},
    ],
)
def test_what_cannot_be_computed_with_takes_part_in_no_conflict(change):
    row = {"metric": "area_cleared", "value": "64212", "day": "2024-08-25"} | change
    odd = say("B", row.pop("metric"), row.pop("value"), row.pop("day"), words="something", **row)
    assert not told(say("A", "area_cleared", 81_833, "2024-08-25"), odd)


@pytest.mark.parametrize("value", ["0", "-5", "0.000001", "999999999999999999", "1e17"])
def test_odd_numbers_break_nothing(value):
    totals, flows = weekly([2_201, 2_787, 2_943])
    for metric in ("area_cleared", "area_cleared_week", "area_cleared_pct", "area_planned"):
        assert isinstance(conflicts([*totals, *flows, say("X", metric, value, "2024-08-08")]), tuple)


def test_nothing_said_is_no_conflict():
    assert conflicts([]) == ()


# --- the real claims ------------------------------------------------------------------------------------------------


def read(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return [read_statement(row)[0] for row in csv.DictReader(lines)]


def test_every_kind_of_the_notes_is_found_for_its_claim(shared_data):
    found = conflicts(read(shared_data / "kursk" / "claims.csv"))
    with (shared_data / "kursk" / "claims_notes.csv").open(encoding="utf-8", newline="") as lines:
        for note in csv.DictReader(lines):
            assert [one for one in found if one.kind == note["kind"] and note["claim_id"] in one.claims], note


def test_the_other_contradictions_of_the_real_claims_are_found(shared_data):
    found = {(one.kind, frozenset(one.claims)) for one in conflicts(read(shared_data / "kursk" / "claims.csv"))}
    for kind, claims in (
        ("cumulative_falls", "K005 K013"),
        ("magnitude_slip", "K044 K045"),
        ("cumulative_jumps", "K040 K044 K046"),
        ("percent_base", "K011 K014 K015"),
    ):
        assert (kind, frozenset(claims.split())) in found
    assert len([kind for kind, _ in found if kind not in ("garbled_rewrite",)]) <= 15


def test_the_revised_count_of_a_unit_that_was_home_is_explained(shared_data):
    found = [
        one for one in conflicts(read(shared_data / "kursk" / "mission_528.csv")) if set(one.claims) == {"K065", "K072"}
    ]
    assert [(one.kind, one.severity) for one in found] == [("rounding", "info")]


def test_national_series_name_their_two_sources_and_no_error(shared_data):
    found = conflicts(read(shared_data / "programmes" / "timeseries.csv"))
    assert not [one for one in found if one.severity == "error"]
    assert {one.claims for one in found if one.kind == "two_values"} >= {("P0095", "P0096"), ("P0340", "P0341")}
    assert len(found) <= 30


def test_every_rule_has_a_sentence_and_every_kind_is_in_the_vocabulary(shared_data):
    kinds = {row["kind"] for row in table("conflicts")}
    found = conflicts(read(shared_data / "kursk" / "claims.csv"))
    assert {one.kind for one in found} <= kinds
    assert all(one.sentence.endswith((".", "?")) for one in found)
    assert all(rule.__doc__ for rule in RULES)
