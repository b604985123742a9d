"""The brief: every figure leads somewhere, and nothing in a name can become part of the page."""

from __future__ import annotations

import itertools
import re
import sys
from collections import Counter

import pytest
from missions import EXAMPLE_ROWS
from page_reader import Page
from programmes import NOW, TODAY, book, programme, square, statements, undrawn

from tilth.desk.accounting import Question, answer
from tilth.desk.briefing import MOST_CONFLICTS, brief
from tilth.desk.refusal import Refusal
from tilth.desk.registering import Clerk, grade
from tilth.reports.brief import pictures_of, render
from tilth.reports.page import embedded, web_address

HOSTILE = '<script>alert("x")</script>'


def view_of(made, **question):
    return brief(made, Question(**question), today=TODAY)


def page_of(made, **question):
    return render(view_of(made, **question))


@pytest.fixture
def busy(invented):
    """A programme with something in every part."""
    rows = [
        {"claim_id": "S1", "metric": "remaining_total", "value": "900", "unit": "km2", "as_of": "2015-12-31",
         "subject": "Somewhere", "speaker": "An authority", "url": "https://example.org/2015"},
        {"claim_id": "S2", "metric": "remaining_total", "value": "937", "unit": "km2", "as_of": "2016-12-31",
         "subject": "Somewhere", "speaker": "An authority", "url": "https://example.org/2016"},
        {"claim_id": "S3", "metric": "cleared", "value": "68.7", "unit": "km2", "period": "2016",
         "subject": "Somewhere", "speaker": "An authority", "url": "javascript:alert(1)"},
        {"claim_id": "M1", "metric": "unit_formed", "value": "2025-05", "unit": "month", "subject": "A unit",
         "speaker": HOSTILE, "words": "Formed in May."},
        {"claim_id": "M2", "metric": "area_cleared_by_unit", "value": "42400", "unit": "ha", "subject": "A unit",
         "speaker": "A speaker", "as_of": "2025-12-13"},
    ]  # fmt: skip
    made = book(
        programme(f"Name {HOSTILE}"),
        square("suspected", 0, 0, 300, said_by=f"Says {HOSTILE}"),
        square("confirmed", 250, 0, 100),
        square("cleared", 0, 0, 100, day="2021-05-01"),
        undrawn("suspected", "H1", 50_000),
        undrawn("cleared", "R1", 20_000, hazard="H1", day="2021-05-01"),
    )
    return statements(made, rows)


def test_the_account_of_the_brief_is_the_account(busy, invented):
    for made in (busy, invented[1], programme()):
        for question in ({}, {"as_at": "2020-12-31"}, {"known_at": "2026-01-01"}):
            asked = Question(**question)
            assert brief(made, asked, today=TODAY)["account"] == answer(made, asked, today=TODAY)


def test_every_figure_of_the_page_leads_to_what_is_behind_it(busy, invented):
    for made in (busy, invented[1]):
        page = Page(page_of(made))
        targets = {one[1]["id"] for one in page.elements if "id" in one[1]}
        links = [one[1]["href"][1:] for one in page.of("a") if one[1]["href"].startswith("#")]
        assert len(links) > 20
        assert not set(links) - targets


def test_no_number_stands_in_a_figure_column_without_a_link(busy, invented):
    for made in (busy, invented[1]):
        cells = re.findall(r'<td class="num">(.*?)</td>', page_of(made), flags=re.DOTALL)
        assert cells
        assert not [cell for cell in cells if re.search(r"\d", re.sub(r"<a .*?</a>", "", cell, flags=re.DOTALL))]


def test_no_id_is_given_twice(busy):
    counted = Counter(one[1]["id"] for one in Page(page_of(busy)).elements if "id" in one[1])
    assert counted
    assert max(counted.values()) == 1


