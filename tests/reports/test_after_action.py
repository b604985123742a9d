"""The after-action report: everything said of a unit's tour, who said it, and what nobody said."""

from __future__ import annotations

import itertools
import re
import sys
from collections import Counter

import pytest
from missions import EXAMPLE_ROWS, row
from page_reader import Page
from programmes import programme, statements

from tilth.desk.refusal import Refusal
from tilth.desk.reporting import after_action
from tilth.desk.touring import tour
from tilth.reports.after_action import render
from tilth.reports.page import with_places

HOSTILE = '<script>alert("x")</script>'


@pytest.fixture(scope="module")
def made():
    return statements(programme("A programme"), EXAMPLE_ROWS)


@pytest.fixture(scope="module")
def view(made):
    return after_action(made)


@pytest.fixture(scope="module")
def page(view):
    return render(view)


@pytest.fixture(scope="module")
def odd():
    """A report about a unit whose every name is hostile, with an address that is none."""
    told = [
        row("1", "unit_formed", "2025-05", "month", speaker=HOSTILE, subject=HOSTILE, outlet=HOSTILE),
        row("2", "area_cleared_by_unit", "12.5", "km2", subject=HOSTILE, url="javascript:alert(1)", words=HOSTILE),
        row("3", "assessment", "fine", "text", subject=HOSTILE, modality="opinion", words=HOSTILE),
        row("4", "something_new", "7", "count", subject=HOSTILE, note=HOSTILE),
    ]
    return after_action(statements(programme(HOSTILE), told))


def test_the_mission_of_the_report_is_the_mission(made, view):
    assert view["mission"] == tour(made).mission.as_json()


def test_every_claim_on_the_page_leads_to_its_row_in_the_register(page, view):
    read = Page(page)
    targets = {one[1]["id"] for one in read.elements if "id" in one[1]}
    links = [one[1]["href"][1:] for one in read.of("a") if one[1]["href"].startswith("#")]
    assert len(links) > 100
    assert not set(links) - targets
    own = {one.get("claim_id") for one in view["statements"]}
    shown = re.findall(r">([AKL]\d{2,3})</a>", page)
    assert set(shown) <= own


def test_no_claim_id_stands_anywhere_without_a_link(page, view):
    before = page[page.index("<main>") : page.index('id="register"')]
    unlinked = re.sub(r"<a .*?</a>", "", before, flags=re.DOTALL)
    words = set(re.findall(r"\b[AKL]\d{2,3}\b", re.sub(r"<[^>]+>", "", unlinked)))
    assert not words & {one["claim_id"] for one in view["statements"]}


def test_a_bare_number_in_a_sentence_is_no_claim():
    anchors = {"1": "a", "K1": "b", "x": "c"}
    assert [part for part, where in with_places("K1 fell by 1 (K1, x).", anchors) if where] == ["K1", "K1"]
    assert "".join(part for part, _ in with_places("K1 fell by 1 (K1, x).", anchors)) == "K1 fell by 1 (K1, x)."


