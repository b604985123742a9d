"""The map picture: the status of recorded land on a day, as a sheet that can be printed, photocopied and posted.

It shows what was recorded, not where one may go: accidents and finds are moved to the middle of a coarse square.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from tilth.desk.picturing import LandPicture
from tilth.desk.refusal import Refusal
from tilth.places.frame import ground_scale
from tilth.reports.map_layers import Layers
from tilth.reports.map_style import BORDER, FAINT, GROUND, HOUSES, INK, LOOKS, PAPER, QUIET, ROAD, WATER

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from matplotlib.figure import Figure

WIDTH_IN = 11.0
_PANEL_IN = 2.75  # the column of the legend
_MARGIN_IN, _HEAD_IN, _FOOT_IN = 0.35, 0.85, 0.3
_TALLEST, _FLATTEST = 7.8, 6.6  # inches of the drawing itself; the legend needs the least of them
_DOT_PER_IN = 200
_HATCHED_IN = 0.045  # land narrower than this on paper is filled plainly
_MANY_SQUARES = 60  # with more, marks are drawn small and faint, under the land
COARSE_M = 1_000.0  # the least square that the place of an accident or find is moved within


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written around the drawing. `accounts` are whole m² by status, from the account."""

    title: str
    as_at: str
    accounts: Mapping[str, int]
    known_at: str | None = None
    invented: bool = False
    released_only: bool = False  # for the public: no other land is drawn, and nothing is said of it


@dataclass(frozen=True, slots=True)
class View:
    """The rectangle of the frame that is drawn, in metres of the frame."""

    west: float
    south: float
    east: float
    north: float

    @property
    def scale(self) -> tuple[float, float]:
        """Metres on the ground for one metre of the frame, eastward and northward, in the middle of the view."""
        east, north = ground_scale(np.array([(self.south + self.north) / 2]))[0]
        return float(east), float(north)

    @property
    def ground_m(self) -> tuple[float, float]:
        """Width and height on the ground in metres."""
        east, north = self.scale
        return (self.east - self.west) * east, (self.north - self.south) * north


def draw_map(picture: LandPicture, sheet: Sheet, *, layers: Layers | None = None) -> Figure:
    """The map as a matplotlib figure. Raises Refusal 501.1 where matplotlib is not installed."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise Refusal("501.1", what="A map picture", package="matplotlib") from None
    from tilth.reports.map_furniture import furnish
    from tilth.reports.map_labels import write_names

    view = _view(picture, layers)
    height = _fitted_height(view)
    figure = Figure(figsize=(WIDTH_IN, height + _HEAD_IN + _FOOT_IN), facecolor="white")
    axes = _axes(figure, height)
    view = _widened(view, WIDTH_IN - 2 * _MARGIN_IN - _PANEL_IN, height)
    axes.set(xlim=(view.west, view.east), ylim=(view.south, view.north), xticks=[], yticks=[])
    if layers:
        _draw_landscape(axes, layers)
    drawn = _draw_land(axes, picture, view)
    coarse_m = _draw_points(axes, picture, view)
    if layers:
        _draw_front_lines(axes, layers)
        write_names(axes, layers, land=drawn, renderer=_renderer(figure))
    furnish(figure, axes, picture, sheet, view=view, layers=layers, coarse_m=coarse_m, panel_in=_PANEL_IN)
    return figure


def as_png(figure: Figure, *, dots_per_inch: int = _DOT_PER_IN) -> bytes:
    """The figure as PNG."""
    out = io.BytesIO()
    with _letters_without_a_shape():
        figure.savefig(out, format="png", dpi=dots_per_inch, metadata={"Software": None})
    return out.getvalue()


def as_svg(figure: Figure) -> bytes:
    """The figure as SVG, the same bytes for the same figure."""
    import matplotlib

    out = io.BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": "tilth", "svg.fonttype": "path"}), _letters_without_a_shape():
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return out.getvalue()


@contextmanager
def _letters_without_a_shape() -> Iterator[None]:
    """Names may hold letters the font has not: they are drawn as boxes, and nobody needs to be warned."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


# --- the view -------------------------------------------------------------------------------------------------------


