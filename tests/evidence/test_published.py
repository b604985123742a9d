"""The published book: what two stocks and the flows between them say, and what nobody explains."""

from __future__ import annotations

import csv
import random
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.evidence.published import national_books
from tilth.evidence.statement import read_statement
from tilth.evidence.tell import tell_books

EXAMPLE = Path(__file__).parents[2] / "examples" / "national_books" / "timeseries.csv"
KM2 = 1_000_000


def said(claim_id, metric, value, day, **more):
    """A statement about Ruritania: a stock at the end of a year, or a flow of that year."""
    row = {"claim_id": claim_id, "metric": metric, "value": str(value), "unit": "km2", "subject": "Ruritania"}
    row |= {"speaker": "Monitor", "scope": "mines", "published": f"{day + 1}-11-01"}
    days = {"as_of": f"{day}-12-31"}
    if not metric.startswith("remaining"):
        days |= {"period_from": f"{day}-01-01", "period_to": f"{day}-12-31"}
    return read_statement(row | days | more)[0]


def one_line(*statements):
    (line,) = national_books(statements).lines
    return line


@pytest.fixture(scope="module")
def programmes():
    with EXAMPLE.open(encoding="utf-8", newline="") as file:
        return [read_statement(row)[0] for row in csv.DictReader(file)]


def real_line(programmes, who, closing):
    found = [one for one in national_books(programmes).lines if one.who == who and one.closing.claim_id == closing]
    (line,) = found
    return line


@pytest.mark.parametrize(
    ("who", "closing", "stated", "released", "unexplained"),
    [
        ("Cambodia", "P0140", 37.0, 68.74, 105.74),
        ("Bosnia and Herzegovina", "P0098", -30.0, 5.23, -24.77),
        ("Croatia", "P0190", -47.17, 67.75, 20.58),
    ],
)
def test_the_three_known_gaps_are_found_to_the_square_metre(programmes, who, closing, stated, released, unexplained):
    line = real_line(programmes, who, closing)
    assert line.stated == round(stated * KM2)
    assert line.released_m2 == round(released * KM2)
    assert line.unexplained == round(unexplained * KM2)
    assert line.verdict == "unexplained"


def test_a_change_of_wording_between_two_stocks_is_a_stated_assumption(programmes):
    (told,) = real_line(programmes, "Cambodia", "P0140").assumptions
    assert told == "P0135 counts APM and P0140 counts mines: taken as the same stock"


def test_the_line_is_an_equality_and_says_which_statements_it_used(programmes):
    values = {one.claim_id: Decimal(str(one.value)) for one in programmes if isinstance(one.value, Decimal)}
    lines = national_books(programmes).lines
    assert len(lines) > 40
    for line in lines:
        told = line.as_json()
        opening, closing = (values[name] for name in told["statements"])
        flows = {name: values[name] for name in told["flows"]}
        added = {one.claim_id for one in programmes if one.metric == "added"}
        net = sum((amount if name not in added else -amount) for name, amount in flows.items())
        assert told["unexplained"] == (closing - opening + net) * KM2
        assert told["stated"] == told["explained"] + told["unexplained"]
        assert all(isinstance(told[key], int) for key in ("stated", "explained", "unexplained", "opening", "closing"))
        assert not {one["id"] for one in told["set_aside"]} & {*told["statements"], *told["flows"]}


def test_no_published_stock_or_flow_is_left_unaccounted_for(programmes):
    books = national_books(programmes)
    cited = {name for line in books.lines for name in (*line.as_json()["statements"], *line.as_json()["flows"])}
    aside = {one.claim_id for line in books.lines for one in line.set_aside} | {one.claim_id for one in books.beside}
    asked = {one.claim_id for one in programmes if one.about.family in ("stock", "flow")}
    assert asked == cited | aside


def test_a_year_without_a_stated_release_is_named_and_is_no_discrepancy(programmes):
    line = real_line(programmes, "Bosnia and Herzegovina", "P0083")
    assert line.not_stated == ("no release stated for 2013",)
    assert line.verdict == "not stated"


def test_a_forecast_of_a_stock_is_not_a_stock(programmes):
    books = national_books(programmes)
    why = next(one.why for one in books.beside if one.claim_id == "P0061")
    assert "forecast" in why


