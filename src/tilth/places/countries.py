"""Countries: their codes, their names and coarse outlines, good to a few kilometres.

The outlines come from Natural Earth (public domain; built by `tools/build_countries.py`). They only serve to find
places that cannot be meant, so they are lenient and overlap: what programmes of two countries can report on belongs
to both outlines. Names and outlines imply no position on the status of any territory.
"""

from __future__ import annotations

import csv
import unicodedata
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from tilth.places.outline import Outline


@cache
def _rows() -> dict[str, dict[str, str]]:
    text = files("tilth.places").joinpath("countries.csv").read_text(encoding="utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """Every name of every country, plainly spelt, with the country's code."""
    return tuple(
        (_plain(name), code)
        for code, row in _rows().items()
        for name in (row["name"], *row["also_called"].split("|"))
        if name
    )


def _plain(name: str) -> str:
    """Without accents, capitals and surplus spaces."""
    letters = unicodedata.normalize("NFKD", name)
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).casefold().split())


def country_of(name: str) -> str | None:
    """The ISO 3166 alpha-3 code of a country: by code, by name, or by the first words of one name only.

    `BIH`, `Bosnia and Herzegovina` and `Bosnia` are BIH; None for what is no country or more than one.
    """
    if name.strip().upper() in _rows():
        return name.strip().upper()
    plain = _plain(name)
    same = {code for known, code in _names() if known == plain}
    begun = {code for known, code in _names() if plain and known.startswith(plain + " ")}
    codes = same or begun
    return codes.pop() if len(codes) == 1 else None


@cache
def outline(code: str) -> Outline:
    """The outline of the country with this ISO 3166 alpha-3 code. Raises ValueError for a code without one."""
    row = _rows().get(code)
    if row is None:
        raise ValueError(f"no outline of a country {code!r}: use a code that country_of gives")
    polygons = [[_decode(ring) for ring in polygon.split("+")] for polygon in row["outline"].split(" ")]
    parts = [Polygon(rings[0], rings[1:]) for rings in polygons]
    return Outline(row["name"], code, parts[0] if len(parts) == 1 else MultiPolygon(parts))


def _decode(letters: str) -> NDArray[np.float64]:
    """(n, 2) lon/lat of a ring: five bits a letter, low ones first, 32 on all but a number's last; zigzag; steps."""
    digits = np.frombuffer(letters.encode("ascii"), dtype=np.uint8).astype(np.int64) - 63
    last = digits < 32
    number = np.append(0, np.cumsum(last)[:-1])
    start = np.append(0, np.flatnonzero(last)[:-1] + 1)
    weight = 32 ** (np.arange(len(digits)) - start[number])
    zigzag = np.bincount(number, weights=(digits % 32) * weight).astype(np.int64)
    steps = np.where(zigzag % 2 == 0, zigzag // 2, -(zigzag + 1) // 2)
    return np.asarray(np.cumsum(steps.reshape(-1, 2), axis=0) / 100)
