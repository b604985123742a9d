"""The true balances of a small history, found the slow and plain way: each entry cut out of what stood before.

This shares nothing with the room `land`, not even its table of transitions: it is the judge of that room's account,
not a second copy. Areas are in float square metres, as measured in the frame. Fit for some hundred entries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from tilth.synth.draft import Draft
from tilth.synth.ordnance import CONTAMINATED_WITHIN_M
from tilth.units.dates import parse_when

OPEN = ("suspected", "confirmed")
RELEASED = ("cancelled", "reduced", "cleared")

_NOISE_M2 = 1e-6  # what folding again may differ by without any land having moved
Posting = tuple[str, str | None, str | None, float]  # flow, from, to, square metres


class Flow(NamedTuple):
    """Land that moved: in which year, by which flow, from and to which status (None is unrecorded)."""

    year: int
    flow: str
    from_status: str | None
    to_status: str | None


def balances(drafts: Iterable[Draft], *, as_at: date) -> dict[str, float]:
    """Square metres in each of the five statuses at the end of `as_at`."""
    books = _Books()
    for _ in _moves(books, drafts, as_at):
        pass
    return {status: float(land.area) for status, land in books.land.items()}


def flows(drafts: Iterable[Draft], *, as_at: date) -> dict[Flow, float]:
    """Square metres of every flow from the first draft to the end of `as_at`, by year."""
    total: dict[Flow, float] = defaultdict(float)
    for flow, area_m2 in _moves(_Books(), drafts, as_at):
        total[flow] += area_m2
    return dict(total)


def contaminated_share(
    suspected: Iterable[Polygon], *, ordnance: np.ndarray[tuple[int, int], np.dtype[np.float64]]
) -> float:
    """The share, 0 to 1, of the suspected land that lies within ten metres of an item, `ordnance` (k, 2)."""
    land = shapely.union_all(list(suspected))
    near = shapely.union_all(shapely.buffer(shapely.points(ordnance), CONTAMINATED_WITHIN_M))
    return float(shapely.intersection(land, near).area / land.area)


class _Piece(NamedTuple):
    """What still holds of a statement, in the place of the first one under its id."""

    key: tuple[str, str]  # said-by and source id
    kind: str
    outline: BaseGeometry


@dataclass
class _Books:
    """The land in each status, and the statements it follows from."""

    land: dict[str, BaseGeometry] = field(default_factory=lambda: dict.fromkeys(OPEN + RELEASED, Polygon()))
    held: list[_Piece] = field(default_factory=list)
    latest: dict[tuple[str, str], BaseGeometry] = field(default_factory=dict)

    def book(self, draft: Draft) -> Iterator[Posting]:
        """Posts one draft. A later outline under the same id amends the earlier one; the kind must be the same."""
        key = draft.said_by, draft.source_id
        earlier = self.latest.get(key, Polygon())
        self.latest[key] = draft.geometry
        if _without(earlier, draft.geometry).area > 0.0:
            yield from self._resize(key, draft.geometry)
        added = _without(draft.geometry, earlier)
        self.held.append(_Piece(key, draft.kind, added))
        yield from self._apply(draft.kind, added)

    def _resize(self, key: tuple[str, str], outline: BaseGeometry) -> Iterator[Posting]:
        """Land is what it would be had the new outline been drawn from the start."""
        before = self.land
        self.held = [
            piece._replace(outline=_shared(piece.outline, outline)) if piece.key == key else piece
            for piece in self.held
        ]
        again = _Books()
        for piece in self.held:
            for _ in again._apply(piece.kind, piece.outline):
                pass
        self.land = again.land
        for status, land in before.items():
            for other, now in self.land.items():
                if other != status and (part := _shared(land, now)).area > _NOISE_M2:
                    yield "resized", status, other, float(part.area)
            gone = _without(land, shapely.union_all(list(self.land.values())))
            if gone.area > _NOISE_M2:
                yield "resized", status, None, float(gone.area)

    def _apply(self, kind: str, outline: BaseGeometry) -> Iterator[Posting]:
        """Cuts the outline out of every status it moves, then books what nobody had spoken of."""
        rest = outline
        for status in OPEN + RELEASED:
            name = flow_between(kind, status)
            part = _shared(self.land[status], outline)
            rest = _without(rest, self.land[status])
            if name and part.area > 0.0:
                self.land[status] = _without(self.land[status], outline)
                self.land[kind] = _together(self.land[kind], part)
                yield name, status, kind, float(part.area)
        if rest.area > 0.0:
            self.land[kind] = _together(self.land[kind], rest)
            yield "found" if kind in OPEN else "released_unrecorded", None, kind, float(rest.area)


def flow_between(kind: str, status: str) -> str | None:
    """What an entry of `kind` does to land of `status`; None where it does nothing."""
    if kind in RELEASED:
        return kind if status in OPEN else None
    if status in RELEASED:
        return "re-opened"
    return "reclassified" if (kind, status) == ("confirmed", "suspected") else None


def _moves(books: _Books, drafts: Iterable[Draft], as_at: date) -> Iterator[tuple[Flow, float]]:
    dated = [(_counts_on(draft), draft) for draft in drafts]
    for day, draft in sorted(dated, key=lambda pair: pair[0]):
        if day <= as_at:
            for name, before, after, area_m2 in books.book(draft):
                yield Flow(day.year, name, before, after), area_m2


def _counts_on(draft: Draft) -> date:
    when = parse_when(draft.happened_on)
    if when is None:
        raise ValueError(f"{draft.source_id}: not a date: {draft.happened_on}")
    return when.last


def _shared(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    return _ground(shapely.intersection(one, other))


def _without(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    return _ground(shapely.difference(one, other))


def _together(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    return _ground(shapely.union(one, other))


def _ground(geometry: BaseGeometry) -> BaseGeometry:
    """Only what has area: lines and points where outlines merely touch are no land."""
    parts = shapely.get_parts(geometry)
    return shapely.multipolygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
