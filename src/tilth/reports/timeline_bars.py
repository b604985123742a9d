"""The bars of a timeline: a hatch for each precision, an arrow where something begins or ends."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from tilth.reports.map_style import INK
from tilth.reports.timeline_rows import Bar
from tilth.reports.writing import write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SMALL = 6.6
_LEAST = 110  # a bar takes at least one part in so many of the width: a day of a long mission is still seen


class Look(NamedTuple):
    """Fill, hatch and edge of one precision; hatches as matplotlib writes them."""

    fill: str
    hatch: str = ""
    edge: Any = "-"

    def shape(self) -> dict[str, Any]:
        """The same in matplotlib's words."""
        plain: dict[str, Any] = {"facecolor": self.fill, "edgecolor": INK, "hatch": self.hatch, "hatch_linewidth": 0.5}
        return plain | {"linestyle": self.edge, "linewidth": 0.7}


LOOKS = {
    "day": Look(INK),
    "interval": Look("#d3dde6", "//////"),
    "month": Look("#e4ebf0", "////"),
    "season": Look("#eff3f6", "...."),
    "year": Look("#f7f9fa", ".."),
    "together": Look(INK),
    "implied": Look("white", edge=(0, (3, 2))),
}
NAMES = {
    "day": "a day",
    "interval": "some days",
    "month": "a month",
    "season": "a season",
    "year": "a year",
    "together": "left open by most together",
    "implied": "follows, nobody stated it",
}  # in the order of the legend


def draw_bar(axes: Axes, bar: Bar, at: int) -> None:
    """A bar in row `at`, with its days where it is what claims leave open together."""
    from matplotlib.patches import Rectangle

    low, high = axes.get_xlim()
    least = (high - low) / _LEAST
    stated = (bar.last - bar.first).days + 1
    wide = max(stated, least)
    start = bar.first.toordinal() - (wide - stated) / 2
    tall = 0.52 if bar.look == "together" else 0.66
    axes.add_patch(Rectangle((start, at - tall / 2), wide, tall, zorder=3, **LOOKS[bar.look].shape()))
    if bar.end:
        side, tip = (start + wide, 1) if bar.end == "begins" else (start, -1)
        arrow = {"arrowstyle": "->", "linewidth": 0.7, "color": INK, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", (side + tip * least * 2.6, at), (side, at), zorder=2, arrowprops=arrow)
    if bar.look == "together":
        _write_days(axes, bar, at)


def _write_days(axes: Axes, bar: Bar, at: int) -> None:
    low, high = axes.get_xlim()
    text = f"{bar.first}" if bar.first == bar.last else f"{bar.first} to {bar.last}"
    late = bar.first.toordinal() > (low + high) / 2
    step = (high - low) / 60
    x, align = (bar.first.toordinal() - step, "right") if late else (bar.last.toordinal() + 1 + step, "left")
    write(axes, x, at, text, size=_SMALL, align=align)


def draw_published(axes: Axes, day: date, at: int) -> None:
    """A small hollow triangle on the day a claim was published."""
    look: dict[str, Any] = {"markerfacecolor": "white", "markeredgecolor": INK, "markeredgewidth": 0.6}
    axes.plot([day.toordinal() + 0.5], [at], marker="v", markersize=3.2, linestyle="none", zorder=4, **look)