def test_no_id_is_given_twice_and_headings_go_down_one_step_at_a_time(page):
    read = Page(page)
    counted = Counter(one[1]["id"] for one in read.elements if "id" in one[1])
    assert max(counted.values()) == 1
    levels = [int(one[0][1]) for one in read.of("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))
    assert all(one[1].get("scope") in ("col", "row") for one in read.of("th"))
    assert len(read.of("caption")) == len(read.of("table"))


def test_every_part_an_authority_asks_for_is_there(page):
    headings = [one[2] for one in Page(page).of("h2", "h3")]
    wanted = ["What this is, and what it is not", "Timeline", "Mandate", "Host", "Trainer", "What cannot all hold"]
    wanted += ["Results: declared, unverified", "Not stated by anybody: questions to put", "Assessments by others"]
    wanted += ["Sources and documents", "What was known when"]
    assert not set(wanted) - set(headings)


def test_each_conflict_of_the_mission_is_told_with_what_it_assumes(page, view):
    assert view["mission"]["conflicts"]
    text = " ".join(Page(page).of("main")[0][2].split())
    for one in view["mission"]["conflicts"]:
        for sentence in (one["sentence"], *one["assumptions"], *one["reconciled_by"]):
            assert " ".join(sentence.split()) in text


def test_every_question_nobody_answers_is_put_to_somebody(page, view):
    text = Page(page).of("main")[0][2]
    assert view["mission"]["questions"]
    assert all(one["question"] in text and f"To {one['ask']}" in text for one in view["mission"]["questions"])


def test_results_are_declared_and_unverified(page, view):
    assert view["mission"]["results"]
    assert "almost 42\N{NARROW NO-BREAK SPACE}400 ha" in page
    assert "Results as declared, unverified" in [one[2] for one in Page(page).of("caption")]


def test_opinions_are_labelled_and_stand_in_no_table(page, view):
    opinions = {one["claim_id"] for one in view["mission"]["assessments_by_others"]}
    assert len(opinions) == 16
    phases = page[page.index('id="phases"') : page.index('id="with"')]
    assert not opinions & set(re.findall(r">([A-Z]\d+)</a>", phases))


def test_every_document_and_speaker_is_listed_with_a_grade_or_with_none(page, view):
    urls = {row_["url"] for row_ in EXAMPLE_ROWS if row_["claim_id"].startswith("K06")}
    assert urls <= {one["url"] for one in view["documents"]}
    assert all(f'href="{url.replace("&", "&amp;")}"' in page for url in urls)
    assert {one["name"] for one in view["sources"]} >= {"A. Khinshtein", "TASS", "Russian Ministry of Defense"}
    assert all(one["grade"] is None for one in view["sources"])  # real people and outlets get no shipped grade
    assert "not judged" in page


def test_the_page_needs_no_network_no_script_and_no_other_file(page):
    read = Page(page)
    assert not read.of("script", "link", "iframe", "object", "form")
    assert all(one[1]["src"].startswith("data:image/") for one in read.of("img"))
    assert not re.search(r"@import|url\((?!#)", page)
    assert all(one[1]["href"].startswith(("#", "https://")) for one in read.of("a"))


def test_a_picture_has_words_for_whoever_cannot_see_it(page):
    pictures = Page(page).of("img")
    assert pictures
    assert all(len(one[1]["alt"]) > 40 for one in pictures)


def test_the_page_never_calls_land_safe_and_calls_nobody_a_liar(page):
    text = Page(page).of("body")[0][2].casefold()
    assert not [word for word in ("safe", "lie", "lied", "false", "liar") if re.search(rf"\b{word}\b", text)]
    assert "not permission to enter" in text
    assert "endorses nothing" in text


def test_a_hostile_name_stays_a_name(odd):
    read = Page(render(odd))
    assert not read.of("script")
    assert not [name for name, _ in read.attributes if name.startswith("on")]
    assert read.of("h1")[0][2] == HOSTILE
    assert not [one for one in read.of("a") if one[1]["href"].startswith("javascript")]
    assert "something new" in Page(render(odd)).of("main")[0][2]


def test_the_same_question_gives_the_same_page(made, page):
    assert render(after_action(made)) == page


def test_a_programme_without_a_mission_has_a_report_that_says_so():
    page = render(after_action(programme()))
    assert "No record means unknown" in page
    assert "<img" not in page


def test_a_unit_nobody_named_and_a_name_of_several_are_refused(made):
    with pytest.raises(Refusal, match="528th Engineer Regiment"):
        after_action(made, unit="brass band")
    two = [row("1", "unit_formed", subject="First team"), row("2", "unit_formed", subject="Second team")]
    with pytest.raises(Refusal, match="First team; Second team"):
        after_action(statements(programme(), two), unit="team")


def test_before_the_first_entry_only_what_was_published_counts_and_the_page_says_so(made):
    view = after_action(made, known_at="2025-12-31")
    told = {one["claim_id"] for one in view["mission"]["results"]}
    assert ("K065" in told, "K072" in told) == (True, False)
    assert view["note"] in Page(render(view)).of("dl")[0][2]


def test_without_jinja_the_answer_is_what_to_install(view, monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(Refusal, match="jinja2"):
        render(view)
