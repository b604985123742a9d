"""Invented names, built from a table of syllables that belongs to no language."""

from __future__ import annotations

import numpy as np

_SOFT = ("bru", "quo", "vim", "zel", "tarn", "ulf", "ipp", "mox", "ond", "fey", "glim", "harb")
_HARD = ("jun", "kest", "lurr", "nab", "oss", "pim", "rill", "sedd", "tiv", "urm", "wex", "yol")
SYLLABLES = _SOFT + _HARD


def invent_names(count: int, *, rng: np.random.Generator) -> list[str]:
    """`count` different names of two or more syllables, without the label."""
    length = 2
    while len(SYLLABLES) ** length < 2 * count:
        length += 1
    numbers = rng.choice(len(SYLLABLES) ** length, size=count, replace=False)
    return [_spell(int(number), length=length) for number in numbers]


def _spell(number: int, *, length: int) -> str:
    syllables = []
    for _ in range(length):
        number, digit = divmod(number, len(SYLLABLES))
        syllables.append(SYLLABLES[digit])
    return "".join(syllables).capitalize()
