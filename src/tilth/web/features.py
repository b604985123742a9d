"""Features: the rows of every layer, folded from the journal entry by entry and kept in memory for map and API.

Rows are only ever added. Each knows the entry that made it and the entry that took its place, so that the state at any
head of the journal is a choice of rows: readers of different heads share them.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.desk.programme import collector_at_rest
from tilth.journal.entry import Entry
from tilth.journal.upcast import upcast
from tilth.places.frame import to_lonlat
from tilth.units.dates import parse_when
from tilth.web.layers import LAYERS, OF_KIND
from tilth.web.room import Reading, Room
from tilth.web.tiles.labels import Labels

BATCH = 20_000  # entries taken in at a time
LONGEST_TAIL = 2_000  # rows looked through one by one before the tree is made anew
FOREVER = sys.maxsize
MOST_NORTH = 85.0511287798066  # where the square map of Web Mercator ends
_KINDS = (*OF_KIND, "withdrawal")
_UNDATED = 0
Indices = NDArray[np.int64]


def unit_square(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 2) degrees as Web Mercator, the whole map from 0 to 1, y downward; beyond 85.06° the edge of the map."""
    sine = np.sin(np.radians(np.clip(lonlat[:, 1], -MOST_NORTH, MOST_NORTH)))
    return np.column_stack([lonlat[:, 0] / 360 + 0.5, 0.5 - np.arctanh(sine) / (2 * np.pi)])


