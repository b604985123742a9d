"""The arrangement: which pieces of ground the boundaries of touching polygons cut each other into.

The boundaries are noded where they cross (floating, never snapped) and the faces between them collected. A *class*
is all ground covered by exactly the same entries, however many faces it has: the account needs to know no more of
the geometry than the area of every class and who covers it. Work is local: polygons whose boxes do not meet are never
looked at together, a polygon that is already in the books is clipped to the neighbourhood of the new ones, and a
connected field is cut into cells.

Sources: GEOS noding and polygonizer through Shapely 2; M. de Berg et al., "Computational Geometry", ch. 2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.land import signature
from tilth.places.noding import noded

Geometries = NDArray[np.object_]
Indices = NDArray[np.intp]
Runner = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

CELL_POLYGONS = 200  # a group with more polygons is cut into cells; 100 to 800 cost about the same
TASK_POLYGONS = 500  # about as many are arranged in one call of the runner
CLIP_MARGIN_M = 1.0


@dataclass(frozen=True, slots=True)
class Classes:
    """Ground by who covers it. Class `k` is covered by the new polygons `cover[start[k]:start[k + 1]]`, ascending."""

    area_m2: NDArray[np.float64]  # measured
    known: NDArray[np.uint64]  # signature of the entries in the books that cover it, 0 for none
    start: Indices
    cover: Indices


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The classes under some polygons, in parts that come as they are made; ground of one class may be in several."""

    parts: Iterator[Classes]
    complete_after: Indices  # for each polygon, how many parts must have come before all its ground is there


@dataclass(frozen=True, slots=True)
class _Group:
    """Polygons arranged together; `label` is shared by all that touch.

    With a `box`, only ground inside it counts, and lines are clipped to it.
    """

    label: int
    new: Indices
    known: Indices
    box: tuple[float, float, float, float] | None = None

    @property
    def is_alone(self) -> bool:
        """One polygon that touches nothing: one face, no noding."""
        return len(self.new) == 1 and not len(self.known) and self.box is None


def arrange(
    new: Geometries,
    *,
    new_numbers: NDArray[np.int64],
    known: Geometries,
    known_numbers: NDArray[np.int64],
    first_new: int,
    runner: Runner = map,
) -> Arrangement:
    """The classes of ground under the `new` polygons, given the `known` ones that touch them.

    Both are arrays of valid polygons in the frame; the numbers are their places in the journal, those of `new`
    ascending. A polygon of `new` numbered below `first_new` is in the books already and asked about again (an
    amendment needs the ground of the entry that it amends). `runner` maps a function over independent tasks and may
    use several threads: the geometry library lets go of the interpreter lock. Parts come in the order of their first
    polygons, so that booking can begin before the last part is there.
    """
    if not len(new):
        return Arrangement(iter(()), np.empty(0, np.intp))
    tree = shapely.STRtree(new)
    # Boxes that meet are enough for a group: asking whether outlines meet costs more than noding a few too many.
    label = _components(len(new), *tree.query(shapely.box(*shapely.bounds(new).T)))
    tasks = _tasks(_groups(label, new, known, tree))
    signs = signature.of_entries(new_numbers)
    signs_known = np.where(new_numbers < first_new, signs, np.uint64(0))
    part = partial(
        _part,
        new=_Polygons(new, label, signs, signs_known),
        known=_Polygons(known, np.zeros(len(known), np.intp), *[signature.of_entries(known_numbers)] * 2),
    )
    complete_after = np.zeros(len(new), dtype=np.intp)
    for at, groups in enumerate(tasks, start=1):
        for group in groups:
            complete_after[group.new] = at
    return Arrangement(iter(runner(part, tasks)), complete_after)


@dataclass(frozen=True, slots=True)
class _Polygons:
    shapes: Geometries
    label: Indices  # equal for those that touch, directly or through others
    sign: NDArray[np.uint64]
    sign_in_books: NDArray[np.uint64]  # the sign again, or 0 for what is not in the books yet


def _tasks(groups: Iterable[_Group]) -> list[list[_Group]]:
    """Groups in bundles of about `TASK_POLYGONS` polygons, in order."""
    tasks: list[list[_Group]] = [[]]
    size = 0
    for group in groups:
        if size >= TASK_POLYGONS:
            tasks.append([])
            size = 0
        tasks[-1].append(group)
        size += len(group.new) + len(group.known)
    return tasks