def _view(picture: LandPicture, layers: Layers | None) -> View:
    """All that is to be drawn, with some air around it; a square kilometre where there is nothing."""
    shapes: list[Any] = [*picture.by_status.values(), *picture.outlines]
    shapes += [shapely.multipoints(places) for places in picture.points.values() if len(places)]
    shapes += [place.point for place in layers.places] if layers else []
    if not shapes:
        return View(-500.0, -500.0, 500.0, 500.0)
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object)).tolist()
    air = max(0.05 * max(east - west, north - south), 60.0)
    return View(west - air, south - air, east + air, north + air)


def _fitted_height(view: View) -> float:
    """Inches of height that fit the shape of the view, within what a sheet can hold."""
    width_m, height_m = view.ground_m
    width_in = WIDTH_IN - 2 * _MARGIN_IN - _PANEL_IN
    return min(max(width_in * height_m / width_m, _FLATTEST), _TALLEST)


def _widened(view: View, width_in: float, height_in: float) -> View:
    """The view grown to the shape of the drawing, true to scale on the ground."""
    (width_m, height_m), (east, north) = view.ground_m, view.scale
    more_x = max(0.0, height_m * width_in / height_in - width_m) / east / 2
    more_y = max(0.0, width_m * height_in / width_in - height_m) / north / 2
    return View(view.west - more_x, view.south - more_y, view.east + more_x, view.north + more_y)


def _renderer(figure: Figure) -> RendererBase:
    """What measures text before it is placed."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas: Any = FigureCanvasAgg(figure)
    renderer: RendererBase = canvas.get_renderer()
    return renderer


def _axes(figure: Figure, height: float) -> Axes:
    whole = height + _HEAD_IN + _FOOT_IN
    width = WIDTH_IN - 2 * _MARGIN_IN - _PANEL_IN
    axes = figure.add_axes((_MARGIN_IN / WIDTH_IN, _FOOT_IN / whole, width / WIDTH_IN, height / whole))
    axes.set_facecolor(PAPER)
    for spine in axes.spines.values():
        spine.set(edgecolor=INK, linewidth=0.9)
    return axes


# --- land and points ------------------------------------------------------------------------------------------------


def _draw_land(axes: Axes, picture: LandPicture, view: View) -> Mapping[str, shapely.Geometry]:
    """Each status filled and hatched, then its edges; returned as drawn, simplified below what the eye can see."""
    metres_per_in = (view.east - view.west) / (WIDTH_IN - 2 * _MARGIN_IN - _PANEL_IN)
    fine = metres_per_in / _DOT_PER_IN / 3
    drawn = {status: _simplified(picture.by_status[status], fine) for status in LOOKS if status in picture.by_status}
    for status, land in drawn.items():
        look, parts = LOOKS[status], shapely.get_parts(land)
        wide = np.sqrt(shapely.area(parts)) > _HATCHED_IN * metres_per_in
        for some, hatch, line in ((parts[~wide], "", 0.3), (parts[wide], look.hatch, 0.6)):
            _fill(axes, some, facecolor=look.fill, edgecolor=look.line, linewidth=0.0, hatch=hatch, zorder=3)
            _fill(axes, some, facecolor="none", edgecolor=look.line, linewidth=line, zorder=3.1)
    if len(picture.outlines):
        whole = _simplified(shapely.geometrycollections(picture.outlines), fine)
        _fill(axes, whole, facecolor="none", edgecolor=INK, linewidth=0.35, zorder=3)
    return drawn


def _simplified(land: shapely.Geometry, tolerance: float) -> shapely.Geometry:
    """Polygon by polygon, which is many times faster than as a whole."""
    polygons = shapely.get_parts(shapely.get_parts(land))
    return shapely.multipolygons(shapely.simplify(polygons, tolerance))


def _fill(axes: Axes, land: shapely.Geometry | NDArray[np.object_], **look: Any) -> None:
    from matplotlib.patches import PathPatch

    polygons = shapely.get_parts(land)
    if len(polygons):
        # The limits are set already: adding it as a patch would look for them in every vertex.
        axes.add_artist(PathPatch(_path(polygons), joinstyle="round", **look))


def _path(polygons: Iterable[shapely.Polygon]) -> Any:
    """One path of all rings; shapely's shells and holes run in opposite directions once oriented."""
    from matplotlib.path import Path

    rings = list(_rings(polygons))
    codes = [_ring_codes(len(ring)) for ring in rings]
    return Path(np.concatenate(rings), np.concatenate(codes))


