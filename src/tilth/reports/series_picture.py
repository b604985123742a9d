"""A reconciled series as a picture: the interval for each day, every claim as a mark, nothing left out.

Filled marks support the interval; hollow ones were set aside and carry their id. What has no day stands in the margin
on the right. The scale is logarithmic only where a linear one would leave no course to see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tilth.desk.refusal import Refusal
from tilth.reports.map_style import FAINT, INK, QUIET
from tilth.reports.writing import dated_axis, short, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH_IN, HEIGHT_IN = 7.6, 3.5
_LEFT_IN, _MARGIN_IN, _TOP_IN, _BOTTOM_IN = 0.72, 1.05, 0.55, 0.62
_BAND = "#cfdbe5"
_TOWERS, _LOG_FROM = 10, 1_000  # times: over what is used; between the least and the most that is used
_MOST_LABELS = 14
_SMALL, _TEXT = 6.6, 7.2

Claim = Mapping[str, Any]


def draw_series(series: Mapping[str, Any]) -> Figure | None:
    """One series (`tilth.desk.series_view`) as a figure; `None` where no claim has both a figure and a day.

    Raises Refusal 501.1 where matplotlib is not installed.
    """
    dated = [one for one in series["claims"] if one["first"]]
    if not dated:
        return None
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise Refusal("501.1", what="A picture", package="matplotlib") from None
    figure = Figure(figsize=(WIDTH_IN, HEIGHT_IN), facecolor="white")
    wide = WIDTH_IN - _LEFT_IN - _MARGIN_IN
    tall = HEIGHT_IN - _TOP_IN - _BOTTOM_IN
    place = (_LEFT_IN / WIDTH_IN, _BOTTOM_IN / HEIGHT_IN, wide / WIDTH_IN, tall / HEIGHT_IN)
    axes = figure.add_axes(place)
    span = _span(dated)
    is_log = _value_axis(axes, series["claims"])
    dated_axis(axes, span, size=_SMALL)
    _band(axes, series["points"], grows=series["grows"])
    _marks(axes, dated)
    _labels(axes, dated)
    _undated(axes, [one for one in series["claims"] if not one["first"]])
    _words(figure, series, is_log=is_log)
    return figure


# --- axes -----------------------------------------------------------------------------------------------------------


def _span(dated: Sequence[Claim]) -> tuple[date, date]:
    first = min(date.fromisoformat(one["first"]) for one in dated)
    last = max(date.fromisoformat(one["last"]) for one in dated)
    air = max((last - first) // 20, timedelta(days=3))
    return first - air, last + air


def _value_axis(axes: Axes, claims: Sequence[Claim]) -> bool:
    """The scale of the figures: from zero, or logarithmic where that would leave no course to see. Says which."""
    from matplotlib.ticker import FuncFormatter

    values = [one["value"] for one in claims]
    is_log = _needs_log(values, [one["value"] for one in claims if one["used"]])
    if is_log:
        axes.set_yscale("log")
        axes.set_ylim(min(values) / 2, max(values) * 2)
    else:
        axes.set_ylim(min(0, *values) * 1.08, (max(0, *values) or 1) * 1.08)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _figure(value)))
    axes.tick_params(axis="y", which="both", labelsize=_SMALL, colors=INK, length=0)
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    return is_log


def _needs_log(values: Sequence[float], used: Sequence[float]) -> bool:
    """Whether something set aside towers over all that is used, or what is used differs too much for one scale."""
    if not used or min(values) <= 0:
        return False
    return max(values) >= _TOWERS * max(used) or max(used) >= _LOG_FROM * min(used)


def _figure(value: float) -> str:
    shown = f"{value:,.0f}" if abs(value) >= 10 or value == int(value) else f"{value:g}"
    return shown.replace(",", "\N{NARROW NO-BREAK SPACE}")


# --- what is drawn --------------------------------------------------------------------------------------------------


def _band(axes: Axes, points: Sequence[Mapping[str, Any]], *, grows: bool) -> None:
    """The interval of each day; of a total that grows also between days: no less than before, no more than after."""
    low, high = axes.get_ylim()
    days = [date.fromisoformat(one["date"]).toordinal() + 0.5 for one in points]
    ends = [(low if one["low"] is None else one["low"], high if one["high"] is None else one["high"]) for one in points]
    for day, (bottom, top) in zip(days, ends, strict=True):
        axes.plot([day, day], [bottom, top], color=QUIET, linewidth=2.4, solid_capstyle="butt", zorder=2)
    if grows and len(points) > 1:
        bottoms, tops = [bottom for bottom, _ in ends[:-1]], [top for _, top in ends[1:]]
        for start, stop, bottom, top in zip(days, days[1:], bottoms, tops, strict=False):
            axes.fill_between([start, stop], bottom, top, facecolor=_BAND, edgecolor=QUIET, linewidth=0.4, zorder=1.5)


def _marks(axes: Axes, dated: Sequence[Claim]) -> None:
    """A mark in the middle of the days each claim describes, and a line over those days where they are several."""
    days = [_days(one) for one in dated]
    several = [(one["value"], first, last) for one, (first, last) in zip(dated, days, strict=True) if last > first + 1]
    if several:
        values, starts, stops = zip(*several, strict=True)
        axes.hlines(values, starts, stops, color=INK, linewidth=0.8, zorder=3)
    _mark(axes, dated, [sum(one) / 2 for one in days], marker="o")


def _days(one: Claim) -> tuple[int, int]:
    """The first day a claim describes and the one after the last."""
    return date.fromisoformat(one["first"]).toordinal(), date.fromisoformat(one["last"]).toordinal() + 1


def _mark(axes: Axes, claims: Sequence[Claim], places: Sequence[float], *, marker: str) -> None:
    """Filled marks for what is used, hollow ones for what was set aside."""
    for used, fill in ((True, INK), (False, "white")):
        chosen = [(x, one["value"]) for one, x in zip(claims, places, strict=True) if one["used"] == used]
        look: dict[str, Any] = {"marker": marker, "markersize": 3.8, "linestyle": "none", "zorder": 4}
        edge: dict[str, Any] = {"markerfacecolor": fill, "markeredgecolor": INK, "markeredgewidth": 0.8}
        axes.plot([x for x, _ in chosen], [value for _, value in chosen], clip_on=False, **look, **edge)


def _labels(axes: Axes, dated: Sequence[Claim]) -> None:
    """Ids of what was set aside; where that is little, of the first and the last support too. None over another."""
    aside = [one for one in dated if not one["used"]]
    used = sorted((one for one in dated if one["used"]), key=lambda one: (one["last"], one["claim_id"]))
    shown = aside[:_MOST_LABELS] + (used[:1] + used[-1:] if len(aside) < _MOST_LABELS else [])
    low, high = axes.get_xlim()
    written: set[tuple[int, int]] = set()
    for one in shown:
        x = sum(_days(one)) / 2
        place = axes.transData.transform((x, one["value"]))
        cell = (int(place[0] // 18), int(place[1] // 9))
        if cell not in written:
            written.add(cell)
            at_edge = x > low + 0.9 * (high - low)
            _label(axes, one, x, shift=(-4 if at_edge else 4, 3.5))


def _label(axes: Axes, one: Claim, x: float, *, shift: tuple[float, float]) -> None:
    """The id beside a mark, left of it where `shift` says so; with the figure where the claim was set aside."""
    align = "right" if shift[0] < 0 else "left"
    look: dict[str, Any] = {"fontsize": _SMALL, "color": INK, "ha": align, "zorder": 5, "parse_math": False}
    where: dict[str, Any] = {"xytext": shift, "textcoords": "offset points", "annotation_clip": False}
    text = short(one["claim_id"], 16) + ("" if one["used"] else f": {_figure(one['value'])}")
    axes.annotate(text, (x, one["value"]), **where, **look)


def _undated(axes: Axes, claims: Sequence[Claim]) -> None:
    """Claims without a day, in a margin of their own beside the days."""
    low, high = axes.get_xlim()
    x = high + (high - low) * 0.035
    _mark(axes, claims, [x] * len(claims), marker="D")
    for one in claims[:_MOST_LABELS]:
        _label(axes, one, x, shift=(5, -2))
    if claims:
        left = len(claims) - _MOST_LABELS
        text = f"no day{f', {left} more' if left > 0 else ''}"
        write(axes, x, axes.get_ylim()[0], text, size=_SMALL, style="italic", color=QUIET)


def _words(figure: Figure, series: Mapping[str, Any], *, is_log: bool) -> None:
    left = 0.1 / WIDTH_IN
    write(figure, left, 1 - 0.15 / HEIGHT_IN, short(series_title(series), 88), size=10, weight="bold")
    used = sum(one["used"] for one in series["claims"])
    count = len(series["claims"])
    aside = f"; {count - used} set aside" if used < count else ""
    text = f"Declared, unverified. {used} of {count} claims can all hold{aside}."
    text += " Logarithmic scale." if is_log else ""
    write(figure, left, 1 - 0.35 / HEIGHT_IN, text, size=_TEXT, color=QUIET)
    band = "Band: what the filled claims leave open. " if series["grows"] else ""
    key = f"{band}Hollow: set aside, with id and figure. Diamond: no day stated."
    write(figure, left, 0.14 / HEIGHT_IN, key, size=_SMALL, color=QUIET)


def series_title(series: Mapping[str, Any]) -> str:
    """What is counted, of what, in which unit."""
    of = f", {series['of']}" if series["of"] else ""
    return f"{series['meaning']}{of} ({series['unit']})"