def _part(groups: list[_Group], *, new: _Polygons, known: _Polygons) -> Classes:
    """The classes of some groups."""
    alone = np.array([group.new[0] for group in groups if group.is_alone], dtype=np.intp)
    faces = _Faces(shapely.area(new.shapes[alone]), (np.arange(len(alone)), alone), _NOTHING)
    rest = [group for group in groups if not group.is_alone]
    return _classes(_joined(faces, _faces(rest, new, known)) if rest else faces, new, known)


# --- groups ---------------------------------------------------------------------------------------------------------


def _groups(label: Indices, new: Geometries, known: Geometries, new_tree: shapely.STRtree) -> Iterator[_Group]:
    """Polygons that touch, directly or through others of the batch, with the known ones that touch any of them."""
    of_known, touched = new_tree.query(known, predicate="intersects")
    by_label = np.argsort(label, kind="stable")
    bounds = np.flatnonzero(np.diff(label[by_label], prepend=-1))
    known_pairs = np.unique(np.column_stack([label[touched], of_known]), axis=0)
    known_at = np.searchsorted(known_pairs[:, 0], np.append(label[by_label][bounds], len(new)))
    for at, members in enumerate(np.split(by_label, bounds[1:])):
        group = _Group(int(label[members[0]]), members, known_pairs[known_at[at] : known_at[at + 1], 1])
        yield from _cells(group, new, known) if len(members) > CELL_POLYGONS else (group,)


def _components(count: int, left: Indices, right: Indices) -> Indices:
    """The smallest index of each connected component, by repeated minimum over edges and pointer jumping."""
    label = np.arange(count)
    while True:
        smallest = label.copy()
        np.minimum.at(smallest, left, label[right])
        smallest = smallest[smallest]
        if np.array_equal(smallest, label):
            return label
        label = smallest


