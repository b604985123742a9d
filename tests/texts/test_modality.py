"""Facts, plans, hearsay and opinions, told apart by their words; and the asides of a writer."""

from __future__ import annotations

from datetime import date

import pytest

pytest.importorskip("sentencex")
pytest.importorskip("dateparser")

from tilth.texts.clauses import clauses
from tilth.texts.reading import read_text

PUBLISHED = date(2025, 12, 13)


def modalities(text):
    return [one.modality for one in read_text(text, published=PUBLISHED).claims]


@pytest.mark.parametrize(
    "text",
    [
        "The company cleared 40 ha in May 2025.",
        "No mines were found on the road to the school in 2024.",
        "More than planned, 40 ha were cleared, which is 82% of the target.",
        "The planned clearance of 40 ha was completed in May 2025.",
        "Ada Quill said that the road to the village is open again.",
        "The team was trained at the base in Example.",
        "In May 2025 the company destroyed 300 mines.",
    ],
)
def test_what_is_told_as_done_is_asserted(text):
    assert set(modalities(text)) == {"asserted"}


@pytest.mark.parametrize(
    "text",
    [
        "The company will clear 40 ha.",
        "The contract covers 300 ha.",
        "The programme clears 500 ha by the end of 2026.",
        "The ministry plans to clear 40 ha by 2027.",
        "40 ha are to be cleared next year.",
        "A target of 40 ha was set.",
        "Ada Quill said that another 40 ha would be surveyed.",
        "If the money comes, the company could clear 40 ha.",
        "The ministry has allocated 3 million euros for the clearance of 40 ha.",
        "The teams are at work in the valley from 5 January 2026.",
    ],
)
def test_a_plan_is_planned_even_where_it_is_told_as_a_fact(text):
    assert set(modalities(text)) == {"planned"}


@pytest.mark.parametrize(
    "text",
    [
        "Officials have warned before that the valley could take decades to clear.",
        "Residents said that 12 mines were left behind.",
        "Reportedly, 240 items are still stored at the base.",
        "It was reported that 12 mines were found.",
        "The work was later clarified as engineering and demining.",
    ],
)
def test_what_nobody_stands_up_for_is_reported(text):
    assert set(modalities(text)) == {"reported"}


@pytest.mark.parametrize(
    "text",
    [
        "The programme has been an outstanding success.",
        "The mission appears to serve many purposes.",
        "The mission may be seen as a test.",
        "The clearance of 40 ha underscores the reliance on foreign engineers.",
        "There can be no better investment in peace than this.",
        "Nobody in the valley forgets what happened.",
        "Is the land ready?",
        "Ada Quill praised the sappers of the unit.",
        "“This is a great day for all of us,” said Ada Quill.",
        "“Every mine removed is a life saved,” said Ada Quill.",
        "I think that 40 ha were cleared.",
        "It is NOT true that 30 soldiers lost their legs this year.",
        "Ada Quill believes this to be achievable only if two operators stay.",
        "The hall is half empty, which for a Wednesday is almost a crowd.",
        "Twenty-seven years is a long time to look for your keys.",
    ],
)
def test_a_judgement_an_inference_and_a_question_are_opinions(text):
    assert set(modalities(text)) == {"opinion"}


def test_the_month_of_may_is_no_guess():
    assert modalities("Between 3 May and 9 May 2025 five people were killed on the road.") == ["asserted"]


def test_a_sentence_holds_a_fact_and_an_opinion():
    claims = read_text(
        "Ada Quill said that the unit had worked since early August and had finished its tasks in three months, "
        "a timeline that suggests great efficiency.",
        published=PUBLISHED,
    ).claims
    assert [(one.modality, one.speaker_kind) for one in claims] == [
        ("asserted", "named"),
        ("asserted", "named"),
        ("opinion", "narrator"),
    ]
    assert claims[0].dates
    assert claims[1].quantities
    assert [one.code for one in claims[2].remarks] == ["unsupported"]


@pytest.mark.parametrize(
    ("sentence", "aside"),
    [
        ("40 ha were cleared, underscoring the weight of the work.", "underscoring the weight of the work."),
        (
            "He spoke of a ‘great victory,’ a phrase that has long been tied to wars.",
            "a phrase that has long been tied to wars.",
        ),
        ("Mines were found — one that could change all.", "one that could change all."),
        ("The road was opened, which raises questions.", "which raises questions."),
    ],
)
def test_an_aside_of_the_writer_is_cut_off(sentence, aside):
    from tilth.texts.quotes import find_quotes, masked

    last = clauses(masked(sentence, find_quotes(sentence)[0]))[-1]
    assert sentence[slice(*last.span)] == aside
    assert last.is_aside


@pytest.mark.parametrize(
    "sentence",
    [
        "A bomb went off, killing three people.",
        "40 ha were cleared, bringing the total to 300 ha.",
        "The team, a unit that cleared 40 ha last year, went home.",
    ],
)
def test_what_tells_more_of_the_same_is_no_aside(sentence):
    assert not any(one.is_aside for one in clauses(sentence))


def test_a_plan_that_goes_on_in_the_present_tense_stays_a_plan():
    text = "The plan covers 120 ha. It hands over the last of them on 15 December."
    assert modalities(text) == ["planned", "planned"]