class _Rows:
    """The columns of a layer. Arrays have room to grow; `count` of their rows are filled."""

    def __init__(self) -> None:
        self.count = 0
        self.entries: list[Entry] = []
        self.numbers = np.empty((0, 7), dtype=np.int64)  # root, born, died, first and last day, whole m², day it counts
        self.shapes = np.empty(0, dtype=object)  # longitude, latitude
        self.drawn = np.empty(0, dtype=object)  # the same for tiles, in the unit square of Web Mercator
        self.bounds = np.empty((0, 4))
        self.labels = Labels()
        self.tree = shapely.STRtree([])
        self.in_tree = 0

    def add(self, entries: list[Entry], roots: list[int]) -> None:
        """Append one row for each entry."""
        raw = shapely.from_wkb(np.array([entry.geometry for entry in entries], dtype=object))
        shapes = to_lonlat(raw)
        start, stop = self.count, self.count + len(entries)
        self._make_room(stop)
        self.entries += [Entry(*entry[:12], None, entry.body, None, None) for entry in entries]  # only what is shown
        self.labels.add(entries)
        self.numbers[start:stop, 0] = roots
        self.numbers[start:stop, 1] = [entry.number for entry in entries]
        self.numbers[start:stop, 2] = FOREVER
        self.numbers[start:stop, 3:5] = [_days(entry) for entry in entries]
        self.numbers[start:stop, 5] = np.round(np.nan_to_num(shapely.area(raw))).astype(np.int64)
        self.numbers[start:stop, 6] = [date.fromisoformat(entry.counts_on).toordinal() for entry in entries]
        self.shapes[start:stop] = shapes
        self.drawn[start:stop] = shapely.transform(shapes, unit_square)
        self.bounds[start:stop] = shapely.bounds(shapes)
        self.count = stop
        if stop - self.in_tree > max(LONGEST_TAIL, self.in_tree // 8):
            self.tree, self.in_tree = shapely.STRtree(self.shapes[:stop]), stop

    def _make_room(self, rows: int) -> None:
        """Grow by copying: who reads the old columns goes on reading them."""
        if rows <= len(self.numbers):
            return
        more = max(rows, 2 * len(self.numbers), 64)
        for name in ("numbers", "shapes", "drawn", "bounds"):
            old = getattr(self, name)
            new = np.empty((more, *old.shape[1:]), dtype=old.dtype)
            new[: self.count] = old[: self.count]
            setattr(self, name, new)


def _days(entry: Entry) -> tuple[int, int]:
    """The first and the last day the stated date can mean, as ordinals; 0 if undated."""
    when = parse_when(entry.happened_on) if entry.happened_on else None
    return (when.first.toordinal(), when.last.toordinal()) if when else (_UNDATED, _UNDATED)


@dataclass(frozen=True, slots=True)
class Features:
    """The rows of one layer at one head. Row indices are stable from head to head."""

    entries: list[Entry]
    numbers: NDArray[np.int64]
    shapes: NDArray[np.object_]
    drawn: NDArray[np.object_]
    bounds: NDArray[np.float64]
    labels: Labels
    tree: Any
    in_tree: int
    last: int  # the last entry that is looked at

    @property
    def root(self) -> Indices:
        """The first entry of each row's record: the same number through all its amendments."""
        return self.numbers[:, 0]

    def live(self) -> NDArray[np.bool_]:
        """Which rows stand at this head."""
        return np.asarray((self.numbers[:, 1] <= self.last) & (self.numbers[:, 2] > self.last))

    def in_box(self, box: tuple[float, float, float, float]) -> Indices:
        """Standing rows whose bounds meet a box of degrees, ascending."""
        return self.standing(self.ever_in_box(box))

    def standing(self, rows: Indices) -> Indices:
        """Those of the rows that stand at this head."""
        born, died = self.numbers[rows, 1], self.numbers[rows, 2]
        chosen: Indices = rows[(born <= self.last) & (died > self.last)]
        return chosen

    def last_change(self, rows: Indices) -> int:
        """The last entry up to this head that made one of the rows or took its place; 0 if there is none."""
        changes = self.numbers[rows, 1:3]
        return int(changes[changes <= self.last].max(initial=0))

    def ever_in_box(self, box: tuple[float, float, float, float]) -> Indices:
        """Rows, standing or not, whose bounds meet a box of degrees, ascending."""
        found = self.tree.query(shapely.box(*box))
        tail = self.bounds[self.in_tree :]
        with np.errstate(invalid="ignore"):
            meets = (tail[:, 0] <= box[2]) & (tail[:, 2] >= box[0]) & (tail[:, 1] <= box[3]) & (tail[:, 3] >= box[1])
        rows: Indices = np.concatenate([np.sort(found), np.flatnonzero(meets) + self.in_tree]).astype(np.int64)
        return rows

    def on(self, first: int, last: int) -> NDArray[np.bool_]:
        """Which rows have a date that can lie between two days (ordinals), or none at all."""
        undated = self.numbers[:, 4] == _UNDATED
        return np.asarray(((self.numbers[:, 4] >= first) & (self.numbers[:, 3] <= last)) | undated)

    def until(self, rows: Indices, day: str) -> Indices:
        """Those of the rows that had happened by the end of a day (ISO text); all for no text, undated ones never."""
        if not day:
            return rows
        last = self.numbers[rows, 4]
        chosen: Indices = rows[(last > 0) & (last <= date.fromisoformat(day).toordinal())]
        return chosen

    def row_of(self, root: int) -> int | None:
        """The standing row of a record by its first entry."""
        for row in np.flatnonzero(self.numbers[:, 0] == root)[::-1].tolist():
            if self.numbers[row, 1] <= self.last < self.numbers[row, 2]:
                return int(row)
        return None


class Landscape:
    """All layers of a programme file, brought up to the head of whoever asks."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._lock = Lock()
        self._forget()

    def layer(self, name: str, reading: Reading) -> Features:
        """The rows of a layer at the head of a reading."""
        with self._lock:
            if reading.head.entries > self._last:
                with collector_at_rest():
                    self._catch_up(reading)
            rows = self._rows[name]
            cut = slice(0, rows.count)
            columns = (rows.numbers[cut], rows.shapes[cut], rows.drawn[cut], rows.bounds[cut])
            return Features(rows.entries, *columns, rows.labels, rows.tree, rows.in_tree, reading.head.entries)

    def _forget(self) -> None:
        self._rows = {layer.name: _Rows() for layer in LAYERS}
        self._place: dict[int, tuple[str, int]] = {}  # entry -> layer and row
        self._roots: dict[int, int] = {}
        self._last, self._digest = 0, b""

    def _catch_up(self, reading: Reading) -> None:
        store = reading.programme.store
        if self._last:
            before = next(store.read(self._last))
            if before.digest != self._digest:  # another journal stands here now
                self._forget()
        batch: list[Entry] = []
        for sealed in store.read(self._last + 1, kinds=_KINDS):
            batch.append(upcast(sealed.entry))
            if len(batch) == BATCH:
                self._take(batch)
                batch = []
        self._take(batch)
        self._last, self._digest = reading.head.entries, reading.head.digest

    def _take(self, entries: list[Entry]) -> None:
        fresh: dict[str, tuple[list[Entry], list[int]]] = {name: ([], []) for name in self._rows}
        ended: list[tuple[int, int]] = []
        for entry in entries:
            root = self._root(entry)
            if entry.amends is not None:
                ended.append((entry.amends, entry.number))
            layer = OF_KIND.get(entry.kind)
            if layer is None:
                continue
            self._place[entry.number] = layer, self._rows[layer].count + len(fresh[layer][0])
            self._roots[entry.number] = root
            fresh[layer][0].append(entry)
            fresh[layer][1].append(root)
        for layer, (rows, roots) in fresh.items():
            if rows:
                self._rows[layer].add(rows, roots)
        for amended, by in ended:
            place = self._place.get(amended)
            if place is not None:
                self._rows[place[0]].numbers[place[1], 2] = by

    def _root(self, entry: Entry) -> int:
        """The first entry of the record, in the same layer or another: its number never changes."""
        if entry.amends is None:
            return entry.number
        return self._roots.get(entry.amends, entry.number)


def landscape_of(room: Room) -> Landscape:
    """The landscape of a room's file."""
    return room.beside("landscape", Landscape)
