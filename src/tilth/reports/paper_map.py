"""The map of a document: the land around a task, with the task, its hazard and what was released drawn over it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import shapely

from tilth.desk.paper_map import Ground
from tilth.reports.map import Sheet, as_png, as_svg, draw_map
from tilth.reports.map_style import INK
from tilth.reports.markdown import Picture
from tilth.reports.page import embedded

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LINES: dict[str, dict[str, Any]] = {
    "hazard": {"linestyle": (0, (1, 2)), "linewidth": 1.4},
    "task": {"linestyle": (0, (6, 3)), "linewidth": 1.6},
    "released": {"linestyle": "-", "linewidth": 2.2},
}
_WORDS = {"hazard": "outline of the hazard", "task": "outline of the task", "released": "released land"}


def map_of(ground: Ground, view: Mapping[str, Any], *, public: bool, today: date) -> Picture | None:
    """The picture; None where nothing is drawn on record. `public` shows the released land and no other.

    Raises Refusal 501.1 where matplotlib is not installed.
    """
    shown = ("released",) if public else tuple(_LINES)
    outlines = {name: shape for name in shown if (shape := getattr(ground, name)) is not None}
    if not outlines:
        return None
    status = view["task"]["becomes"] if view.get("task") else ""
    picture = ground.released_alone(status or "cleared") if public else ground.picture(as_at=today)
    accounts = {name: round(land.area) for name, land in picture.by_status.items()}
    around = {"as_at": view["as_at"], "accounts": accounts, "invented": view["programme"]["invented"]}
    figure = draw_map(picture, Sheet(title=_named(view), released_only=public, **around))
    _draw(figure, outlines)
    svg, png = as_svg(figure), as_png(figure)
    alt = f"Map as at {view['as_at']} with the {', the '.join(_WORDS[name] for name in outlines)}."
    return Picture(svg, png, embedded(svg, png), alt)


def _named(view: Mapping[str, Any]) -> str:
    task = view.get("task")
    return f"Task {task['id']}" if task else f"Hazard {view['hazard']['id']}"


def _draw(figure: Figure, outlines: Mapping[str, shapely.Geometry]) -> None:
    axes: Axes = figure.axes[0]
    for name, shape in outlines.items():
        for ring in shapely.get_rings(shapely.get_parts(shape)):
            x, y = shapely.get_coordinates(ring).T
            axes.plot(x, y, color="white", linewidth=_LINES[name]["linewidth"] + 1.6, zorder=4)
            axes.plot(x, y, color=INK, zorder=4.1, **_LINES[name])
        axes.plot([], [], color=INK, label=_WORDS[name], **_LINES[name])
    legend = axes.legend(loc="lower left", fontsize=9, framealpha=0.9, edgecolor=INK, fancybox=False, handlelength=3.2)
    legend.set_zorder(8)
