"""Names on a map, written where they cover neither each other nor the frame: greedy, the largest place first.

The eight positions around a point, best first, follow E. Imhof, "Positioning Names on Maps" (1975,
doi:10.1559/152304075784313304).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from tilth.reports.map_layers import Layers
from tilth.reports.map_style import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

_AWAY_PT = 5.0
_SHARES = (0.5, 0.3, 0.7, 0.15, 0.85, 0.4, 0.6, 0.22, 0.78)  # of a line, where its name may stand
_POSITIONS = (
    (1, 1, "left", "bottom"),
    (1, -1, "left", "top"),
    (-1, 1, "right", "bottom"),
    (-1, -1, "right", "top"),
    (1.3, 0, "left", "center"),
    (0, 1.3, "center", "bottom"),
    (0, -1.3, "center", "top"),
    (-1.3, 0, "right", "center"),
)


def write_names(axes: Axes, layers: Layers, *, land: Mapping[str, shapely.Geometry], renderer: RendererBase) -> None:
    """Names of places, then of districts, front line and river; a name without room is left out."""
    pen = _Pen(axes, land, renderer)
    for place in sorted(layers.places, key=lambda place: -place.weight):
        pen.keep_clear(place.point)
    for place in sorted(layers.places, key=lambda place: -place.weight):
        pen.write_beside(place.name, place.point)
    for line in layers.front_lines:
        pen.write_along("former front line", line, colour=INK)
    pen.write_along("river", layers.river, colour="#4d7382")
    for name, outline in layers.districts:
        pen.write_inside(name.upper(), outline)


class _Pen:
    """Writes on one map and remembers where."""

    def __init__(self, axes: Axes, land: Mapping[str, shapely.Geometry], renderer: RendererBase) -> None:
        self.axes, self.renderer = axes, renderer
        self.taken: list[tuple[float, float, float, float]] = []
        hazard = [land[status] for status in ("confirmed", "suspected") if status in land]
        self.covered = shapely.union_all(hazard) if hazard else shapely.Point()
        shapely.prepare(self.covered)

    def keep_clear(self, point: shapely.Point) -> None:
        x, y = self.axes.transData.transform((point.x, point.y))
        self.taken.append((x - 3, y - 3, x + 3, y + 3))

    def write_beside(self, name: str, point: shapely.Point) -> None:
        """At the position that covers least hazard, of those that are free."""
        best: tuple[int, int, Text] | None = None
        for rank, (x, y, ha, va) in enumerate(_POSITIONS):
            text = self._annotate(name, (point.x, point.y), offset=(x * _AWAY_PT, y * _AWAY_PT), ha=ha, va=va)
            box = text.get_window_extent(self.renderer)
            if self._is_free(box):
                cost = (self._hazard_under(box), rank)
                if best is None or cost < best[:2]:
                    if best:
                        best[2].remove()
                    best = (*cost, text)
                    continue
            text.remove()
        if best:
            self._take(best[2].get_window_extent(self.renderer))

    def write_along(self, name: str, line: shapely.Geometry, *, colour: str) -> None:
        """Beside a line, turned as it runs, where it is free."""
        longest = max(shapely.get_parts(line), key=shapely.length, default=shapely.LineString())
        for share in _SHARES if not longest.is_empty else ():
            here, there = (longest.interpolate(share + step, normalized=True) for step in (-0.04, 0.04))
            ends = self.axes.transData.transform([(here.x, here.y), (there.x, there.y)])
            angle = np.degrees(np.arctan2(*(ends[1] - ends[0])[::-1]))
            angle = angle - 180 if angle > 90 else angle + 180 if angle < -90 else angle
            middle = longest.interpolate(share, normalized=True)
            away = (-7 * np.sin(np.radians(angle)), 7 * np.cos(np.radians(angle)))
            look = {"rotation": angle, "rotation_mode": "anchor", "fontstyle": "italic", "color": colour}
            text = self._annotate(name, (middle.x, middle.y), offset=away, ha="center", va="center", **look)
            if self._settled(text):
                return

    def write_inside(self, name: str, outline: shapely.Polygon) -> None:
        """Across an area, at the first free of some places inside it."""
        low, high = np.reshape(outline.bounds, (2, 2))
        grid = np.stack(np.meshgrid(np.linspace(0.2, 0.8, 7), np.linspace(0.15, 0.85, 8)), axis=-1).reshape(-1, 2)
        centre = np.array(outline.centroid.coords[0])
        spots = low + grid * (high - low)
        spots = spots[np.argsort(((spots - centre) ** 2).sum(axis=1))]
        for spot in (centre, *spots):
            if not outline.contains(shapely.Point(spot)):
                continue
            text = self._annotate(
                name, (spot[0], spot[1]), offset=(0, 0), ha="center", va="center", color="#8a7682", size=7
            )
            if self._settled(text):
                return

    def _settled(self, text: Text) -> bool:
        """Keep a text if its place is free, else take it off again."""
        box = text.get_window_extent(self.renderer)
        if self._is_free(box):
            self._take(box)
            return True
        text.remove()
        return False

    def _annotate(self, name: str, xy: tuple[float, float], *, offset: tuple[float, float], **other: Any) -> Text:
        from matplotlib.patheffects import withStroke

        look: dict[str, Any] = {"size": 8.2, "color": INK, "zorder": 7, "textcoords": "offset points"} | other
        halo = [withStroke(linewidth=2.4, foreground="white", alpha=0.92)]
        return self.axes.annotate(name, xy, xytext=offset, path_effects=halo, **look)

    def _hazard_under(self, box: Bbox) -> int:
        """Share of a box, in tenths, that lies on suspected or confirmed land."""
        corners = self.axes.transData.inverted().transform([(box.x0, box.y0), (box.x1, box.y1)])
        area = shapely.box(*corners.ravel())
        share = float(area.intersection(self.covered).area) / max(float(area.area), 1e-9)
        return round(10 * share)

    def _is_free(self, box: Bbox) -> bool:
        frame = self.axes.get_window_extent()
        inside = frame.x0 + 4 < box.x0 and box.x1 < frame.x1 - 4 and frame.y0 + 4 < box.y0 and box.y1 < frame.y1 - 4
        return inside and not any(
            box.x0 < x1 and box.x1 > x0 and box.y0 < y1 and box.y1 > y0 for x0, y0, x1, y1 in self.taken
        )

    def _take(self, box: Bbox) -> None:
        self.taken.append((box.x0 - 2, box.y0 - 1, box.x1 + 2, box.y1 + 1))
