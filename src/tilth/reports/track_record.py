"""The track record as pictures: coverage, skill, where outcomes fell, and past forecasts beside what came.

Told apart by place, mark and hatch as well as by grey and blue, so that a photocopy still reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from tilth.desk.fanning import Fan
from tilth.desk.refusal import Refusal
from tilth.forecast.backtest import CALLED, OURS
from tilth.reports.map_style import FAINT, INK, QUIET
from tilth.reports.writing import short, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH_IN = 7.6
_WIDE_BAND, _NARROW_BAND, _BAR = "#cfdbe5", "#8fb0c9", "#7d9db8"
_SMALL, _TEXT = 7.0, 8.0
_YEARS_BACK, _TOWERS = 6, 2.2  # of known stocks shown; times the largest stock shown, beyond which a band is cut off
_BANDS = (("50", "o"), ("80", "s"), ("95", "^"))
Answer = Mapping[str, Any]


def _figure(height_in: float, columns: int, rows: int = 1, **more: Any) -> tuple[Figure, list[Axes]]:
    """A figure with its panels in reading order. Raises Refusal 501.1 where matplotlib is not installed."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise Refusal("501.1", what="A picture", package="matplotlib") from None
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    room = ConstrainedLayoutEngine(rect=(0, 0.02 / height_in, 1, 1 - 0.5 / height_in))  # the title stands above it
    figure = Figure(figsize=(WIDTH_IN, height_in), facecolor="white", layout=room)
    panels = figure.subplots(rows, columns, squeeze=False, **more)
    return figure, [axes for row in panels for axes in row]


def _title(figure: Figure, title: str, said: str) -> None:
    height = figure.get_size_inches()[1]
    write(figure, 0.1 / WIDTH_IN, 1 - 0.14 / height, title, size=10, weight="bold")
    write(figure, 0.1 / WIDTH_IN, 1 - 0.33 / height, said, size=_SMALL, color=QUIET)


def _plain(axes: Axes, *, grid: str) -> None:
    """No frame, quiet ticks, a faint grid along one axis."""
    axes.grid(axis=grid, color=FAINT, linewidth=0.5)  # type: ignore[arg-type]
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=_SMALL, colors=INK, length=2, width=0.5)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set(color=QUIET, linewidth=0.6)


def _ahead(standing: Answer) -> str:
    years = standing["years"]
    return f"{years} y, n = {standing['n']}"


def draw_coverage(answer: Answer) -> Figure:
    """How often each band held the outcome, by horizon, against what it promised; `answer` as a back-test gives it."""
    figure, (axes,) = _figure(3.0, 1)
    for place, standing in enumerate(answer["horizons"]):
        for number, (band, mark) in enumerate(_BANDS):
            found = standing["coverage"]["tilth"][band]
            x = place + (number - 1) * 0.2
            if found["low"] is not None:
                axes.plot([x, x], [found["low"], found["high"]], color=QUIET, linewidth=1.4, zorder=2)
            axes.plot([x], [found["value"]], marker=mark, color=INK, markersize=5.5, zorder=3, clip_on=False)
            _promise(axes, x, float(band) / 100)
    axes.set_xticks(range(len(answer["horizons"])), [_ahead(one) for one in answer["horizons"]])
    axes.set_ylim(0, 1.03)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    _plain(axes, grid="y")
    said = "Dot: 50 % band, square: 80 %, triangle: 95 %. Dashes: what was promised. Upright line: 90 % interval."
    _title(figure, "How often a band held what came", said)
    return figure


def _promise(axes: Axes, x: float, nominal: float) -> None:
    axes.plot([x - 0.08, x + 0.08], [nominal, nominal], color=INK, linewidth=1.0, linestyle=(0, (2, 1)), zorder=4)


def draw_skill(answer: Answer) -> Figure:
    """By how much ours loses less than each baseline, one panel for each horizon."""
    standings = answer["horizons"]
    figure, panels = _figure(2.9, len(standings), sharey=True)
    names = [name for name in CALLED if name != OURS]
    for axes, standing in zip(panels, standings, strict=True):
        for row, name in enumerate(reversed(names)):
            found = standing["skill"][name]
            value = -1.0 if found["value"] is None else max(found["value"], -1.0)
            look: dict[str, Any] = {"color": _BAR if value >= 0 else "white", "edgecolor": INK, "linewidth": 0.6}
            axes.barh(row, value, height=0.62, hatch="" if value >= 0 else "////", **look)
            if found["low"] is not None and found["high"] is not None:
                axes.plot([max(found["low"], -1), max(found["high"], -1)], [row, row], color=INK, linewidth=1.2)
        axes.set_yticks(range(len(names)), [CALLED[name] for name in reversed(names)])
        axes.set_xlim(-0.5, 1)
        axes.set_xticks([-0.5, 0, 0.5, 1], ["−50", "0", "50", "100 %"])
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.set_title(_ahead(standing), fontsize=_TEXT, color=INK)
        _plain(axes, grid="x")
    said = "1 − our CRPS / theirs. Hatched: theirs is better. Line: 90 % interval, whole countries redrawn, so rough."
    _title(figure, "How much less the forecast loses than others", said)
    return figure


