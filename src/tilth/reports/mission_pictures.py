"""The pictures of a mission as a page shows them: drawing, words for whoever cannot see it, and caption."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from tilth.forecast.spell import amount
from tilth.reports.forecast_picture import draw_forecast
from tilth.reports.map import as_png, as_svg
from tilth.reports.page import MOST_SVG_BYTES, embedded
from tilth.reports.series_picture import draw_series, series_title
from tilth.reports.timeline import draw_timeline

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Picture = dict[str, Any]
DECLARED = "Declared, unverified."


def timeline_picture(tour: Mapping[str, Any]) -> Picture | None:
    """The timeline of a mission; `None` where no statement has a date."""
    figure = draw_timeline(tour)
    if figure is None:
        return None
    alt = "; ".join(_phase_words(phase) for phase in tour["phases"])
    caption = (
        "Each bar runs from the first to the last day a statement can mean; its hatch says how precise that is. The "
        "solid bar of a phase is what most statements leave open together. Rows joined at the right cannot all hold."
    )
    return _picture(figure, f"Timeline of {tour['unit']}", f"Timeline of {tour['unit']}. {alt}.", caption)


def _phase_words(phase: Mapping[str, Any]) -> str:
    told = [f"{word} {phase[key]}" for word, key in (("from", "start"), ("to", "end")) if phase[key]]
    return f"{phase['phase']}: {' '.join(told) or 'no date stated'}, {len(phase['claims'])} statements"


def series_pictures(series: Iterable[Mapping[str, Any]]) -> list[Picture]:
    """A picture for each series that has anything to draw."""
    drawn = [(one, figure) for one in series if (figure := draw_series(one)) is not None]
    return [_series_picture(one, figure) for one, figure in drawn]


def _series_picture(one: Mapping[str, Any], figure: Figure) -> Picture:
    title = series_title(one)
    used = sum(claim["used"] for claim in one["claims"])
    alt = f"{title}. {DECLARED} {used} of {len(one['claims'])} claims can all hold; the others are set aside."
    caption = f"{DECLARED} Filled claims can all hold; hollow ones were set aside, and a claim without a day stands in "
    caption += "the margin."
    aside = [{"claim_id": claim["claim_id"], "why": claim["why"]} for claim in one["claims"] if not claim["used"]]
    return _picture(figure, title, alt, caption) | {"aside": aside}


def forecast_picture(one: Mapping[str, Any]) -> Picture | None:
    """The fan of declared area of one territory; `None` where there is nothing to draw."""
    figure = draw_forecast(one)
    if figure is None:
        return None
    last = one["fan"][-1]
    band = f"{amount(last['p10'])} to {amount(last['p90'])} km² by {last['at']}"
    title = f"Declared area ahead, {one['country']}"
    alt = f"{title}. {DECLARED} With a chance of 80 % the declared total is {band}."
    caption = (
        f"{DECLARED} The band holds 80 % of the futures, the dashed line is their middle. Dotted: the straight lines "
    )
    return _picture(figure, title, alt, caption + "of the same division others do. A forecast of declarations.")


def _picture(figure: Figure, title: str, alt: str, caption: str) -> Picture:
    svg = as_svg(figure)
    png = as_png(figure) if len(svg) >= MOST_SVG_BYTES else b""  # pixels take as long again to make
    return {"title": title, "src": embedded(svg, png), "alt": alt, "caption": caption}