def test_books_that_balance_say_so():
    line = one_line(
        said("A", "remaining_total", 100, 2015),
        said("B", "remaining_total", 93, 2016),
        said("C", "cleared", 2, 2016),
        said("D", "reduced", 3, 2016),
        said("E", "cancelled", 4, 2016),
        said("F", "added", 2, 2016),
    )
    assert (line.verdict, line.explained, line.unexplained) == ("balances", -7 * KM2, 0)


def test_a_total_and_its_parts_are_never_both_counted():
    stocks = [said("A", "remaining_total", 100, 2015), said("B", "remaining_total", 80, 2016)]
    parts = [said("C", "cleared", 5, 2016), said("S", "released_survey", 14, 2016)]
    total = said("T", "released_total", 20, 2016)
    line = one_line(*stocks, *parts, total)
    assert ([one.claim_id for one in line.released], line.unexplained) == (["C", "S"], -KM2)
    assert [one.claim_id for one in line.set_aside] == ["T"]
    alone = one_line(*stocks, parts[0], total)  # a part alone says less than the total
    assert [one.claim_id for one in alone.released] == ["T"]


def test_battle_area_clearance_is_never_added():
    stocks = [said("A", "remaining_total", 100, 2015), said("B", "remaining_total", 80, 2016)]
    line = one_line(*stocks, said("T", "released_total", 5, 2016), said("Z", "bac_cleared", 15, 2016))
    assert line.released_m2 == 5 * KM2
    assert [(one.claim_id, "battle" in one.why) for one in line.set_aside] == [("Z", True)]


def test_a_sum_over_years_and_its_years_are_never_both_counted():
    stocks = [said("A", "remaining_total", 100, 2014), said("B", "remaining_total", 80, 2016)]
    years = [said("Y5", "released_total", 7, 2015), said("Y6", "released_total", 8, 2016)]
    both = said("CUM", "released_cum", 99, 2016, period_from="2015-01-01")
    assert [one.claim_id for one in one_line(*stocks, *years, both).released] == ["Y5", "Y6"]
    assert [one.claim_id for one in one_line(*stocks, both).released] == ["CUM"]
    assert [one.claim_id for one in one_line(*stocks, years[0], both).released] == ["CUM"]  # covers more days


def test_two_sources_for_one_year_stay_side_by_side_and_the_rule_says_which_is_used():
    stocks = [said("A", "remaining_total", 100, 2015), said("B", "remaining_total", 80, 2016)]
    told = [
        said("OLD", "released_total", 5, 2016, published="2017-03"),
        said("NEW", "released_total", 6, 2016, published="2018-03"),
        said("DISPUTED", "released_total", 7, 2016, published="2020", qualifier="conflicting source"),
    ]
    line = one_line(*stocks, *told)
    assert [one.claim_id for one in line.released] == ["NEW"]
    assert {one.claim_id for one in line.set_aside} == {"OLD", "DISPUTED"}
    assert all("NEW is used" in one.why for one in line.set_aside)


def test_a_release_that_reaches_beyond_the_two_stocks_explains_neither_half():
    stocks = [
        said("A", "remaining_total", 100, 2015),
        said("M", "remaining_total", 95, 2016, as_of="2016-06-30"),
        said("B", "remaining_total", 90, 2016),
    ]
    first, second = national_books([*stocks, said("T", "released_total", 10, 2016)]).lines
    assert first.released == second.released == ()
    assert first.verdict == second.verdict == "not stated"
    assert "reaches beyond" in first.set_aside[0].why


def test_a_stock_as_at_the_first_of_january_is_the_end_of_the_year_before():
    opening = said("A", "remaining_total", 100, 2015, as_of="2016-01-01")
    line = one_line(opening, said("B", "remaining_total", 90, 2016), said("T", "released_total", 10, 2016))
    assert line.verdict == "balances"


def test_two_scopes_counted_side_by_side_keep_two_chains():
    told = [
        said(f"{scope}{year}", "remaining_total", value, year, scope=scope)
        for scope, values in (("APM", (50, 40)), ("all EO", (90, 70)))
        for year, value in zip((2015, 2016), values, strict=True)
    ]
    changes = {(line.opening.scope, line.closing.scope): line.stated for line in national_books(told).lines}
    assert changes == {("APM", "APM"): -10 * KM2, ("all EO", "all EO"): -20 * KM2}


