"""A forecast of declarations as a picture: what was declared, the fan of what may be, and the lines others would draw.

It reads in black and white: the fan is a grey band between solid edges, its middle is dashed, what was declared are
filled marks, and the lines of the press are thin and dotted, each with the years it gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tilth.desk.refusal import Refusal
from tilth.reports.map_style import FAINT, INK, QUIET
from tilth.reports.writing import dated_axis, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH_IN, HEIGHT_IN = 7.6, 3.6
_LEFT_IN, _RIGHT_IN, _TOP_IN, _BOTTOM_IN = 0.72, 1.35, 0.58, 0.62
_BAND = "#d3d3d3"
_SMALL, _TEXT = 6.8, 7.4
_YEAR = 365.25

Answer = Mapping[str, Any]


def draw_forecast(answer: Answer) -> Figure | None:
    """The answer for one territory with declared totals (`known_km2` and `fan`); `None` where it has none.

    Raises Refusal 501.1 where matplotlib is not installed.
    """
    if not answer.get("fan") or not answer.get("known_km2"):
        return None
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise Refusal("501.1", what="A picture", package="matplotlib") from None
    figure = Figure(figsize=(WIDTH_IN, HEIGHT_IN), facecolor="white")
    wide, tall = WIDTH_IN - _LEFT_IN - _RIGHT_IN, HEIGHT_IN - _TOP_IN - _BOTTOM_IN
    place = (_LEFT_IN / WIDTH_IN, _BOTTOM_IN / HEIGHT_IN, wide / WIDTH_IN, tall / HEIGHT_IN)
    axes = figure.add_axes(place)
    known = [(date.fromisoformat(one["at"]), one["km2"]) for one in answer["known_km2"]]
    last_day = date.fromisoformat(answer["fan"][-1]["at"])
    dated_axis(axes, (known[0][0] - timedelta(days=15), last_day), size=_SMALL)
    top = max(answer.get("planned_km2") or 0.0, answer["fan"][-1]["p90"]) * 1.12
    axes.set_ylim(0, top)
    axes.tick_params(axis="y", labelsize=_SMALL, colors=INK, length=0)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}"))
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    _fan(axes, answer["fan"], known[-1])
    _lines_of_the_press(axes, answer["press"], known[-1], last_day, top)
    _known(axes, known)
    _plan(axes, answer)
    _words(figure, answer)
    return figure


def _fan(axes: Axes, fan: Sequence[Answer], last: tuple[date, float]) -> None:
    """From the last declaration on: a band of 80 %, and the middle of the futures."""
    days = [last[0].toordinal(), *(date.fromisoformat(one["at"]).toordinal() for one in fan)]
    low, middle, high = ([last[1], *(one[name] for one in fan)] for name in ("p10", "p50", "p90"))
    axes.fill_between(days, low, high, facecolor=_BAND, edgecolor="none", zorder=1.5)
    for edge in (low, high):
        axes.plot(days, edge, color=INK, linewidth=0.9, zorder=2)
    axes.plot(days, middle, color=INK, linewidth=1.2, linestyle=(0, (5, 3)), zorder=2)
    for name, values in (("P90", high), ("P50", middle), ("P10", low)):
        _label(axes, days[-1], values[-1], name)


def _lines_of_the_press(
    axes: Axes, press: Sequence[Answer], last: tuple[date, float], last_day: date, top: float
) -> None:
    """The fastest and the slowest of the divisions, as the straight lines they are."""
    paces = sorted((one for one in press if not one["stated"]), key=lambda one: float(one["years"]))
    start = last[0].toordinal()
    for one in {id(row): row for row in (*paces[:1], *paces[-1:])}.values():
        a_day = one["denominator_km2_per_year"] / _YEAR
        end = min(last_day.toordinal(), start + (top - last[1]) / a_day)
        axes.plot([start, end], [last[1], last[1] + a_day * (end - start)], color=QUIET, linewidth=0.9, ls=":")
        share = 0.55
        x, y = start + share * (end - start), last[1] + a_day * share * (end - start)
        look: dict[str, Any] = {"fontsize": _SMALL, "color": INK, "zorder": 6, "parse_math": False}
        box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}
        axes.text(x, y, f"a straight line: {one['years']:.3g} years", bbox=box, ha="center", va="center", **look)


def _known(axes: Axes, known: Sequence[tuple[date, float]]) -> None:
    days, km2 = [day.toordinal() for day, _ in known], [value for _, value in known]
    axes.plot(days, km2, color=INK, linewidth=0.8, marker="o", markersize=3.6, zorder=5, clip_on=False)


def _plan(axes: Axes, answer: Answer) -> None:
    if answer.get("planned_km2"):
        axes.axhline(answer["planned_km2"], color=INK, linewidth=0.8, linestyle=(0, (1, 2)), zorder=2)
        where: dict[str, Any] = {"xytext": (3, 5), "textcoords": "offset points"}
        start = axes.get_xlim()[0]
        said = "planned, as declared"
        axes.annotate(said, (start, answer["planned_km2"]), fontsize=_SMALL, color=INK, parse_math=False, **where)


def _label(axes: Axes, x: float, y: float, text: str) -> None:
    where: dict[str, Any] = {"xytext": (4, 0), "textcoords": "offset points", "annotation_clip": False}
    axes.annotate(text, (x, y), fontsize=_SMALL, color=INK, va="center", parse_math=False, **where)


def _words(figure: Figure, answer: Answer) -> None:
    left = 0.1 / WIDTH_IN
    title = f"Area declared cleared, {answer['country']} (km²)"
    write(figure, left, 1 - 0.15 / HEIGHT_IN, title, size=10, weight="bold")
    text = f"Declared, unverified. Asked on {answer['origin']}: a forecast of declarations, not of cleared land."
    write(figure, left, 1 - 0.36 / HEIGHT_IN, text, size=_TEXT, color=QUIET)
    key = "Marks: declared totals. Band: 80 % of the futures, dashed their middle. Dotted: the same division others do."
    write(figure, left, 0.14 / HEIGHT_IN, key, size=_SMALL, color=QUIET)
