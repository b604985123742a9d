"""The arrangement against plain set operations and point-in-polygon, for any outlines and any size of cell."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
import shapely
from diary import placed, shape
from hypothesis import given, settings
from hypothesis import strategies as st
from sequences import crooked, ground, grounds, polygon

from tilth.land import arrange as room
from tilth.land import signature
from tilth.land.arrange import Arrangement, Classes, arrange

FEW = settings(max_examples=60, deadline=None)
outlines = st.lists(st.one_of(crooked(), grounds.map(polygon)), min_size=1, max_size=14)


@pytest.fixture(params=[room.CELL_POLYGONS, 3, 1], ids=lambda size: f"cells of {size}")
def cell_size(request, monkeypatch):
    monkeypatch.setattr(room, "CELL_POLYGONS", request.param)
    return request.param


def classes_of(new, known=(), **asked) -> Classes:
    known_numbers = np.arange(1, len(known) + 1)
    new_numbers = np.arange(len(known) + 1, len(known) + len(new) + 1)
    many = [np.empty(len(shapes), dtype=object) for shapes in (new, known)]
    many[0][:], many[1][:] = list(new), list(known)
    touching = np.array([any(one.intersects(other) for other in new) for one in known], dtype=bool)
    found = arrange(
        many[0], new_numbers=new_numbers, known=many[1][touching], known_numbers=known_numbers[touching],
        first_new=len(known) + 1, **asked,
    )  # fmt: skip
    return together(found)


def together(arrangement: Arrangement) -> Classes:
    """All parts as one; ground of one class that lies in several parts is added up."""
    area: dict[tuple[tuple[int, ...], int], float] = {}
    for part in arrangement.parts:
        for key, area_m2 in zip(covers_of(part), part.area_m2.tolist(), strict=True):
            area[key] = area.get(key, 0.0) + area_m2
    covers = [cover for cover, _ in area]
    start = np.concatenate([[0], np.cumsum([len(cover) for cover in covers])]).astype(np.intp)
    known = np.array([known for _, known in area], dtype=np.uint64)
    return Classes(
        np.array(list(area.values())), known, start, np.array([one for cover in covers for one in cover], dtype=np.intp)
    )


def covers_of(classes: Classes) -> list[tuple[tuple[int, ...], int]]:
    return [
        (tuple(classes.cover[start:end].tolist()), int(known))
        for (start, end), known in zip(pairwise(classes.start), classes.known, strict=True)
    ]


def measured_plainly(new, known=()) -> Counter:
    """Area by cover, each polygon cut out of all that went before."""
    pieces: list[tuple[tuple[int, ...], tuple[int, ...], shapely.Geometry]] = []
    for at, one in [*((at, one) for at, one in enumerate(new)), *((-at - 1, one) for at, one in enumerate(known))]:
        cut = []
        rest = one
        for cover, under, piece in pieces:
            inside, outside = ground(piece & one), ground(piece - one)
            rest = ground(rest - piece)
            own = ((*cover, at), under) if at >= 0 else (cover, (*under, -at))
            cut += [(*own, inside), (cover, under, outside)]
        cut.append(((at,), (), rest) if at >= 0 else ((), (-at,), rest))
        pieces = [piece for piece in cut if piece[2].area > 1e-7]
    found: Counter = Counter()
    for cover, under, piece in pieces:
        if cover:
            sign = signature.of_sets(
                np.zeros(len(under), int), signature.of_entries(np.array(under, dtype=np.int64)), count=1
            )
            found[cover, int(sign[0])] += piece.area
    return found


@FEW
@given(outlines)
def test_the_classes_sum_to_the_ground_that_is_covered(many):
    union = shapely.union_all(many).area
    for size in (200, 3, 1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(room, "CELL_POLYGONS", size)
            assert classes_of(many).area_m2.sum() == pytest.approx(union, abs=1e-3)


@FEW
@given(outlines.filter(lambda many: len(many) < 8), st.integers(0, 7))
def test_every_class_has_the_area_and_the_cover_of_the_plain_method(many, split):
    known, new = many[:split], many[split:] or many[:1]
    expected = measured_plainly(new, known)
    for size in (200, 2, 1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(room, "CELL_POLYGONS", size)
            found = classes_of(new, known)
        area = Counter(dict(zip(covers_of(found), found.area_m2.tolist(), strict=True)))
        for cover in area.keys() | expected.keys():
            assert area[cover] == pytest.approx(expected[cover], abs=2e-3), cover


@FEW
@given(outlines)
def test_no_cover_stands_twice_and_every_cover_is_ascending(many):
    covers = covers_of(classes_of(many))
    assert len(covers) == len(set(covers))
    assert all(list(cover) == sorted(set(cover)) and cover for cover, _ in covers)


SHAPES = {
    "one alone": ["square(0,0,10)"],
    "a shared edge": ["square(0,0,10)", "square(10,0,10)"],
    "a shared corner": ["square(0,0,10)", "square(10,10,10)"],
    "an edge shared in part": ["square(0,0,10)", "box(10,3,20,7)"],
    "the same twice": ["square(0,0,10)", "square(0,0,10)"],
    "one inside the other": ["square(0,0,10)", "square(2,2,3)"],
    "one inside, touching the edge": ["square(0,0,10)", "square(0,2,3)"],
    "a hole filled": ["frame(0,0,10,2)", "square(2,2,6)"],
    "an island in a hole": ["frame(0,0,10,2)", "square(4,4,2)"],
    "a hole and an island on its own": ["frame(0,0,20,2)", "frame(4,4,10,2)", "square(8,8,2)"],
    "a sliver of a centimetre": ["square(0,0,10)", "box(9.99,0,20,10)"],
    "a gap of a centimetre": ["square(0,0,10)", "box(10.01,0,20,10)"],
    "a cross": ["box(0,4,10,6)", "box(4,0,6,10)"],
    "a comb over a field": ["square(0,0,10)", *[f"box({x},-1,{x + 0.5},11)" for x in range(10)]],
}


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("known", [0, 1])
@pytest.mark.usefixtures("cell_size")
def test_ways_in_which_two_fields_can_meet(name, known):
    many = [shape(words) for words in SHAPES[name]]
    new = many[known:] or many
    before = many[:known] if many[known:] else []
    found = classes_of(new, before)
    expected = measured_plainly(new, before)
    assert dict(zip(covers_of(found), found.area_m2.tolist(), strict=True)) == pytest.approx(dict(expected), abs=1e-6)


def test_a_polygon_of_many_parts_is_one_cover():
    many = placed(shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(5, 0, 6, 1), shapely.box(9, 0, 10, 1)]))
    found = classes_of([many, placed(shapely.box(5, 0, 20, 1))])
    assert dict(zip(covers_of(found), np.round(found.area_m2, 6).tolist(), strict=True)) == {
        ((0,), 0): 1.0, ((0, 1), 0): 2.0, ((1,), 0): 13.0,
    }  # fmt: skip


def test_no_polygons_make_no_classes():
    assert len(classes_of([]).area_m2) == 0


def test_a_connected_village_is_the_same_in_cells_of_any_size(monkeypatch):
    rng = np.random.default_rng(5)
    corners = rng.uniform(0, 400, (300, 1, 2)) + rng.uniform(-30, 30, (300, 6, 2))
    many = [placed(outline) for outline in shapely.convex_hull(shapely.multipoints(np.round(corners, 2)))]
    answers = []
    for size in (1000, 100, 20, 5):
        monkeypatch.setattr(room, "CELL_POLYGONS", size)
        found = classes_of(many[60:], many[:60])
        area = dict(zip(covers_of(found), found.area_m2.tolist(), strict=True))
        answers.append({cover: m2 for cover, m2 in area.items() if m2 > 1e-3})
    assert answers[0].keys() == answers[1].keys() == answers[2].keys() == answers[3].keys()
    for answer in answers[1:]:
        assert answer == pytest.approx(answers[0], abs=1e-4)
    assert sum(answers[0].values()) == pytest.approx(shapely.union_all(many[60:]).area, abs=1e-2)


def test_a_runner_may_take_the_groups_in_any_order(monkeypatch):
    monkeypatch.setattr(room, "TASK_POLYGONS", 1)
    many = [shape(f"square({x * 7},0,10)") for x in range(4)] + [shape(f"square({x * 7},100,10)") for x in range(4)]
    forward = classes_of(many)
    backward = classes_of(many, runner=lambda function, tasks: [function(one) for one in tasks[::-1]][::-1])
    assert dict(zip(covers_of(forward), forward.area_m2, strict=True)) == dict(
        zip(covers_of(backward), backward.area_m2, strict=True)
    )


def test_an_amended_outline_is_asked_about_again_and_stays_known():
    """A polygon of the books among the new ones counts as known, under its own number."""
    old, new = shape("square(0,0,10)"), shape("box(0,0,4,10)")
    pair = np.empty(2, dtype=object)
    pair[:] = [old, new]
    asked = arrange(
        pair,
        new_numbers=np.array([1, 2]),
        known=np.empty(0, dtype=object),
        known_numbers=np.empty(0, dtype=np.int64),
        first_new=2,
    )
    found = together(asked)
    sign = signature.of_entry(1)
    assert dict(zip(covers_of(found), found.area_m2.tolist(), strict=True)) == {
        ((0, 1), sign): 40.0,
        ((0,), sign): 60.0,
    }
