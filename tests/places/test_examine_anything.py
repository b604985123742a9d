"""Whatever comes in, every row ends as land on the grid or as a finding."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon

from tilth.places.countries import outline
from tilth.places.examine import Examined, examine
from tilth.places.frame import FRAME, LONLAT, move, to_frame
from tilth.places.reading import read_shapes

number = st.one_of(
    st.floats(-200, 200),
    st.floats(17, 18),
    st.sampled_from([0.0, 1.0, 17.0, 17.001, 44.0, 44.001, 90.0, 180.0, np.nan, np.inf, -np.inf, 1e30, 1e300, 5e-324]),
    st.floats(),
)
corners = st.lists(st.tuples(number, number), min_size=0, max_size=9)
CRS = st.sampled_from([LONLAT, FRAME, "EPSG:32634", "EPSG:3857", "EPSG:31276", None, "nonsense"])


def _ring(ring: list[tuple[float, float]]) -> str:
    return "(" + ", ".join(f"{x!r} {y!r}" for x, y in ring) + ")"


@st.composite
def soup(draw: st.DrawFn) -> str | bytes | None:
    """Text or bytes of a shape such as a careless program writes."""
    rings = draw(st.lists(corners, min_size=1, max_size=3))
    if draw(st.booleans()):
        rings = [[*ring, *ring[:1]] for ring in rings]
    body = ", ".join(_ring(ring) for ring in rings)
    return draw(
        st.sampled_from(
            [
                f"POLYGON({body})",
                f"MULTIPOLYGON(({body}), ({_ring(rings[0])}))",
                f"GEOMETRYCOLLECTION(POLYGON({body}), POINT(1 2))",
                f"LINESTRING{_ring(rings[0])}",
                f"MULTIPOINT{_ring(rings[0])}",
                f"POINT({draw(number)!r} {draw(number)!r})",
                "POLYGON EMPTY",
                body,
                None,
            ]
        )
    )


def _every_row_is_accounted_for(seen: Examined, *, wanted: str) -> None:
    kept = ~shapely.is_missing(seen.geometry)
    named = {found.row for found in seen.findings}
    for at in np.flatnonzero(~kept):
        assert at + 1 in named or None in named
    assert not seen.repaired[~kept].any()
    for at in np.flatnonzero(seen.repaired):
        assert at + 1 in named
    good = seen.geometry[kept]
    assert shapely.is_valid(good).all()
    assert not (shapely.has_z(good) | shapely.has_m(good) | shapely.is_empty(good)).any()
    assert np.isin(shapely.get_type_id(good), (0,) if wanted == "point" else (3, 6)).all()
    xy = shapely.get_coordinates(good)
    assert np.isfinite(xy).all()
    assert (xy == np.round(xy * 100) / 100).all()
    assert wanted == "point" or (shapely.area(good) > 0).all()


@settings(max_examples=300, deadline=None)
@given(st.lists(soup(), max_size=5), CRS, st.sampled_from(["polygon", "point"]), st.booleans())
def test_no_soup_of_coordinates_is_lost_or_stops_the_import(
    rows: list[str | bytes | None], crs: str | None, wanted: str, at_home: bool
) -> None:
    shapes = read_shapes(rows)
    seen = examine(shapes, crs=crs, first_row=1, wanted=wanted, outline=outline("BIH") if at_home else None)  # type: ignore[arg-type]
    assert len(seen.geometry) == len(rows)
    _every_row_is_accounted_for(seen, wanted=wanted)


@settings(deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=5))
def test_no_bytes_stop_the_import(rows: list[bytes]) -> None:
    seen = examine(read_shapes(rows), crs=LONLAT, first_row=1, wanted="polygon", outline=None)
    _every_row_is_accounted_for(seen, wanted="polygon")


@st.composite
def fields(draw: st.DrawFn) -> Polygon:
    """A clean field in Bosnia, lon/lat: corners at regular turns round a centre, 100 to 400 m away."""
    radii = np.array(draw(st.lists(st.floats(100, 400), min_size=4, max_size=12)))
    turns = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    centre = np.array([draw(st.floats(17.3, 18.3)), draw(st.floats(44, 44.8))])
    return Polygon(centre + np.column_stack([np.cos(turns), np.sin(turns)]) * radii[:, None] / [80_000, 111_000])


@settings(deadline=None)
@given(st.lists(fields(), min_size=1, max_size=4, unique_by=lambda field: field.wkb))
def test_clean_fields_give_no_findings(drawn: list[Polygon]) -> None:
    for crs in (LONLAT, FRAME, "EPSG:32633"):
        rows = shapely.transform(np.array(drawn), lambda xy, crs=crs: move(xy, source=LONLAT, target=crs))
        seen = examine(rows, crs=crs, first_row=1, wanted="polygon", outline=outline("BIH"), seen={})
        assert [found.sentence for found in seen.findings if found.kind != "repeated_geometry"] == []
        assert not seen.repaired.any()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=9), st.floats(0.001, 100))
def test_no_square_metre_appears_or_vanishes_unsaid(ring: list[tuple[int, int]], size: float) -> None:
    origin = move(np.array([[17.8, 44.0]]), source=LONLAT, target=FRAME)[0]
    drawn = Polygon(origin + np.array(ring) * size)
    seen = examine(np.array([drawn], dtype=object), crs=FRAME, first_row=1, wanted="polygon", outline=None)
    kept = 0.0 if seen.geometry[0] is None else seen.geometry[0].area
    rounding = 0.01 * drawn.length  # half a centimetre on either axis along every side
    if abs(kept - drawn.area) > 1 + rounding:
        assert {found.kind for found in seen.findings} & {"invalid_geometry", "too_few_vertices", "zero_area"}
    for found in seen.findings:
        if found.kind in ("invalid_geometry", "rounding_repair"):
            assert "before" in found.sentence
            assert "after" in found.sentence


@settings(deadline=None)
@given(fields())
def test_what_was_examined_once_is_found_clean_again(drawn: Polygon) -> None:
    once = to_frame(np.array([drawn]), crs=LONLAT)
    again = examine(once, crs=FRAME, first_row=1, wanted="polygon", outline=None)
    assert again.findings == []
    assert again.geometry.tolist() == once.tolist()
