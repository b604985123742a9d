"""Words and days on a picture: one line each, no markup read into them, axes that need no locale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from tilth.reports.map_style import FAINT, INK, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_TICKS = 9
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 600, 1200)  # months between ticks


def write(
    where: Any,
    x: float,
    y: float,
    text: str,
    *,
    size: float,
    weight: str = "normal",
    style: str = "normal",
    color: str = INK,
    align: str = "left",
) -> None:
    """One line of text on a figure or axes; dollar signs in it are dollar signs."""
    shape = {"fontsize": size, "weight": weight, "style": style, "color": color}
    where.text(x, y, plain(text), ha=align, va="center_baseline", parse_math=False, **shape)


def plain(text: str) -> str:
    """The text on one line; what has no shape is left out."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def short(text: str, letters: int) -> str:
    """At most so many letters of it."""
    text = plain(text)
    return text if len(text) <= letters else f"{text[: letters - 1]}…"


def dated_axis(axes: Axes, span: tuple[date, date], *, size: float) -> None:
    """Days along the bottom, in ISO months or years, with a faint line at each tick and no frame."""
    axes.set_xlim(span[0].toordinal(), span[1].toordinal() + 1)
    ticks = ticks_of(span)
    years = len(ticks) > 1 and all(day.month == 1 for day in ticks)
    texts = [f"{day.year}" if years else day.isoformat()[: 7 if day.day == 1 else 10] for day in ticks]
    axes.set_xticks([day.toordinal() for day in ticks], texts)
    axes.tick_params(axis="x", labelsize=size, colors=INK, length=3, width=0.6)
    axes.grid(axis="x", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set(color=QUIET, linewidth=0.6)


def ticks_of(span: tuple[date, date]) -> Sequence[date]:
    """First days of months, of every second, third or sixth month, or of years: as many as can be read."""
    numbers = range(span[0].year * 12 + span[0].month - 1, span[1].year * 12 + span[1].month)
    months = [day for at in numbers if span[0] <= (day := date(at // 12, at % 12 + 1, 1)) <= span[1]]
    for step in _STEPS:
        chosen = [day for day in months if (day.year * 12 + day.month - 1) % step == 0]
        if 2 <= len(chosen) <= _MOST_TICKS:
            return chosen
    return [span[0], span[1]]
