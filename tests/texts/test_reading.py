"""From a text to claims, remarks, statements and conflicts."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("sentencex")
pytest.importorskip("dateparser")

from tilth.texts.reading import read_text

PUBLISHED = date(2025, 12, 13)


def read(text, published=PUBLISHED):
    return read_text(text, published=published)


def codes(text, published=PUBLISHED):
    return [[one.code for one in claim.remarks] for claim in read(text, published).claims]


def statements(text, published=PUBLISHED):
    """Metric, value, unit of every statement that has a metric."""
    found = read(text, published).statements
    return [(one.metric, one.value, one.unit) for one in found if one.metric]


# --- claims ---------------------------------------------------------------------------------------------------------


def test_a_claim_has_speaker_chain_figures_dates_places_and_its_exact_place():
    text = "Ada Quill told Example News Agency on Monday that 40 ha were cleared in Sabana Province in May 2025."
    (claim,) = read(text).claims
    assert (claim.speaker, claim.speaker_kind, claim.via, claim.verb) == (
        "Ada Quill",
        "named",
        ("Example News Agency",),
        "told",
    )
    assert [(one.value, one.unit) for one in claim.quantities] == [(Decimal(40), "ha")]
    assert [(one.bound, one.start, one.end) for one in claim.dates] == [
        ("on", date(2025, 5, 1), date(2025, 5, 31)),
        ("said", date(2025, 12, 8), date(2025, 12, 8)),
    ]
    assert claim.places == ("Sabana Province",)
    assert claim.statement == text[slice(*claim.span)] == text.rstrip(".")
    assert claim.sentence == 1


def test_spans_count_characters_of_the_text_as_given():
    text = "<p>The <b>agency</b> said&nbsp;that 40 ha were cleared.</p>"
    (claim,) = read(text).claims
    assert claim.statement == text[slice(*claim.span)]
    assert "40 ha" in claim.statement


def test_a_sentence_that_goes_on_with_figures_has_an_implied_speaker():
    text = "Ada Quill said that 40 ha were cleared. Another 60 ha were surveyed. The wind rose."
    assert [(one.speaker, [remark.code for remark in one.remarks]) for one in read(text).claims] == [
        ("Ada Quill", []),
        ("Ada Quill", ["implied_speaker"]),
        ("the writer", ["unsupported"]),
    ]


def test_a_new_paragraph_is_the_writers():
    text = "Ada Quill said that 40 ha were cleared.\n\nAnother 60 ha were surveyed."
    assert [one.speaker for one in read(text).claims] == ["Ada Quill", "the writer"]


def test_somebody_else_as_subject_ends_what_is_implied():
    text = "Ada Quill said that 40 ha were cleared. Halden Relief Foundation employs 640 people."
    assert [one.speaker for one in read(text).claims] == ["Ada Quill", "the writer"]


def test_figures_given_by_somebody_in_the_next_sentence_are_theirs():
    text = "A total of 300 mines were destroyed.\n\nThe information was provided on Monday by Colonel Bo Reed."
    claims = read(text).claims
    assert (claims[0].speaker, [one.code for one in claims[0].remarks]) == ("Bo Reed", ["implied_speaker"])


def test_lines_of_names_and_dates_make_no_claims():
    text = "Forty hectares cleared\n\nBy Ada Quill\n9 February 2026\n\nThe company cleared 40 ha.\n\nENDS\n"
    assert [one.statement for one in read(text, None).claims] == [
        "Forty hectares cleared",
        "The company cleared 40 ha",
    ]


def test_the_day_of_a_text_is_found_at_its_head():
    text = "Mines found\n\nPublished: 9 February 2026\n\nThe team found 12 mines on 3 January."
    reading = read(text, None)
    assert reading.published == date(2026, 2, 9)
    assert [(one.start, one.year_inferred) for one in reading.claims[-1].dates] == [(date(2026, 1, 3), True)]


# --- remarks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The company found 12 mines on 3 January.", "year_inferred"),
        ("The company found 12 mines on 31 February 2025.", "impossible_date"),
        ("The company cleared 120% of the territory.", "implausible"),
        ("The company cleared 500 km2 in a single day.", "implausible"),
        ("In all 2.7 billion mines were found.", "implausible"),
        ("There were 13 victims, including 24 children.", "implausible"),
        ("In Croatia 1.2 million km2 are contaminated.", "implausible"),
        ("The company found 40 items, of which 12 were mines.", "sub_total"),
        ("Ada Quill said that 40 ha were ‘made safe’ in May 2025.", "quoted_part_only"),
        ("Ada Quill said that 40 ha were returned to use in May 2025.", "ambiguous_meaning"),
        ("The 40 mines in the last report were a typing error.", "denied"),
        ("The clearance of 40 ha suggests a new era.", "unsupported"),
    ],
)
def test_what_a_reader_must_know_is_remarked(text, code):
    assert code in codes(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "The company cleared 109% of the plan.",
        "The area grew by 120% in May 2025.",
        "The company cleared 5 km2 in May 2025.",
        "There were 24 victims, including 13 children.",
        "In Croatia 200 km2 are contaminated.",
        "The planes dropped 270 million submunitions.",
    ],
)
def test_what_can_be_is_not_called_implausible(text):
    assert "implausible" not in codes(text)[0]


def test_what_is_said_of_another_region_is_not_attached_to_the_one_the_text_is_about():
    text = (
        "Clearance in Sabana Province\n\nThe company cleared 40 ha in Sabana Province in May 2025.\n\n"
        "In the nearby Loma Province, officials have warned that clearance could take decades.\n"
    )
    reading = read(text)
    assert "other_place" in [one.code for one in reading.claims[-1].remarks]
    assert [one.code for one in reading.claims[1].remarks] == []
    last = [one for one in reading.statements if one.metric == "years_to_clear"]
    assert [(one.value, one.subject, one.modality) for one in last] == [("decades", "Loma Province", "reported")]


def test_a_start_and_a_duration_give_the_days_of_an_end():
    text = (
        "Colonel Bo Reed said that the 12th Engineer Regiment had been deployed since early August 2025 and had "
        "completed its tasks in three months."
    )
    last = read(text).claims[-1]
    assert [one.code for one in last.remarks] == ["implied_date"]
    (end,) = last.dates
    assert (end.bound, end.precision) == ("implied", "interval")
    assert end.start < date(2025, 11, 1) < date(2025, 11, 10) < end.end


# --- statements -----------------------------------------------------------------------------------------------------


def test_each_figure_is_a_statement_of_its_own_metric():
    text = "In 2024 a total of 38.7 km2 was released: 26.4 km2 was cancelled, 11.2 km2 was reduced and 1.1 km2 cleared."
    assert statements(text) == [
        ("released_total", Decimal("38.7"), "km2"),
        ("cancelled", Decimal("26.4"), "km2"),
        ("reduced", Decimal("11.2"), "km2"),
        ("cleared", Decimal("1.1"), "km2"),
    ]
    assert {str(one.period) for one in read(text).statements} == {"2024"}


def test_the_first_statement_has_the_id_of_its_claim_and_the_others_follow_it():
    reading = read("The company surveyed 14 villages, cleared 0.9 sq km and destroyed 940 explosive items in May 2025.")
    (claim,) = reading.claims
    assert [one.claim_id for one in reading.statements] == [claim.id, f"{claim.id}.2", f"{claim.id}.3"]
    assert [one.metric for one in reading.statements] == ["", "area_cleared_by_unit", "items_destroyed_by_unit"]


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("Last week the ministry cleared 40 ha.", "area_cleared_week"),
        ("Since 2020 the ministry has cleared 40 ha.", "area_cleared"),
        ("The ministry surveyed 40 ha.", "area_surveyed"),
        ("The ministry will clear 40 ha.", "area_planned"),
        ("In the country 40 km2 remain to be cleared.", "remaining_total"),
        ("The ministry destroyed 300 mines.", "items_destroyed"),
        ("The ministry found 300 mines.", "items_cum"),
        ("The ministry cleared 12 villages of mines.", "settlements_cleared"),
        ("The ministry cleared 120 km of roads.", "roads_cleared"),
        ("The ministry employs 640 people.", "workforce"),
        ("The ministry spent 3 million euros on clearance.", "cost_total"),
    ],
)
def test_words_beside_a_figure_make_its_metric(text, metric):
    assert [name for name, _, _ in statements(text)] == [metric]


@pytest.mark.parametrize(
    ("words", "metric"),
    [
        ("was formed in May 2025", "unit_formed"),
        ("was trained at a base from March 2025 to April 2025", "unit_trained"),
        ("was deployed in early August 2025", "unit_deployed"),
        ("has worked in the valley since November 2025", "unit_started_work"),
        ("returned home on 12 December 2025", "unit_returned"),
        ("was welcomed back on 12 December 2025", "unit_welcomed"),
    ],
)
def test_dated_acts_of_a_unit_are_statements(words, metric):
    assert [name for name, _, _ in statements(f"The 12th Engineer Regiment {words}.")] == [metric]


def test_opinions_plans_and_denials_are_never_evidence():
    text = (
        "I think that 40 ha were cleared.\n\nThe ministry will clear 50 ha.\n\n"
        "The 60 mines in the last report were a typing error."
    )
    reading = read(text)
    assert not [one for one in reading.statements if one.is_fact and one.value is not None]


def test_a_figure_something_is_compared_with_is_not_a_second_value():
    assert [value for name, value, _ in statements("In 2024 40 ha were cleared, down from 70 ha in 2023.") if name] == [
        Decimal(40)
    ]


def test_a_part_is_not_a_second_value_of_the_whole():
    reading = read("The ministry destroyed 340 items, including 51 mines, in May 2025.")
    assert [one.scope for one in reading.statements][1].startswith("including")
    assert not [one for one in reading.conflicts if one.kind == "two_values"]


def test_no_sentence_of_the_text_stands_in_a_statement():
    text = "Ada Quill said that forty hectares of fine old orchard land were cleared of mines in May 2025."
    told = json.dumps([one.as_json() for one in read(text).statements])
    assert "orchard land were cleared" not in told


# --- conflicts ------------------------------------------------------------------------------------------------------


def test_two_values_in_one_text_clash_by_the_ids_of_its_claims():
    text = (
        "Ada Quill said that by 1 May 2025 the ministry had cleared 40 ha in Sabana Province.\n\n"
        "Colonel Bo Reed said that by 1 May 2025 the ministry had cleared 90 ha in Sabana Province.\n"
    )
    reading = read(text)
    ids = {one.id for one in reading.claims}
    assert [one.kind for one in reading.conflicts] == ["two_values"]
    assert set(reading.conflicts[0].claims) == ids


def test_a_headline_is_held_against_the_text_under_it():
    text = "Ministry clears 98 hectares of land\n\nThe ministry cleared 89 hectares of land, Ada Quill said.\n"
    assert [one.kind for one in read(text).conflicts] == ["headline_against_body"]


def test_the_starting_article_is_read_as_its_labels_say(shared_data):
    text = (shared_data / "kursk" / "articles" / "return_of_the_528th.txt").read_text(encoding="utf-8")
    for published in (None, PUBLISHED):
        reading = read_text(text, published=published)
        facts = {one.id: one for one in reading.claims if one.modality in ("asserted", "reported")}
        kim = [one for one in facts.values() if one.speaker_kind == "named"]
        assert {(one.speaker, one.via) for one in kim} == {("Kim Jong-un", ("Central News Agency of Korea",))}
        (clash,) = reading.conflicts
        assert (clash.kind, clash.severity, len(clash.claims)) == ("dates", "warning", 3)
        words = " ".join(facts[name].statement for name in clash.claims)
        assert all(part in words for part in ("early August", "three months", "since November"))
        assert clash.assumptions
        assert clash.reconciled_by
        luhansk = next(one for one in reading.claims if "Luhansk" in one.statement)
        assert (luhansk.modality, luhansk.speaker_kind) == ("reported", "anonymous")
        assert "other_place" in [one.code for one in luhansk.remarks]
        asides = [one for one in reading.claims if one.modality == "opinion" and one.speaker_kind == "narrator"]
        assert all("unsupported" in [remark.code for remark in one.remarks] for one in asides)
        assert len(asides) >= 15


def test_a_text_that_names_no_year_is_compared_within_one_year_and_says_so(shared_data):
    text = (shared_data / "kursk" / "articles" / "return_of_the_528th.txt").read_text(encoding="utf-8")
    (clash,) = read_text(text).conflicts
    assert any("names no year" in one for one in clash.assumptions)
    assert "0004" not in json.dumps(clash.as_json())
    assert not [one for claim in read_text(text).claims for one in claim.dates if one.start]


# --- any text -------------------------------------------------------------------------------------------------------

_WORDS = [
    "Ada Quill",
    "The agency",
    "officials",
    " said",
    " said that ",
    " according to ",
    ", ",
    ". ",
    "\n\n",
    "“",
    "”",
]
_MORE = ["40 ha", "were cleared", " will ", " may ", "in May 2025", " since ", "three months", " and had ", "<b>", '"']
_ODD = [" a task that ", "suggests", "31 February", "120%", "- ", ": ", "?", "(", ")", "\x00", "–", " he "]
_PIECES = st.lists(st.sampled_from([*_WORDS, *_MORE, *_ODD]), max_size=30).map(" ".join)


@settings(max_examples=150)
@given(_PIECES)
def test_any_text_is_read_and_every_claim_stands_where_it_says(text):
    reading = read(text)
    again = read(text)
    assert reading == again
    assert len({one.id for one in reading.claims}) == len(reading.claims)
    for claim in reading.claims:
        start, end = claim.span
        assert 0 <= start < end <= len(text)
        assert claim.statement == text[start:end]
        assert claim.modality in ("asserted", "reported", "planned", "opinion")
        assert claim.speaker_kind in ("named", "organisation", "anonymous", "narrator")
        assert all(start <= one.span[0] < one.span[1] <= len(text) for one in claim.quantities)
    known = {one.id for one in reading.claims}
    assert {one.claim_id.partition(".")[0] for one in reading.statements} == known
    assert all(set(one.claims) <= known for one in reading.conflicts)
    json.dumps(reading.as_json(), allow_nan=False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n\t ",
        "\x00\x00",
        "…",
        "said said said",
        "“" * 200,
        "(" * 500,
        "according to " * 100,
        "Ada Quill said that " * 50,
        "<" * 300 + "script" + "<script " * 50,
        "40 ha — a task that " * 50,
        "\u202eThe agency cleared 40 ha\u202c.",
    ],
)
def test_strange_texts_are_read_or_told(text):
    reading = read(text)
    assert reading.claims or [one.kind for one in reading.findings]


def test_an_empty_text_is_a_finding_and_markup_is_told():
    assert [one.kind for one in read("").findings] == ["nothing_claimed"]
    assert "markup_not_read" in [one.kind for one in read("<p>The company cleared 40 ha.</p>").findings]
    assert "unseen_signs" in [one.kind for one in read("The company\x00cleared 40 ha.").findings]


def test_a_longer_text_costs_no_more_a_word():
    """Twice the text, about twice the calls: counted, not timed."""
    import sys

    def calls(text):
        count = 0

        def tally(frame, event, arg):
            nonlocal count
            count += event == "call"

        read(text)  # tables and patterns are made once
        sys.setprofile(tally)
        try:
            read(text)
        finally:
            sys.setprofile(None)
        return count

    unit = "Ada Quill said that {} ha were cleared in May 2025. The company found {} mines, she added.\n\n"
    short, long = ("".join(unit.format(at + 10, at + 20) for at in range(count)) for count in (40, 160))
    assert calls(long) < 5.5 * calls(short)


def test_the_day_of_saying_dates_a_total_and_never_an_act():
    total, act = (
        "Ada Quill said on 3 May 2024 that 40 ha had been cleared.",
        "Ada Quill said on 3 May 2024 that the 7th Engineer Battalion had been deployed to Sabana.",
    )
    assert [(one.metric, str(one.as_of)) for one in read(total).statements if one.metric] == [
        ("area_cleared", "2024-05-03")
    ]
    sent = [one for one in read(act).statements if one.metric == "unit_deployed"]
    assert [one.when for one in sent] == [None]
