"""How much of the invented texts is read: the bars, on those the reader was built with and on those it was not."""

from __future__ import annotations

import runpy
from functools import cache
from pathlib import Path

import pytest

SCORE = runpy.run_path(str(Path(__file__).parent / "score.py"))
PARTS = SCORE["PARTS"]


@cache
def total(part):
    result = SCORE["Score"]()
    for _, text, labels in SCORE["articles"](part):
        result += SCORE["read_and_score"](text, labels)
    return result


def told(part, word):
    """What was missed; of the held-out texts only how often, so that nobody builds to them by accident."""
    lines = [line for line in total(part).missed if line.startswith(word)]
    return "\n".join(lines) if part == "dev" else f"{len(lines)} in the held-out texts"


@pytest.mark.parametrize("part", PARTS)
def test_seventeen_of_twenty_required_claims_are_found(part):
    assert total(part).share("found") >= 0.85, told(part, "found")


@pytest.mark.parametrize("part", PARTS)
def test_seventeen_of_twenty_speakers_are_right(part):
    assert total(part).share("speaker") >= 0.85, told(part, "speaker")


@pytest.mark.parametrize("part", PARTS)
def test_nine_of_ten_figures_are_read_with_their_unit(part):
    assert total(part).share("figures") >= 0.90, told(part, "figures")


@pytest.mark.parametrize("part", PARTS)
def test_no_opinion_is_taken_as_a_fact(part):
    assert total(part).faults["opinion as fact"] == 0, told(part, "opinion as fact")


@pytest.mark.parametrize("part", PARTS)
def test_the_texts_are_not_made_to_say_what_they_do_not_say(part):
    assert total(part).faults["trap"] == 0, told(part, "trap")


@pytest.mark.parametrize("part", PARTS)
def test_plans_are_told_from_facts_and_dates_are_read(part):
    assert total(part).share("modality") >= 0.85, told(part, "modality")
    assert total(part).share("dates") >= 0.80, told(part, "dates")


def test_the_page_shows_what_is_measured_now():
    made = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "write_scores.py"))
    page = made["PAGE"].read_text(encoding="utf-8")
    assert made["filled"](page, made["_texts"]()) == page, "run tools/write_scores.py"


def test_both_parts_hold_fifteen_texts_or_more_and_every_label_stands_in_its_text():
    for part in PARTS:
        found = list(SCORE["articles"](part))
        assert len(found) >= 15
        for _, text, labels in found:
            assert labels["invented"] is True
            for one in labels["claims"] + labels["must_not"]:
                SCORE["place_of"](text, one["snippet"])
            for snippet in labels["opinions"]:
                SCORE["place_of"](text, snippet)


# --- the scorer itself: what it must see, on a text of two sentences


TEXT = "Ada Quill said that 4,5 ha were cleared in May 2024. A fine day for all."
LABELS = {
    "claims": [
        {
            "snippet": "4,5 ha were cleared in May 2024",
            "speaker": ["Ada Quill"],
            "modality": "fact",
            "quantities": [{"value": 4.5, "unit": "ha"}],
            "dates": [{"start": "2024-05-01", "end": "2024-05-31"}],
        }
    ],
    "opinions": ["A fine day for all."],
    "must_not": [{"snippet": "4,5 ha", "quantity": {"value": 45, "unit": "ha"}, "why": "a decimal comma"}],
}


def claim(start, end, modality="asserted", speaker="Ms Ada Quill", value=4.5, unit="ha"):
    return {
        "span": [start, end],
        "speaker": speaker,
        "speaker_kind": "named",
        "modality": modality,
        "quantities": [{"value": value, "unit": unit, "span": [20, 26]}] if value else [],
        "dates": [{"start": "2024-05-01", "end": "2024-05-31"}],
        "places": [],
        "remarks": [],
    }


RIGHT = [claim(20, 51), claim(53, 72, "opinion", "the writer", None)]


def met(claims):
    result = SCORE["score"](TEXT, LABELS, claims)
    return {one: result.met[one] for one in ("found", "speaker", "modality", "figures", "dates", "opinions")}


def test_a_right_reading_misses_nothing():
    assert met(RIGHT) == dict.fromkeys(("found", "speaker", "modality", "figures", "dates", "opinions"), 1)
    assert not SCORE["score"](TEXT, LABELS, RIGHT).faults


def test_the_same_area_in_another_unit_is_the_same_figure():
    assert met([claim(20, 51, value=45000, unit="m2")])["figures"] == 1
    assert met([claim(20, 51, value=4.5, unit="km2")])["figures"] == 0


def test_another_speaker_another_modality_and_another_figure_are_seen():
    assert met([claim(20, 51, speaker="Bo Reed")]) == met(RIGHT[:1]) | {"speaker": 0}
    assert met([claim(20, 51, "planned")]) == met(RIGHT[:1]) | {"modality": 0}
    assert met([claim(20, 51, value=5)])["found"] == 0


def test_an_opinion_read_as_a_fact_and_a_trap_are_faults():
    result = SCORE["score"](TEXT, LABELS, [claim(20, 72, value=45)])
    assert result.faults == {"opinion as fact": 1, "trap": 1}
