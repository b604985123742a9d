"""Who speaks and what weighs as a fact, in constructions that mislead. The sentences are invented."""

from __future__ import annotations

from datetime import date

import pytest

pytest.importorskip("sentencex")

from tilth.texts.reading import read_text

HEAD = (
    "Mine work in Example Province\n\nThe National Mine Agency and director Ada Quill met reporters in Exampleton.\n\n"
)


def read(text):
    claims = read_text(HEAD + text, published=date(2025, 3, 12)).claims
    return [one for one in claims if one.span[0] >= len(HEAD)]


@pytest.mark.parametrize(
    "text",
    [
        "After twelve years of promises, patience is no longer a virtue.",
        "Thirty years of fences are enough.",
        "Land that has been checked is not yet bread.",
        "The hymn says that the mines are gone for ever.",
        "By my own count that gives 41 hectares a year.",
        "My own arithmetic gives 41 hectares a year.",
        "“The 40 hectares are a drop in the ocean,” Ada Quill said.",
        "A minefield of forty years teaches a village silence.",
    ],
)
def test_maxims_sums_of_the_writer_and_pictures_are_opinions(text):
    assert {one.modality for one in read(text)} == {"opinion"}


@pytest.mark.parametrize(
    "text",
    [
        "The agency could field 12 teams by the end of the year.",
        "The proposal to buy 12 machines is under examination.",
        "All 14 tasks shall be completed by 30 September.",
        "The report on 12 fields is due within three weeks.",
        "The mayor wants 41 hectares cleared by June.",
    ],
)
def test_what_could_and_shall_be_is_a_plan(text):
    assert {one.modality for one in read(text)} == {"planned"}


@pytest.mark.parametrize(
    "text",
    [
        "The agency named the same deadline in 2021 and again in 2023.",
        "Teams met the deadline on 3 May 2024.",
        "19 areas could not be entered because of the flood.",
        "The boy died on the way, Ada Quill said.",
        "No foreign body is allowed to clear there, Ada Quill said.",
        "“They were here for twenty minutes,” Ada Quill said.",
    ],
)
def test_facts_with_a_word_of_plan_or_without_a_figure_stay_facts(text):
    assert {one.modality for one in read(text)} == {"asserted"}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Surveyors estimate 41 hectares are mined.", "Surveyors"),
        ("The agency recalculated the area at 41 hectares.", "National Mine Agency"),
        ("The inquiry by the National Mine Agency found 41 mines.", "National Mine Agency"),
        ("Teams have assessed 41 hectares in Example State since August 2024.", "the writer"),
        ("His old commander, retired Colonel Tom Ask, remembers that 41 mines were lifted.", "Tom Ask"),
        ("– We cleared 41 hectares, – said Ada Quill.", "Ada Quill"),
        ("National Mine Agency, results of the week: 41 hectares cleared.", "National Mine Agency"),
        ("The work cost 9 CFA francs. The operator counts on 41 m² a week.", "operator"),
        ("Tom Ask spoke. Ada Quill’s lorry was taken. “It stood there for 41 days,” she recalls.", "Ada Quill"),
        ("Ada Quill’s husband went out. He stepped on a mine. “I waited 41 days,” she says.", "Ada Quill"),
        ("Ada Quill answered us.\n\nQ: How many?\n\nA: We lifted 41 mines.\n\nQ: And land?\n\nA: None.", "Ada Quill"),
        ("The estimate of 41 mines given in the second report was a slip.", "the writer"),
    ],
)
def test_the_speaker_is_found_in_spite_of_what_stands_between(text, speaker):
    assert [one.speaker for one in read(text) if "41" in one.statement] == [speaker]


def test_figures_in_the_words_around_what_is_said_are_kept():
    (claim,) = read("60 of 85 households told the agency that they would return.")
    assert 85 in [int(one.value) for one in claim.quantities]
    (claim,) = read("Forty deminers, she went on, had worked 91 days.")
    assert [int(one.value) for one in claim.quantities] == [40, 91]


@pytest.mark.parametrize(
    "lead",
    [
        "Across the border in Peru,",
        "In Peru, on the other side of the border,",
        "On the Peruvian side of the border",
        "Meanwhile in Peru,",
    ],
)
def test_what_happens_across_the_border_is_of_another_place(lead):
    (claim,) = read(f"{lead} 41 mines were lifted.")
    assert "other_place" in [one.code for one in claim.remarks]