def test_every_square_metre_and_flow_is_printed_as_the_account_has_it(busy):
    page, found = page_of(busy), view_of(busy)["account"]
    told = {*found["accounts"].values(), *(flow["m2"] for flow in found["flows"]), *found["undrawn"].values()} - {0}
    assert len(told) > 3
    assert all(f">{m2:,}<".replace(",", "\N{NARROW NO-BREAK SPACE}") in page for m2 in told)


def test_the_entries_named_for_a_flow_are_those_that_moved_it():
    made = book(
        programme(),
        square("suspected", 0, 0, 100),
        square("suspected", 200, 0, 100),
        square("cleared", 0, 0, 100, day="2021-05-01"),
    )
    traces = view_of(made)["traces"]
    assert traces["flow-found-unrecorded-suspected"]["entries"] == [2, 3]
    assert traces["flow-cleared-suspected-cleared"]["entries"] == [4]
    assert traces["closing-suspected"]["entries"] == [2, 3, 4]
    assert traces["closing-cleared"]["entries"] == [4]
    assert view_of(made, as_at="2020-12-31")["traces"]["closing-suspected"]["entries"] == [2, 3]


def test_a_long_trace_lists_the_first_entries_and_counts_the_rest():
    made = book(programme(), *(square("suspected", 200 * at, 0, 100) for at in range(50)))
    assert "and 10 more: tilth log FILE" in page_of(made)


@pytest.fixture(scope="module")
def kursk():
    """The mission of the examples and the claims around it."""
    return statements(programme("Kursk"), EXAMPLE_ROWS)


def test_conflicts_are_told_the_gravest_first_and_their_claims_are_listed(kursk):
    view = view_of(kursk)
    severities = [one["severity"] for one in view["conflicts"]["shown"]]
    assert severities == sorted(severities)  # error, warning
    assert "info" not in severities
    listed = {one["claim_id"] for one in view["statements"]}
    assert {claim for one in view["conflicts"]["shown"] for claim in one["claims"]} <= listed
    page = page_of(kursk)
    assert page.count('class="clash"') == len(severities) > 3


def test_no_more_conflicts_are_told_than_a_reader_reads_and_the_rest_is_pointed_to():
    rows = [
        {"claim_id": f"S{at}-{day}", "metric": "settlements_cleared", "value": value, "unit": "settlements",
         "as_of": f"2025-01-0{day}", "subject": f"District {at}", "speaker": "An authority"}
        for at in range(MOST_CONFLICTS + 5)
        for day, value in ((1, "45"), (2, "39"))
    ]  # fmt: skip
    made = statements(programme(), rows)
    view = view_of(made)
    assert len(view["conflicts"]["shown"]) == MOST_CONFLICTS
    assert view["conflicts"]["left"] == view["conflicts"]["counts"]["error"] - MOST_CONFLICTS == 5
    assert "More of them stand in" in page_of(made)


def test_a_mission_has_its_timeline_and_the_register_its_most_contested_series(kursk):
    view = view_of(kursk)
    page = Page(render(view, pictures=pictures_of(view)))
    titles = [one[1]["alt"] for one in page.of("img")]
    assert titles[0].startswith("Timeline of 528th Engineer Regiment")
    ahead = [one for one in titles if one.startswith("Declared area ahead")]
    assert len(ahead) == len(view["forecast"]["declared"]) == 1
    assert 1 <= len(titles) - len(ahead) - 1 == len(view["series"]) <= 3
    assert all(one[1]["src"].startswith("data:image/svg+xml;base64,") for one in page.of("img"))
    targets = {one[1]["id"] for one in page.elements if "id" in one[1]}
    assert not {one[1]["href"][1:] for one in page.of("a") if one[1]["href"].startswith("#")} - targets


def test_nobody_is_graded_until_a_person_does_it(kursk):
    assert all(one["grade"] is None for one in view_of(kursk)["sources"])
    graded = statements(programme(), EXAMPLE_ROWS)
    clerk = Clerk("reader", NOW)
    grade(graded, "TASS", "C", why="its figures were revised twice", clerk=clerk)
    claims = {one["claim_id"]: one["grade"] for one in view_of(graded)["statements"]}
    assert (claims["K064"], claims["A10"]) == ("C6", "F6")


