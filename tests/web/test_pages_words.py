"""Words: every string of a page is in the catalogue, and no template holds text of its own."""

from __future__ import annotations

import csv
import re
import string
from importlib.resources import files
from pathlib import Path

import pytest

from tilth.web.wording import LANGUAGES, catalogue, speaks, words_of

ROOM = Path(str(files("tilth.web")))
TEMPLATES = sorted((ROOM / "templates").glob("*.html"))
# Signs and units that are the same in every language of the catalogue.
SAME = re.compile(r"^(m²|km²|km|m|min|P10|P50|P90|[\W\d_]*|[→–]|v\d+)$")


def _rows(language: str) -> list[list[str]]:
    with (ROOM / "words" / f"{language}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_one_text_for_each_key(language):
    rows = _rows(language)
    assert rows[0] == ["key", "text"]
    assert [row for row in rows if len(row) != 2 or not row[1].strip()] == []
    keys = [row[0] for row in rows]
    assert sorted({one for one in keys if keys.count(one) > 1}) == []


def test_every_key_a_template_asks_for_is_there():
    known = set(catalogue("en"))
    asked = {
        (path.name, key)
        for path in TEMPLATES
        for key in re.findall(r"""\b[tc]\(["']([\w.-]+)["']\s*[,)]""", path.read_text(encoding="utf-8"))
    }
    assert len(asked) > 200
    assert sorted(one for one in asked if one[1] not in known) == []


def test_a_translation_fills_the_same_places_as_the_english_text():
    english = catalogue("en")
    for language in LANGUAGES:
        for key, text in catalogue(language).items():
            assert key in english, key
            assert _places(text) == _places(english[key]), (language, key)


def test_the_pages_that_prove_right_to_left_are_translated_whole():
    assert [part for part in ("frame", "start", "public", "parcel", "parcel_answer") if not speaks("ar", part)] == []


def test_a_word_that_nobody_translated_is_english_and_one_that_nobody_wrote_is_a_mistake():
    assert words_of("ar")("findings.title") == "Findings"
    with pytest.raises(KeyError):
        words_of("en")("no.such.word")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_text_of_its_own(path):
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"\{% block body_attributes %\}.*?\{% endblock %\}", " ", text)
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.DOTALL)
    shown = re.findall(r">([^<>]+)<", f">{text}<")
    stated = re.findall(r'(?:alt|title|aria-label|placeholder)="([^"]+)"', text)
    assert [one.strip() for one in (*shown, *stated) if not all(SAME.match(word) for word in one.split())] == []


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
