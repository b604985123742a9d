"""Build src/tilth/places/countries.csv: names, codes and coarse outlines of countries.

Source of the outlines: Natural Earth 1:50m (public domain) as the npm package world-atlas packs it; of the codes
and English names: the npm package i18n-iso-countries (MIT). Run:

    npm install --prefix DIR world-atlas@2.0.2 i18n-iso-countries@7.14.0
    .venv/bin/python tools/build_countries.py DIR/node_modules

Natural Earth draws lines of control. An outline here must raise no finding on the work of a programme, so it is
lenient: a place that two programmes can report on belongs to both outlines. This implies no position on the status
of any territory.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

OUT = Path(__file__).parents[1] / "src" / "tilth" / "places" / "countries.csv"
TOLERANCE_DEGREES = 0.005

# code: what else its outline covers, as (name in Natural Earth, the part of it within these lon/lat bounds)
ALSO: dict[str, list[tuple[str, tuple[float, float, float, float]]]] = {
    "CYP": [("N. Cyprus", (-180, -90, 180, 90))],
    "ESH": [("Morocco", (-17.3, 20.7, -8.66, 27.67))],
    "IND": [("Siachen Glacier", (-180, -90, 180, 90))],
    "ISR": [("Palestine", (-180, -90, 180, 90))],
    "MAR": [("W. Sahara", (-180, -90, 180, 90))],
    "PAK": [("Siachen Glacier", (-180, -90, 180, 90))],
    "SDN": [("Egypt", (33.1, 21.9, 37.0, 23.3))],
    "SOM": [("Somaliland", (-180, -90, 180, 90))],
    "SRB": [("Kosovo", (-180, -90, 180, 90))],
    "SSD": [("Sudan", (27.83, 9.3, 29.0, 10.17))],
    "SYR": [("Israel", (35.62, 32.68, 36.0, 33.45))],
    "UKR": [("Russia", (32.0, 44.0, 36.6, 46.3))],
}
ALSO_CALLED = {
    "BIH": ["BiH"],
    "COD": ["DR Congo", "DRC", "Congo-Kinshasa"],
    "COG": ["Congo-Brazzaville"],
    "MMR": ["Burma"],
    "SWZ": ["Swaziland"],
    "TUR": ["Turkiye"],
    "VNM": ["Viet Nam"],
}


def decode_arcs(atlas: dict[str, Any]) -> list[NDArray[np.float64]]:
    """The arcs of a TopoJSON file as (n, 2) lon/lat: running sums of whole steps, scaled and shifted."""
    scale, shift = (np.array(atlas["transform"][key]) for key in ("scale", "translate"))
    return [np.cumsum(arc, axis=0) * scale + shift for arc in atlas["arcs"]]


def ring(arcs: list[NDArray[np.float64]], numbers: list[int]) -> NDArray[np.float64]:
    """One ring from its arcs; a negative number ~n is arc n walked backwards."""
    pieces = [arcs[at] if at >= 0 else arcs[~at][::-1] for at in numbers]
    return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])


def shapes(atlas: dict[str, Any]) -> list[tuple[str | None, str, BaseGeometry]]:
    """Numeric code, name and valid shape of each country."""
    arcs = decode_arcs(atlas)
    found = []
    for country in atlas["objects"]["countries"]["geometries"]:
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        parts = [Polygon(ring(arcs, rings[0]), [ring(arcs, hole) for hole in rings[1:]]) for rings in polygons]
        shape = shapely.union_all(shapely.make_valid(np.array(parts, dtype=object)))
        found.append((country.get("id"), country["properties"]["name"], shape))
    return found


def encode(shape: BaseGeometry) -> str:
    """Rings as running differences in hundredths of a degree, five bits a letter; '+' before a hole, ' ' a polygon."""
    return " ".join(
        "+".join(encode_ring(shapely.get_coordinates(one)) for one in (part.exterior, *part.interiors))
        for part in shapely.get_parts(shape)
    )


def encode_ring(xy: NDArray[np.float64]) -> str:
    """Each number as zigzag, low five bits first; a letter of 32 and more says that another follows."""
    steps = np.diff(np.round(xy * 100).astype(int), axis=0, prepend=0)
    letters = []
    for step in steps[np.append(True, (steps[1:] != 0).any(axis=1))].ravel().tolist():
        rest = step * 2 if step >= 0 else -step * 2 - 1
        while rest >= 32:
            letters.append(chr(63 + 32 + rest % 32))
            rest //= 32
        letters.append(chr(63 + rest))
    return "".join(letters)


def coarse(shape: BaseGeometry) -> BaseGeometry:
    """Simplified and rounded; islands that vanish are left out, but never all of them."""
    parts = shapely.get_parts(shapely.set_precision(shapely.simplify(shape, TOLERANCE_DEGREES), 0.01))
    parts = parts[shapely.area(parts) > 0]
    return shapely.union_all(parts) if len(parts) else box(*shapely.buffer(shape, 0.01).bounds)


def main() -> None:
    """Read both packages and write the table."""
    modules = Path(sys.argv[1])
    found = shapes(json.loads((modules / "world-atlas" / "countries-50m.json").read_text(encoding="utf-8")))
    by_name = {name: shape for _, name, shape in found}
    names = json.loads((modules / "i18n-iso-countries" / "langs" / "en.json").read_text(encoding="utf-8"))["countries"]
    rows = []
    for two, three, number, *_ in json.loads(
        (modules / "i18n-iso-countries" / "codes.json").read_text(encoding="utf-8")
    ):
        own = [(name, shape) for code, name, shape in found if number == code or (two == "XK" and name == "Kosovo")]
        if own and two != "AQ":
            extra = [shapely.intersection(by_name[name], box(*bounds)) for name, bounds in ALSO.get(three, [])]
            outline = encode(coarse(shapely.union_all([shape for _, shape in own] + extra)))
            listed = names[two] if isinstance(names[two], list) else [names[two]]
            called = [*listed, *(name for name, _ in own if "." not in name), *ALSO_CALLED.get(three, [])]
            others = [name for name in dict.fromkeys(called) if name != listed[0] and "," not in name]
            rows.append(("XKX" if two == "XK" else three, listed[0], "|".join(others), outline))
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "also_called", "outline"))
        writer.writerows(sorted(rows))
    print(f"{OUT}: {len(rows)} countries, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
