"""A mission's timeline as a picture: who leaves which days open, what they share, what clashes, what nobody states.

Precision is told by hatch and not by colour, so that a photocopy still reads. Claims are drawn as they were made; the
solid bar of a heading is what they leave open together; a dashed outline is an end nobody stated.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tilth.desk.refusal import Refusal
from tilth.reports.map_style import INK, QUIET
from tilth.reports.timeline_bars import LOOKS, NAMES, draw_bar, draw_published
from tilth.reports.timeline_rows import Row, timeline_rows
from tilth.reports.writing import dated_axis, plain, short, write
from tilth.teams.tell_conflicts import SEVERITIES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH_IN = 7.6
_TEXT_IN, _MARKS_IN, _EDGE_IN = 3.2, 0.55, 0.1  # the column of words, that of conflicts, the paper's edge
_DAYS_IN = WIDTH_IN - _TEXT_IN - _MARKS_IN - 2 * _EDGE_IN
_ROW_IN, _HEAD_IN, _AXIS_IN, _LEGEND_IN, _NOTE_IN = 0.19, 0.5, 0.3, 0.42, 0.135
_LETTERS = 52  # of the size of the text, in the column of words
_NOTE_LETTERS = 128
_NOTE_LINES = 3
_LETTER_IN, _ID_IN = 0.066, 0.44  # of a bold letter; the least width for ids
_SMALL, _TEXT = 6.6, 7.2
_MOST_CONFLICTS = 5  # each has a line of its own beside the rows
_LATE = timedelta(days=120)  # what was published later than that does not stretch the picture


@dataclass(frozen=True, slots=True)
class _Paper:
    """How tall the sheet and its parts are, in inches."""

    rows: int
    notes: int

    @property
    def notes_in(self) -> float:
        return _NOTE_IN * self.notes + (0.08 if self.notes else 0)

    @property
    def body_in(self) -> float:
        return _ROW_IN * (self.rows + 0.6)

    @property
    def foot_in(self) -> float:
        return _AXIS_IN + _LEGEND_IN + self.notes_in

    @property
    def height_in(self) -> float:
        return _HEAD_IN + self.body_in + self.foot_in

    def up(self, inches: float) -> float:
        """A height above the lower edge as a part of the whole."""
        return inches / self.height_in


def draw_timeline(tour: Mapping[str, Any]) -> Figure | None:
    """The timeline of a mission (the answer of `tilth mission --json`); `None` where no statement has a date.

    Raises Refusal 501.1 where matplotlib is not installed.
    """
    rows = timeline_rows(tour)
    span = _span(rows)
    if span is None:
        return None
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise Refusal("501.1", what="A picture", package="matplotlib") from None
    clashes = _clashes(tour, rows)
    notes = [line for at, one in enumerate(clashes, start=1) for line in _note(at, one)]
    paper = _Paper(len(rows), len(notes))
    figure = Figure(figsize=(WIDTH_IN, paper.height_in), facecolor="white")
    left = (_EDGE_IN + _TEXT_IN) / WIDTH_IN
    axes = figure.add_axes((left, paper.up(paper.foot_in), _DAYS_IN / WIDTH_IN, paper.up(paper.body_in)))
    dated_axis(axes, span, size=_SMALL)
    axes.set(ylim=(len(rows) + 0.1, -0.5), yticks=[])
    for at, row in enumerate(rows):
        _draw(axes, row, at)
    _draw_clashes(axes, clashes, rows)
    _title(figure, tour, paper)
    _legend(figure, rows, paper)
    for at, line in enumerate(notes):
        write(figure, _EDGE_IN / WIDTH_IN, paper.up(paper.notes_in - 0.04 - _NOTE_IN * (at + 0.5)), line, size=_SMALL)
    return figure


def _span(rows: Sequence[Row]) -> tuple[date, date] | None:
    """The days drawn: all that any row can mean, and a little air."""
    bars = [row.bar for row in rows if row.bar]
    if not bars:
        return None
    first, last = min(bar.first for bar in bars), max(bar.last for bar in bars)
    last = max([last, *(row.published for row in rows if row.published and row.published - last < _LATE)])
    air = max((last - first) // 25, timedelta(days=4))
    return _moved(first, -air), _moved(last, air)


def _moved(day: date, step: timedelta) -> date:
    return date.fromordinal(min(max(day.toordinal() + step.days, 1), date.max.toordinal() - 1))


# --- rows -----------------------------------------------------------------------------------------------------------


def _draw(axes: Axes, row: Row, at: int) -> None:
    low, high = axes.get_xlim()
    inch = (high - low) / _DAYS_IN
    left = low - inch * (_TEXT_IN - 0.02)
    if row.kind == "head":
        axes.plot([left - 0.03 * inch, high], [at - 0.5] * 2, color=QUIET, linewidth=0.6, clip_on=False)
        write(axes, left, at, row.text.upper(), size=_TEXT, weight="bold")
    elif row.kind == "claim":
        name = short(row.claim_id, 16)
        wide = max(_ID_IN, _LETTER_IN * len(name) + 0.08)
        write(axes, left, at, name, size=_TEXT, weight="bold")
        write(axes, left + wide * inch, at, short(row.text, int(_LETTERS * (1 - wide / _TEXT_IN))), size=_TEXT)
    else:
        write(axes, left, at, short(row.text, _LETTERS), size=_TEXT, style="italic", color=QUIET)
    if row.bar:
        draw_bar(axes, row.bar, at)
    elif row.kind == "claim":
        write(axes, low + 0.04 * inch, at, "no date stated", size=_SMALL, style="italic", color=QUIET)
    elif row.kind == "missing":
        axes.plot([low, high], [at] * 2, color=QUIET, linewidth=0.7, linestyle=(0, (1, 4)))
    if row.published and low <= row.published.toordinal() <= high:
        draw_published(axes, row.published, at)


# --- conflicts ------------------------------------------------------------------------------------------------------


def _clashes(tour: Mapping[str, Any], rows: Sequence[Row]) -> list[Mapping[str, Any]]:
    """The gravest conflicts that have a row here; what is only explained is left to the page."""
    shown = {row.claim_id for row in rows if row.kind == "claim"}
    grave = [one for one in tour["conflicts"] if one["severity"] != "info" and shown & set(one["claims"])]
    return grave[:_MOST_CONFLICTS]


def _draw_clashes(axes: Axes, clashes: Sequence[Mapping[str, Any]], rows: Sequence[Row]) -> None:
    """Each on a line of its own beside the rows, with a dot at every statement that has a part in it."""
    low, high = axes.get_xlim()
    for number, one in enumerate(clashes, start=1):
        members = set(one["claims"])
        at = [y for y, row in enumerate(rows) if row.kind == "claim" and row.claim_id in members]
        x = high + (high - low) * (0.012 + 0.026 * number)
        style = "-" if one["severity"] == "error" else (0, (4, 1.5))
        dots: dict[str, Any] = {"marker": "o", "markersize": 3.4, "clip_on": False, "zorder": 5}
        axes.plot([x] * len(at), at, color=INK, linewidth=0.9, linestyle=style, **dots)
        write(axes, x, min(at) - 0.72, str(number), size=_SMALL, align="center", weight="bold")


def _note(number: int, one: Mapping[str, Any]) -> list[str]:
    text = plain(f"{number} {SEVERITIES[one['severity']]}: {one['sentence']}")
    lines = textwrap.wrap(text, _NOTE_LETTERS, subsequent_indent="   ")
    return lines if len(lines) <= _NOTE_LINES else [*lines[: _NOTE_LINES - 1], f"{lines[_NOTE_LINES - 1][:-1]}…"]


# --- words ----------------------------------------------------------------------------------------------------------


def _title(figure: Figure, tour: Mapping[str, Any], paper: _Paper) -> None:
    left, top = _EDGE_IN / WIDTH_IN, paper.height_in
    write(figure, left, paper.up(top - 0.15), short(tour["unit"], 78), size=11, weight="bold")
    text = "What was published about its mission, and how precisely. Nothing here is verified."
    write(figure, left, paper.up(top - 0.36), text, size=_TEXT, color=QUIET)


def _legend(figure: Figure, rows: Sequence[Row], paper: _Paper) -> None:
    from matplotlib.patches import Rectangle

    used = {row.bar.look for row in rows if row.bar}
    x, y = _EDGE_IN, paper.notes_in + _LEGEND_IN - 0.17
    for look in (name for name in NAMES if name in used):
        tall = 0.06 if look == "together" else 0.1
        place = (x / WIDTH_IN, paper.up(y - tall / 2))
        shape = LOOKS[look].shape() | {"transform": figure.transFigure}
        figure.add_artist(Rectangle(place, 0.2 / WIDTH_IN, paper.up(tall), **shape))
        write(figure, (x + 0.25) / WIDTH_IN, paper.up(y), NAMES[look], size=_SMALL)
        x += 0.39 + 0.056 * len(NAMES[look])
    text = "Arrow: it begins or ends then.  Triangle: published.  Joined dots: these cannot all hold."
    write(figure, _EDGE_IN / WIDTH_IN, paper.up(y - 0.16), text, size=_SMALL, color=QUIET)