def test_an_unexplained_line_cites_both_statements_and_their_addresses(busy):
    page = page_of(busy)
    line = re.search(r"Somewhere.*?</tr>", page, flags=re.DOTALL)[0]
    assert all(f">{claim}</a>" in line for claim in ("S1", "S2", "S3"))
    assert "https://example.org/2015" in page
    assert "https://example.org/2016" in page


def test_a_declared_result_says_that_it_is_declared_and_unverified(busy):
    page = page_of(busy)
    assert "Results: declared, unverified" in page
    assert "42\N{NARROW NO-BREAK SPACE}400 ha" in page


def test_a_hostile_name_stays_a_name(busy):
    page = Page(page_of(busy))
    assert not page.of("script")
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    (title,) = page.of("h1")
    assert title[2] == f"Name {HOSTILE}"


def test_only_web_addresses_become_links(busy):
    assert web_address("https://example.org") == "https://example.org"
    assert not web_address("javascript:alert(1)")
    assert not [one for one in Page(page_of(busy)).of("a") if one[1]["href"].startswith("javascript")]


def test_the_page_asks_the_network_for_nothing_but_the_sources(busy):
    page = page_of(busy)
    outside = {one[1]["href"] for one in Page(page).of("a") if not one[1]["href"].startswith("#")}
    assert outside == {"https://example.org/2015", "https://example.org/2016"}
    assert not Page(page).of("link", "iframe", "object", "img")
    assert not re.search(r"@import|url\((?!#)", page)


def test_no_heading_is_without_text_and_no_part_without_content(busy, invented):
    for made in (busy, invented[1], programme()):
        page = Page(page_of(made))
        assert all(one[2].strip() for one in page.of("h1", "h2", "h3", "h4", "caption", "th"))
        assert all(len(one[2].split()) > 10 for one in page.of("section"))
        assert all(one[2].count("\n") > 2 for one in page.of("tbody"))


def test_headings_go_down_one_step_at_a_time_and_tables_name_their_columns(busy):
    page = Page(page_of(busy))
    levels = [int(one[0][1]) for one in page.of("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))
    assert all(one[1].get("scope") in ("col", "row") for one in page.of("th"))
    assert len(page.of("caption")) == len(page.of("table"))
    assert page.of("html")[0][1]["lang"] == "en"


def test_the_page_never_calls_land_safe_and_never_gives_leave_to_enter(busy, invented):
    for made in (busy, invented[1], programme()):
        page = page_of(made)
        assert "safe" not in page.lower()
        assert "not permission to enter" in page


def test_an_empty_programme_has_a_brief_that_says_so():
    page = page_of(programme())
    assert "Nothing about land or missions is recorded yet" in page
    headings = [one[2] for one in Page(page).of("h2")]
    assert headings == ["How to read this", "Behind the figures: entries"]


def test_an_invented_province_says_so_on_its_page(invented):
    assert "INVENTED" in page_of(invented[1])
    assert "INVENTED" not in page_of(programme())


def test_findings_are_counted_by_kind_with_their_rows(invented):
    view = view_of(invented[1])
    assert view["findings"]
    for kind in view["findings"]:
        assert kind["count"] >= len(kind["rows"]) > 0
        assert kind["trace"] in view["traces"]


def test_a_page_of_an_earlier_day_repeats_what_was_known(busy):
    before = view_of(busy, known_at="2026-01-01")
    assert before["account"]["known_at"] == "2026-01-01"
    assert "As known at" in page_of(busy, known_at="2026-01-01")


def test_a_large_drawing_is_put_in_as_pixels():
    assert embedded(b"<svg/>", b"png").startswith("data:image/svg+xml;base64,")
    assert embedded(b" " * 2_000_000, b"png").startswith("data:image/png;base64,")


def test_without_jinja_the_answer_is_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(Refusal, match="jinja2"):
        page_of(programme())
