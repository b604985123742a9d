"""Every string of a page comes from a catalogue (`words/en.csv`, `words/ar.csv`): one key, one text, one language."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from importlib.resources import files

LANGUAGES = {"en": "ltr", "ar": "rtl"}
FALLBACK = "en"

_ISOLATED = "\N{FIRST STRONG ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"  # a day within right-to-left words keeps its order

Words = Callable[..., str]


@cache
def catalogue(language: str) -> dict[str, str]:
    """Text by key. Raises KeyError for a language that has no catalogue."""
    if language not in LANGUAGES:
        raise KeyError(language)
    text = files("tilth.web").joinpath("words", f"{language}.csv").read_text(encoding="utf-8")
    return {row["key"]: row["text"] for row in csv.DictReader(text.splitlines())}


@cache
def words_of(language: str) -> Words:
    """The function `t` of templates: the text of a key, `{name}` filled; English where a translation lacks it."""
    own, english = catalogue(language), catalogue(FALLBACK)
    around = _ISOLATED if LANGUAGES[language] == "rtl" else "{}"

    def t(key: str, **values: object) -> str:
        text = own.get(key) or english[key]
        return text.format(**{name: around.format(value) for name, value in values.items()}) if values else text

    return t


@cache
def speaks(language: str, part: str) -> bool:
    """Whether every word of a part of the room (`start`, `parcel`) is in a language: else English is shown whole."""
    prefix = f"{part}."
    wanted = {key for key in catalogue(FALLBACK) if key.startswith(prefix)}
    return language == FALLBACK or (bool(wanted) and wanted <= set(catalogue(language)))
