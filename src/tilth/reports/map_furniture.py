"""Title, legend, scale, north arrow and the words that go with every map of land under suspicion."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from tilth.desk.picturing import LandPicture
from tilth.places.frame import FRAME, LONLAT, move
from tilth.reports.map_layers import Layers
from tilth.reports.map_style import BORDER, HOUSES, INK, LEGEND, LOOKS, QUIET, ROAD, WATER

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from tilth.reports.map import Sheet, View

NOT_PERMISSION = "This is not permission to enter. Ask the mine action authority."
UNKNOWN = "Where nothing is drawn nothing was recorded, and nothing is known."
RESTRICTED = "Restricted: shows land that is not released. Not for the public."
INVENTED_MAP = "Invented. A map of real land like this one is restricted: not for the public."
RELEASED_ONLY = "Shows the released land and no other. Other land around it may be hazardous."
INVENTED_LABEL = "INVENTED"


def furnish(
    figure: Figure,
    axes: Axes,
    picture: LandPicture,
    sheet: Sheet,
    *,
    view: View,
    layers: Layers | None,
    coarse_m: float,
    panel_in: float,
) -> None:
    """Everything around the drawing."""
    _title(figure, axes, sheet)
    _graticule(axes, view)
    _north(figure, axes)
    panel = _Panel(figure, axes, panel_in)
    _status_legend(panel, picture, sheet)
    _symbols(panel, picture, layers, coarse_m)
    _scale_bar(panel, figure, axes, view)
    restricted = INVENTED_MAP if sheet.invented else RESTRICTED
    _warning(panel, RELEASED_ONLY if sheet.released_only else restricted)


def _title(figure: Figure, axes: Axes, sheet: Sheet) -> None:
    box, (_, height) = axes.get_position(), figure.get_size_inches()
    known = f", as known at {sheet.known_at}" if sheet.known_at else ""
    top = box.y1 + 0.14 / height
    name = textwrap.shorten(sheet.title, 60, placeholder="…")
    figure.text(box.x0, top + 0.27 / height, _literal(name), size=17, weight="bold", color=INK, va="bottom")
    line = f"Status of recorded land as at {sheet.as_at}{known}"
    figure.text(box.x0, top, line, size=10.5, color=QUIET, va="bottom")
    if sheet.invented:
        frame = {"boxstyle": "square,pad=0.35", "facecolor": "white", "edgecolor": INK, "linewidth": 1.6}
        right = 1 - box.x0
        figure.text(
            right, top + 0.28 / height, INVENTED_LABEL, size=15, weight="bold", color=INK, ha="right", bbox=frame
        )
        words = "No such province, people or hazards exist"
        figure.text(right, top, words, size=8, color=QUIET, ha="right", va="bottom")


def _literal(text: str) -> str:
    """A name may hold a dollar sign, which would start a formula."""
    return text.replace("$", r"\$")


# --- on the drawing -------------------------------------------------------------------------------------------------


def _graticule(axes: Axes, view: View) -> None:
    """Ticks of longitude and latitude outside the drawing."""
    corners = np.array([[view.west, view.south], [view.east, view.north]])
    (west, south), (east, north) = move(corners, source=FRAME, target=LONLAT)
    if not np.isfinite([west, south, east, north]).all():
        return
    for low, high, axis, letters in ((west, east, 0, "EW"), (south, north, 1, "NS")):
        step = _nice((high - low) / 4)
        degrees = np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step
        points = np.tile([west, south], (len(degrees), 1))
        points[:, axis] = degrees
        at = move(points, source=LONLAT, target=FRAME)[:, axis]
        names = [_degrees(value, letters, step) for value in degrees.tolist()]
        if axis == 0:
            axes.set_xticks(at, names)
        else:
            axes.set_yticks(at, names, rotation=90, va="center")
    axes.tick_params(labelsize=6.5, labelcolor=QUIET, color=QUIET, length=3, width=0.6, pad=1.5)


def _degrees(value: float, letters: str, step: float) -> str:
    digits = max(0, int(np.ceil(-np.log10(step) - 1e-9)))
    return f"{abs(value):.{digits}f}° {letters[0] if value >= 0 else letters[1]}"


def _nice(length: float) -> float:
    """The nearest 1, 2 or 5 times a power of ten below."""
    power = 10.0 ** np.floor(np.log10(length))
    return float(max(step * power for step in (1, 2, 5) if step * power <= length * (1 + 1e-9)))


def _north(figure: Figure, axes: Axes) -> None:
    """An arrow in the upper right corner. In the frame north is up everywhere."""
    from matplotlib.patches import Polygon
    from matplotlib.transforms import Affine2D

    width, height = (axes.get_position().bounds[2:] * figure.get_size_inches()).tolist()
    inches = Affine2D().translate(width, height).scale(1 / width, 1 / height) + axes.transAxes
    style: dict[str, Any] = {"transform": inches, "zorder": 9, "clip_on": False}
    axes.add_patch(_disc(-0.42, -0.46, 0.33, **style))
    for side, colour in ((-1, INK), (1, "white")):
        tip, foot, wing = (-0.42, -0.24), (-0.42, -0.63), (-0.42 + side * 0.11, -0.7)
        axes.add_patch(Polygon([tip, foot, wing], facecolor=colour, edgecolor=INK, linewidth=0.7, **style))
    axes.text(-0.42, -0.235, "N", size=8, weight="bold", ha="center", va="bottom", color=INK, **style)


def _disc(x: float, y: float, radius: float, **style: Any) -> Any:
    from matplotlib.patches import Circle

    return Circle((x, y), radius, facecolor="white", alpha=0.85, edgecolor="none", **style)


# --- the panel beside it --------------------------------------------------------------------------------------------


class _Panel:
    """A column of symbols and words, written from the top in inches."""

    def __init__(self, figure: Figure, axes: Axes, width_in: float) -> None:
        box, (width, height) = axes.get_position(), figure.get_size_inches()
        self.left, self.width = box.x1 + 0.22 / width, (width_in - 0.22) / width
        self.axes = figure.add_axes((self.left, box.y0, self.width, box.height))
        self.axes.set_axis_off()
        self.height_in, self.width_in = box.height * height, width_in - 0.22
        self.axes.set(xlim=(0, self.width_in), ylim=(-self.height_in, 0))
        self.y = -0.02

    def heading(self, text: str) -> None:
        self.axes.text(0, self.y, text, size=9.5, weight="bold", color=INK, va="top")
        self.y -= 0.27

    def words(self, text: str, *, size: float = 7.8, width: int = 44, colour: str = QUIET) -> None:
        lines = textwrap.wrap(text, width)
        self.axes.text(0, self.y, "\n".join(lines), size=size, color=colour, va="top", linespacing=1.3)
        self.y -= len(lines) * size * 1.32 * 1.25 / 72 + 0.05

    def row(self, draw: Callable[[Any, float], None], text: str, *, beside: str = "") -> None:
        middle = self.y - 0.1
        draw(self.axes, middle)
        self.axes.text(0.52, middle, text, size=8.6, color=INK, va="center")
        if beside:
            self.axes.text(self.width_in, middle, beside, size=8.6, color=INK, va="center", ha="right")
        self.y -= 0.262


def _status_legend(panel: _Panel, picture: LandPicture, sheet: Sheet) -> None:
    panel.heading("Status of land and its area, m²")
    if len(picture.outlines):
        panel.words(
            f"{len(picture.outlines):,} outlines as stated, too many to arrange for a picture: they may overlap, and "
            "their status is not drawn."
        )
    for status in (one for one in LEGEND if sheet.accounts.get(one) or not sheet.released_only):
        m2 = f"{sheet.accounts.get(status, 0):,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
        panel.row(_swatch(status), status, beside=m2)
    panel.y -= 0.03
    panel.words(RELEASED_ONLY if sheet.released_only else f"Drawn land, each square metre counted once. {UNKNOWN}")
    panel.y -= 0.08


def _swatch(status: str) -> Callable[[Any, float], None]:
    from matplotlib.patches import Rectangle

    look = LOOKS[status]

    def draw(axes: Any, y: float) -> None:
        place: dict[str, Any] = {"xy": (0, y - 0.08), "width": 0.4, "height": 0.16}
        axes.add_patch(Rectangle(**place, facecolor=look.fill, edgecolor=look.line, linewidth=0, hatch=look.hatch))
        axes.add_patch(Rectangle(**place, facecolor="none", edgecolor=look.line, linewidth=0.7))

    return draw


def _symbols(panel: _Panel, picture: LandPicture, layers: Layers | None, coarse_m: float) -> None:
    marks = [kind for kind in ("accident", "find") if len(picture.points.get(kind, ()))]
    if not marks and not layers:
        return
    panel.heading("Also shown")
    for kind in marks:
        panel.row(_mark("X" if kind == "accident" else "D"), kind, beside=str(len(picture.points[kind])))
    if layers:
        panel.row(_stroke((INK, 1.5, (0, (1.2, 2.2)))), "former front line")
        panel.row(_stroke((ROAD, 2.1, "-"), ("white", 1.1, "-")), "road")
        panel.row(_stroke(("#86a5b1", 4.4, "-"), (WATER, 3.4, "-")), "river")
        panel.row(_mark("o", size=4, colour=HOUSES), "village and its houses")
        panel.row(_stroke((BORDER, 0.9, (0, (7, 3)))), "district border")
    if marks:
        panel.words(
            f"Accidents and finds: somewhere in a square of {coarse_m / 1000:g} km. A larger mark stands for more."
        )
    panel.y -= 0.08


def _mark(marker: str, *, size: float = 6.5, colour: str = INK) -> Callable[[Any, float], None]:
    return lambda axes, y: axes.plot(0.2, y, marker, ms=size, color=colour, mec="white", mew=0.5)


def _stroke(*strokes: tuple[str, float, Any]) -> Callable[[Any, float], None]:
    def draw(axes: Any, y: float) -> None:
        for colour, width, dashes in strokes:
            axes.plot([0.02, 0.38], [y, y], color=colour, linewidth=width, linestyle=dashes, solid_capstyle="butt")

    return draw


def _scale_bar(panel: _Panel, figure: Figure, axes: Axes, view: View) -> None:
    """Four fields, true on the ground in the middle of the drawing."""
    from matplotlib.patches import Rectangle

    inches = axes.get_position().width * figure.get_size_inches()[0]
    metres_per_in = view.ground_m[0] / inches
    length_m = _nice(metres_per_in * (panel.width_in - 0.35))
    long_in = length_m / metres_per_in
    panel.heading("Scale")
    for part in range(4):
        colour = INK if part % 2 == 0 else "white"
        place = (part * long_in / 4, panel.y - 0.07)
        panel.axes.add_patch(Rectangle(place, long_in / 4, 0.07, facecolor=colour, edgecolor=INK, linewidth=0.7))
    unit, per = ("km", 1000.0) if length_m >= 1000 else ("m", 1.0)
    for share in (0.0, 0.5, 1.0):
        text = f"{length_m * share / per:g}" + (f" {unit}" if share == 1.0 else "")
        side = "center" if share else "left"
        panel.axes.text(share * long_in, panel.y - 0.1, text, size=7.5, color=INK, ha=side, va="top")
    panel.y -= 0.42


def _warning(panel: _Panel, for_whom: str) -> None:
    """At the foot of the panel, in a box."""
    from matplotlib.patches import Rectangle

    bottom = -panel.height_in
    panel.axes.add_patch(
        Rectangle((0, bottom + 0.01), panel.width_in, 0.86, facecolor="white", edgecolor=INK, linewidth=1.3)
    )
    bold = "\n".join(textwrap.wrap(NOT_PERMISSION, 34))
    panel.axes.text(0.1, bottom + 0.78, bold, size=9.2, weight="bold", color=INK, va="top", linespacing=1.25)
    small = "\n".join(textwrap.wrap(for_whom, 46))
    panel.axes.text(0.1, bottom + 0.36, small, size=7.4, color=INK, va="top", linespacing=1.25)