def draw_pit(answer: Answer) -> Figure:
    """Where outcomes fell in the forecast distribution: flat is right, a hump too wide, a trough too narrow."""
    standings = [*answer["horizons"], answer["all"]]
    figure, panels = _figure(2.2, len(standings))
    from matplotlib.ticker import MaxNLocator

    for axes, standing in zip(panels, standings, strict=True):
        counts = standing["pit"]
        parts = len(counts)
        axes.bar([(at + 0.5) / parts for at in range(parts)], counts, width=1 / parts, color=_BAR, edgecolor=INK)
        axes.axhline(standing["n"] / parts, color=INK, linewidth=1.0, linestyle=(0, (3, 2)))
        axes.set_xlim(0, 1)
        axes.set_ylim(0, max([*counts, 1]) * 1.15)
        axes.set_xticks([0, 0.5, 1], ["0", "½", "1"])
        axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        title = _ahead(standing) if standing["years"] else f"all, n = {standing['n']}"
        axes.set_title(title, fontsize=_TEXT, color=INK)
        _plain(axes, grid="y")
    said = "Outcomes by the share of the forecast below them. Dashed: a right forecast. Hump: bands too wide."
    _title(figure, "Where outcomes fell in the forecast", said)
    return figure


def draw_fans(fans: Sequence[Fan]) -> Figure:
    """Forecasts made on past days, a row for each country, beside what was known then and what came."""
    countries = list(dict.fromkeys(one.country for one in fans))
    columns = max(sum(one.country == name for one in fans) for name in countries)
    figure, panels = _figure(1.7 * len(countries) + 0.6, columns, len(countries))
    for axes in panels:
        axes.set_visible(False)
    for row, name in enumerate(countries):
        own = [one for one in fans if one.country == name]
        for column, one in enumerate(own):
            _fan(panels[row * columns + column], one)
    said = "km² on record. Filled: known that day. Hollow: what came. Line: median; bands: P25–P75 and P10–P90."
    _title(figure, "What was forecast then, and what came", said)
    return figure


def _fan(axes: Axes, one: Fan) -> None:
    axes.set_visible(True)
    known = [stock for stock in one.known if one.origin.year - stock.at.year <= _YEARS_BACK] or list(one.known[-1:])
    came = [stock for stock in one.came if stock.at <= one.days[-1]]
    days = [known[-1].at, *one.days]
    low, quarter, middle, three, high = ([known[-1].km2, *row] for row in one.quantiles)
    x = [day.toordinal() for day in days]
    axes.fill_between(x, low, high, color=_WIDE_BAND, linewidth=0, zorder=1)
    axes.fill_between(x, quarter, three, color=_NARROW_BAND, linewidth=0, zorder=2)
    axes.plot(x, middle, color=INK, linewidth=1.0, zorder=3)
    axes.axvline(one.origin.toordinal(), color=QUIET, linewidth=0.7, linestyle=(0, (2, 2)), zorder=2)
    _marks(axes, known, fill=INK)
    _marks(axes, came, fill="white")
    most = max(stock.km2 for stock in (*known, *came))
    axes.set_ylim(0, min(max(*high, most), _TOWERS * most) * 1.08)
    axes.set_xlim(known[0].at.toordinal() - 120, x[-1])
    years = [year for year in range(known[0].at.year, one.days[-1].year + 1) if year % 5 == 0]
    axes.set_xticks([date(year, 1, 1).toordinal() for year in years], [str(year) for year in years])
    axes.set_title(f"{short(one.country, 24)} in {one.origin.year}", fontsize=_TEXT, color=INK)
    _plain(axes, grid="y")


def _marks(axes: Axes, stocks: Sequence[Any], *, fill: str) -> None:
    look: dict[str, Any] = {"markerfacecolor": fill, "markeredgecolor": INK, "markersize": 4, "markeredgewidth": 0.9}
    x = [one.at.toordinal() for one in stocks]
    axes.plot(x, [one.km2 for one in stocks], linestyle="none", marker="o", zorder=4, **look)
