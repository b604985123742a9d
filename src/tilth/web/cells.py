"""Cells: the public view of the land, so coarse and so late that it guides nobody to an item, a team or a gap.

A cell is a square of ten kilometres in the equal-area frame. It counts records by status of what had happened by the
end of the month that lies three months back, and says nothing of where in the cell they are.
"""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.journal.entry import FORMAT, LAND_KINDS, Entry
from tilth.places.frame import FRAME, LONLAT, move, to_lonlat
from tilth.web.features import Features, unit_square
from tilth.web.tiles.labels import Labels

EDGE_M = 10_000
DELAY = timedelta(days=90)
NAME = "cells"
_KIND = "cell"
_ACROSS = 10_000  # more columns than there are around the Earth


def public_until(today: date) -> date:
    """The last day that the public view tells of: the end of a month, at least three months back."""
    return (today - DELAY).replace(day=1) - timedelta(days=1)


def cells_of(layers: list[Features], *, until: date) -> Features:
    """The land of some layers, counted by cell and status, as features."""
    places, kinds = [np.empty((0, 2))], []
    for layer in layers:
        rows = layer.until(np.flatnonzero(layer.live() & ~np.isnan(layer.bounds[:, 0])), until.isoformat())
        bounds = layer.bounds[rows]
        places.append(move((bounds[:, :2] + bounds[:, 2:]) / 2, source=LONLAT, target=FRAME))
        kinds += [layer.entries[row].kind for row in rows.tolist()]
    at = np.floor(np.concatenate(places) / EDGE_M).astype(np.int64)
    cells, which = np.unique((at[:, 1] + _ACROSS) * _ACROSS + at[:, 0] + _ACROSS // 2, return_inverse=True)
    counts = np.zeros((len(cells), len(LAND_KINDS)), dtype=np.int64)
    np.add.at(counts, (which, [LAND_KINDS.index(kind) for kind in kinds]), 1)
    return _features(cells, counts, until)


def _features(cells: NDArray[np.int64], counts: NDArray[np.int64], until: date) -> Features:
    corners = np.column_stack([cells % _ACROSS - _ACROSS // 2, cells // _ACROSS - _ACROSS]) * float(EDGE_M)
    low, high = corners.T, corners.T + EDGE_M
    shapes = to_lonlat(shapely.box(low[0], low[1], high[0], high[1]))
    entries = [_entry(int(cell), counted, until) for cell, counted in zip(cells, counts.tolist(), strict=True)]
    labels = Labels()
    labels.add(entries)
    day = until.toordinal()
    numbers = np.column_stack([cells, cells * 0, cells * 0 + 1, *[cells * 0 + value for value in (day, day, 0, day)]])
    drawn = shapely.transform(shapes, unit_square)
    tree = shapely.STRtree(shapes)
    return Features(entries, numbers, shapes, drawn, shapely.bounds(shapes), labels, tree, len(cells), last=0)


def _entry(cell: int, counted: list[int], until: date) -> Entry:
    """A cell in the form of an entry, which no journal holds."""
    body = json.dumps(dict(zip(LAND_KINDS, counted, strict=True)), sort_keys=True)
    text = until.isoformat()
    return Entry(
        number=cell,
        format=FORMAT,
        kind=_KIND,
        happened_on=text,
        counts_on=text,
        recorded_at=f"{text}T00:00:00Z",
        author="",
        said_by="",
        source_id=str(cell),
        amends=None,
        batch=None,
        source_row=None,
        identity=None,
        body=body,
        geometry=None,
        land=None,
    )