def test_an_opinion_or_a_plan_never_enters_the_book():
    stocks = [said("A", "remaining_total", 100, 2015), said("B", "remaining_total", 80, 2016)]
    hopes = [said("O", "cleared", 5, 2016, kind="opinion"), said("P", "cancelled", 5, 2016, modality="planned")]
    books = national_books([*stocks, *hopes])
    assert books.lines[0].released == ()
    assert {one.claim_id for one in books.beside} == {"O", "P"}


FLOWS = ["cleared", "reduced", "cancelled", "released_survey", "released_clear_ts", "released_total", "added"]
PARTS = {
    "cleared": "C",
    "reduced": "R",
    "cancelled": "N",
    "released_survey": "RN",
    "released_clear_ts": "CR",
    "released_total": "CRN",
}
REGISTER = st.lists(
    st.tuples(st.sampled_from(["remaining_total", "bac_cleared", *FLOWS]), st.integers(0, 99), st.integers(2010, 2014)),
    max_size=14,
)


def statements_of(register):
    return [said(f"S{number}", *told) for number, told in enumerate(register)]


@settings(max_examples=60)
@given(REGISTER, st.randoms(use_true_random=False))
def test_the_order_of_arrival_makes_no_difference(register, order: random.Random):
    told = statements_of(register)
    shuffled = order.sample(told, len(told))
    assert national_books(told) == national_books(shuffled)


@settings(max_examples=60)
@given(REGISTER)
def test_a_statement_about_something_else_changes_no_line(register):
    told = statements_of(register)
    others = [
        said("E1", "remaining_total", 9, 2012, subject="Elsewhere"),
        said("E2", "released_total", 9, 2012, subject="Elsewhere"),
        said("E3", "items_cum", 9, 2012, unit="items"),
        said("E4", "assessment", "", 2012, words="an opinion"),
    ]
    assert national_books([*told, *others]).lines == national_books(told).lines


@settings(max_examples=60)
@given(REGISTER)
def test_the_book_agrees_with_counting_by_hand(register):
    """Brute force over yearly rows: no days, no bundles, every way of adding parts written out."""
    for line in national_books(statements_of(register)).lines:
        released = added = 0
        for year in range(line.first.year, line.last.year + 1):
            released += most_released({m: pick(register, m, year) for m in PARTS})
            added += pick(register, "added", year) or 0
        opening = pick(register, "remaining_total", line.first.year - 1)
        closing = pick(register, "remaining_total", line.last.year)
        assert line.unexplained == (closing - opening + released - added) * KM2


def pick(register, metric, year):
    """The value of the statement whose name sorts first, or None."""
    found = sorted((f"S{number}", value) for number, (m, value, y) in enumerate(register) if (m, y) == (metric, year))
    return found[0][1] if found else None


def most_released(stated):
    """The finest of the ways of adding stated parts that cover most, written out one by one."""
    ways = [
        ("cleared", "reduced", "cancelled"),
        ("cleared", "released_survey"),
        ("released_clear_ts", "cancelled"),
        ("released_total",),
        ("cleared", "reduced"),
        ("cleared", "cancelled"),
        ("reduced", "cancelled"),
        ("released_survey",),
        ("released_clear_ts",),
        ("cleared",),
        ("reduced",),
        ("cancelled",),
    ]
    possible = [way for way in ways if all(stated[metric] is not None for metric in way)]
    if not possible:
        return 0
    best = max(possible, key=lambda way: (len("".join(PARTS[metric] for metric in way)), len(way)))
    return sum(stated[metric] for metric in best)


def test_the_screen_fits_and_cites_what_it_prints(programmes):
    books = national_books(programmes)
    screen = tell_books(books.lines, width=100)
    assert len(screen) <= 60
    assert max(map(len, screen)) <= 100
    text = "\n".join(screen)
    assert "+105.7" in text
    for name in ("P0135", "P0140", "P0138+P0139+P0137"):
        assert name in text
    assert "no release stated for 2014" in text


def test_an_empty_register_still_gets_a_sentence():
    assert "No country" in tell_books([], width=80)[-1]