def _cells(group: _Group, new: Geometries, known: Geometries) -> Iterator[_Group]:
    """Cut a large group at the median of its longer side until a cell holds few polygons or stops shrinking."""
    boxes_new, boxes_known = shapely.bounds(new[group.new]), shapely.bounds(known[group.known])
    whole = (*boxes_new[:, :2].min(axis=0) - CLIP_MARGIN_M, *boxes_new[:, 2:].max(axis=0) + CLIP_MARGIN_M)
    waiting = [(np.arange(len(group.new)), whole, len(group.new) * 2)]
    while waiting:
        members, box, before = waiting.pop()
        if len(members) <= CELL_POLYGONS or len(members) > 0.9 * before:
            yield _Group(group.label, group.new[members], group.known[_meets(boxes_known, box)], box)
            continue
        axis = int(box[3] - box[1] > box[2] - box[0])
        centres = (boxes_new[members, axis] + boxes_new[members, axis + 2]) / 2
        middle = float(np.median(np.clip(centres, box[axis], box[axis + 2])))  # of a polygon that reaches in: the edge
        if not box[axis] < middle < box[axis + 2]:
            middle = (box[axis] + box[axis + 2]) / 2
        for low, high in ((box[axis], middle), (middle, box[axis + 2])):
            half = tuple((low, high)[at // 2] if at % 2 == axis else box[at] for at in range(4))
            inside = members[_meets(boxes_new[members], half)]
            if len(inside):
                waiting.append((inside, half, len(members)))


def _meets(boxes: NDArray[np.float64], box: tuple[float, ...]) -> NDArray[np.bool_]:
    return (boxes[:, 0] <= box[2]) & (boxes[:, 2] >= box[0]) & (boxes[:, 1] <= box[3]) & (boxes[:, 3] >= box[1])


# --- faces ----------------------------------------------------------------------------------------------------------


_NOTHING = (np.empty(0, np.intp), np.empty(0, np.intp))


@dataclass(frozen=True, slots=True)
class _Faces:
    area: NDArray[np.float64]
    new: tuple[Indices, Indices]  # (face, polygon) pairs
    known: tuple[Indices, Indices]


def _joined(one: _Faces, other: _Faces) -> _Faces:
    """Two sets of faces as one, numbered through."""
    pairs = [
        (np.concatenate([face, face_other + len(one.area)]), np.concatenate([polygon, polygon_other]))
        for (face, polygon), (face_other, polygon_other) in ((one.new, other.new), (one.known, other.known))
    ]
    return _Faces(np.concatenate([one.area, other.area]), *pairs)


def _faces(groups: list[_Group], new: _Polygons, known: _Polygons) -> _Faces:
    """The faces of some groups that at least one new polygon covers."""
    lines = noded(_lines(groups, new.shapes, known.shapes))
    faces, group_of = shapely.get_parts(shapely.polygonize(lines[:, np.newaxis]), return_index=True)
    points = shapely.point_on_surface(faces)
    face, polygon = _inside(points, new.shapes, np.unique(np.concatenate([group.new for group in groups])))
    # A hole of one group may hold polygons of another: a face belongs to the polygons of its own group only.
    own = np.array([group.label for group in groups])[group_of[face]] == new.label[polygon]
    face, polygon = face[own], polygon[own]
    covered, face = np.unique(face, return_inverse=True)
    known_pairs = _inside(points[covered], known.shapes, np.unique(np.concatenate([group.known for group in groups])))
    return _Faces(shapely.area(faces[covered]), (face, polygon), known_pairs)


def _inside(points: Geometries, polygons: Geometries, chosen: Indices) -> tuple[Indices, Indices]:
    """(point, polygon) for every point inside one of the chosen polygons."""
    polygon, point = shapely.STRtree(points).query(polygons[chosen], predicate="contains")
    return point, chosen[polygon]


def _lines(groups: list[_Group], new: Geometries, known: Geometries) -> Geometries:
    """The boundaries of each group as one multi-line."""
    new_of, known_of = [group.new for group in groups], [group.known for group in groups]
    lines = shapely.boundary(np.concatenate([new[np.concatenate(new_of)], known[np.concatenate(known_of)]]))
    group_of = np.concatenate(
        [np.repeat(np.arange(len(groups)), [len(one) for one in many]) for many in (new_of, known_of)]
    )
    boxes = _boxes(groups, new)
    outside = (shapely.bounds(lines)[:, :2] < boxes[group_of, :2]).any(axis=1)
    outside |= (shapely.bounds(lines)[:, 2:] > boxes[group_of, 2:]).any(axis=1)
    lines[outside] = shapely.intersection(lines[outside], shapely.box(*boxes[group_of[outside]].T))
    cut = np.array([at for at, group in enumerate(groups) if group.box is not None], dtype=np.intp)
    lines = np.append(lines, shapely.boundary(shapely.box(*boxes[cut].T)))
    parts, of_line = shapely.get_parts(lines, return_index=True)
    of_part = np.append(group_of, cut)[of_line]
    # Clipping leaves points and empty lines behind; an empty line crashes the noder of GEOS 3.14.
    keep = np.flatnonzero((shapely.get_type_id(parts) == 1) & ~shapely.is_empty(parts))
    keep = keep[np.argsort(of_part[keep], kind="stable")]
    joined: Geometries = shapely.multilinestrings(parts[keep], indices=of_part[keep])
    return joined


def _boxes(groups: list[_Group], new: Geometries) -> NDArray[np.float64]:
    """The ground that matters to each group: the box of its cell, else the bounds of its new polygons with a margin."""
    bounds = shapely.bounds(new[np.concatenate([group.new for group in groups])])
    starts = np.cumsum([0] + [len(group.new) for group in groups[:-1]])
    low = np.minimum.reduceat(bounds[:, :2], starts) - CLIP_MARGIN_M
    high = np.maximum.reduceat(bounds[:, 2:], starts) + CLIP_MARGIN_M
    boxes = np.hstack([low, high])
    for at, group in enumerate(groups):
        if group.box is not None:
            boxes[at] = group.box
    return boxes


# --- classes --------------------------------------------------------------------------------------------------------


def _classes(faces: _Faces, new: _Polygons, known: _Polygons) -> Classes:
    """Faces covered by the same entries, put together."""
    count = len(faces.area)
    by_known = signature.of_sets(faces.known[0], known.sign[faces.known[1]], count=count)
    all_sign = by_known ^ signature.of_sets(faces.new[0], new.sign[faces.new[1]], count=count)
    in_books = by_known ^ signature.of_sets(faces.new[0], new.sign_in_books[faces.new[1]], count=count)
    _, first, which = np.unique(all_sign, return_index=True, return_inverse=True)
    order = np.lexsort((faces.new[1], faces.new[0]))
    face, polygon = faces.new[0][order], faces.new[1][order]
    start = np.searchsorted(face, np.arange(count + 1))
    sizes = start[first + 1] - start[first]
    begins = np.concatenate([[0], np.cumsum(sizes)])
    take = np.repeat(start[first] - begins[:-1], sizes) + np.arange(begins[-1])
    area_m2 = np.bincount(which, weights=faces.area, minlength=len(first)).astype(np.float64)
    return Classes(area_m2, in_books[first], begins, polygon[take])