def _rings(polygons: Iterable[shapely.Polygon]) -> Iterator[NDArray[np.float64]]:
    oriented = shapely.orient_polygons(np.array(list(polygons), dtype=object))
    for ring in shapely.get_rings(oriented):
        yield shapely.get_coordinates(ring)


def _ring_codes(count: int) -> NDArray[np.uint8]:
    from matplotlib.path import Path

    codes = np.full(count, Path.LINETO, dtype=np.uint8)
    codes[0], codes[-1] = Path.MOVETO, Path.CLOSEPOLY
    return codes


def _draw_points(axes: Axes, picture: LandPicture, view: View) -> float:
    """Accidents and finds at the middle of coarse squares, one mark for each square; returns the square's side."""
    coarse_m = max(COARSE_M, _round_up(view.ground_m[0] / 100))
    east, north = view.scale
    side = np.array([coarse_m / east, coarse_m / north])
    for kind, mark, shift in (("accident", "X", -0.14), ("find", "D", 0.14)):
        places = picture.points.get(kind, np.empty((0, 2)))
        if not len(places):
            continue
        squares, count = np.unique(np.floor(places / side), axis=0, return_counts=True)
        middle = (squares + 0.5) * side + [shift * side[0], 0]
        many = len(squares) > _MANY_SQUARES
        size = (52 if kind == "accident" else 34) * (0.28 if many else 1) * np.sqrt(np.minimum(count, 9))
        colour, edge, order = (FAINT, 0.0, 2.8) if many else (INK, 0.9, 6.0)
        look: dict[str, Any] = {"facecolor": colour, "edgecolor": "white", "linewidth": edge, "zorder": order}
        axes.scatter(middle[:, 0], middle[:, 1], s=size, marker=mark, **look)
    return coarse_m


def _round_up(metres: float) -> float:
    """To 1, 2 or 5 times a power of ten."""
    power = 10.0 ** np.floor(np.log10(max(metres, 1.0)))
    return float(next(step * power for step in (1, 2, 5, 10) if step * power >= metres))


# --- the landscape --------------------------------------------------------------------------------------------------


def _draw_landscape(axes: Axes, layers: Layers) -> None:
    _fill(axes, layers.outline, facecolor="#ffffff", edgecolor="none", linewidth=0, zorder=1)
    for use, colour in GROUND.items():
        same = [outline for one, outline in layers.patches if one == use]
        if same:
            land = shapely.intersection(shapely.union_all(same), layers.outline)
            _fill(axes, _ground(land), facecolor=colour, edgecolor="none", linewidth=0, zorder=1.1)
    borders = shapely.union_all(shapely.boundary([outline for _, outline in layers.districts]))
    borders = shapely.line_merge(shapely.difference(borders, layers.outline.boundary.buffer(1.0)))
    _line(axes, shapely.get_parts(borders), color=BORDER, linewidth=0.9, linestyle=(0, (7, 3)), zorder=1.5)
    _line(axes, [layers.river], color="#86a5b1", linewidth=4.4, zorder=1.9)
    _line(axes, [layers.river], color=WATER, linewidth=3.4, zorder=2)
    _line(axes, layers.roads, color=ROAD, linewidth=2.1, zorder=2.1)
    _line(axes, layers.roads, color="white", linewidth=1.1, zorder=2.2)
    houses = shapely.union_all([place.point.buffer(place.radius_m) for place in layers.places])
    _fill(axes, houses, facecolor="#d8d0c4", edgecolor="#8f8577", linewidth=0.6, zorder=2.5)
    for place in layers.places:
        axes.plot(place.point.x, place.point.y, "o", ms=3.2, color=HOUSES, mec="white", mew=0.6, zorder=5)
    _fill(axes, layers.outline, facecolor="none", edgecolor=QUIET, linewidth=1.3, zorder=2.6)


def _ground(land: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(land)
    return shapely.multipolygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])


def _draw_front_lines(axes: Axes, layers: Layers) -> None:
    _line(axes, layers.front_lines, color="white", linewidth=3.0, alpha=0.75, zorder=4)
    _line(axes, layers.front_lines, color=INK, linewidth=1.5, linestyle=(0, (1.2, 2.2)), zorder=4.1)


def _line(axes: Axes, lines: Iterable[shapely.LineString], **look: Any) -> None:
    for line in lines:
        for part in shapely.get_parts(line):
            axes.plot(*shapely.get_coordinates(part).T, solid_capstyle="round", solid_joinstyle="round", **look)
