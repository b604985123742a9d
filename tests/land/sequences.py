"""Any sequence of entries, as hypothesis draws it: on a coarse grid of whole metres, or crooked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np
import shapely
from diary import Diary, placed
from hypothesis import strategies as st
from oracle import Cell, Said

from tilth.desk.draft import Draft
from tilth.land.transitions import LAND_KINDS
from tilth.units.dates import When

FIRST_DAY = date(2024, 1, 1)
TODAY = datetime(2024, 1, 12, 9, tzinfo=UTC)  # day 11: after every stated day
SIDE = 6

spans = st.tuples(st.integers(0, SIDE - 1), st.integers(1, SIDE)).map(
    lambda pair: (pair[0], min(SIDE, pair[0] + pair[1]))
)
rectangles = st.tuples(spans, spans).map(
    lambda both: frozenset((x, y) for x in range(*both[0]) for y in range(*both[1]))
)
# rectangles, rectangles less rectangles (holes, corners, parts), and any cells at all
grounds = st.one_of(
    rectangles,
    st.tuples(rectangles, rectangles).map(lambda two: two[0] - two[1] or two[0]),
    st.frozensets(st.tuples(st.integers(0, SIDE - 1), st.integers(0, SIDE - 1)), min_size=1, max_size=8),
)


@st.composite
def histories(draw: st.DrawFn, *, least: int = 1, most: int = 8, ground: st.SearchStrategy = grounds) -> list[Said]:
    """Entries of any kind and day; some amend an earlier live one, some withdraw it (on the day of the booking)."""
    said: list[Said] = []
    live: list[int] = []
    for number in range(1, draw(st.integers(least, most)) + 1):
        what = draw(st.sampled_from(["new", "new", "new", "amend", "redate", "withdraw"])) if live else "new"
        named = draw(st.sampled_from(live)) if what != "new" else 0
        day = draw(st.integers(0, 10))
        if what == "withdraw":
            said.append(Said("withdrawal", 11, frozenset(), named))
            live.remove(named)
            continue
        if what == "redate":
            earlier = said[named - 1]
            said.append(Said(earlier.kind, day, earlier.cells, named, redates=True))
        else:
            said.append(Said(draw(st.sampled_from(LAND_KINDS)), day, draw(ground), named))
        live = [one for one in live if one != named] + [number]
    return said


def polygon(cells: frozenset[Cell]) -> shapely.Geometry:
    return placed(shapely.union_all([shapely.box(x, y, x + 1, y + 1) for x, y in sorted(cells)]))


def ground(geometry: shapely.Geometry) -> shapely.Geometry:
    """Only what has area: lines and points where outlines touch are no land."""
    parts = shapely.get_parts(geometry)
    return shapely.multipolygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])


def when(day: int) -> When:
    exact = FIRST_DAY + timedelta(days=day)
    return When(exact.isoformat(), exact, exact, "day")


def drafts(said: Sequence[Said]) -> list[Draft]:
    return [
        Draft(
            one.kind, "A",
            None if one.kind == "withdrawal" else when(one.day),
            geometry=polygon(one.cells) if one.cells else None,
            amends=one.amends or None,
            redates=one.redates,
        )
        for one in said
    ]  # fmt: skip


def written(many: Sequence[Draft], *, cuts: Sequence[int] = (), store=None) -> Diary:
    """A diary with these drafts, booked in batches that end at `cuts`."""
    field = Diary(store, now=TODAY)
    ends = sorted({cut for cut in cuts if 0 < cut < len(many)})
    for start, end in zip([0, *ends], [*ends, len(many)], strict=True):
        if end > start:
            field.book(many[start:end], a_day_on=False)
    return field


@st.composite
def crooked(draw: st.DrawFn, *, reach: float = 30.0) -> shapely.Polygon:
    """A star-shaped outline with 3 to 9 corners on whole centimetres, now and then with a hole."""
    corners = draw(st.integers(3, 9))
    seed = draw(st.integers(0, 3) | st.integers(0, 2**32 - 1))  # few seeds: outlines that nearly coincide
    rng = np.random.default_rng(seed)
    middle = rng.uniform(-reach / 2, reach / 2, 2)
    angle = np.sort(rng.uniform(0, 2 * np.pi, corners))
    radius = rng.uniform(0.3, 1.0, corners) * rng.choice([1.0, 5.0, reach])
    ring = np.round(middle + radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]), 2)
    drawn = shapely.Polygon(ring)
    if not drawn.is_valid or drawn.area < 1:
        drawn = shapely.box(*np.round(middle, 2), *np.round(middle + radius.max() + 1, 2))
    inner = shapely.box(*np.round(middle, 2), *np.round(middle + 0.5, 2))
    if draw(st.booleans()) and drawn.contains_properly(inner):
        drawn = drawn - inner
    return placed(drawn)
