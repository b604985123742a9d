"""The map of a brief: recorded land by status on the day the brief is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tilth.desk.briefing import as_at_of
from tilth.desk.picturing import land_picture
from tilth.desk.programme import Programme
from tilth.reports.map import Sheet, as_png, as_svg, draw_map
from tilth.reports.map_layers import Layers
from tilth.reports.markdown import Picture
from tilth.reports.page import embedded


def land_map(programme: Programme, view: Mapping[str, Any], *, layers: Layers | None = None) -> Picture | None:
    """The map for a brief (`tilth.desk.briefing.brief`); None where nothing is drawn on record.

    Raises Refusal 501.1 where matplotlib is not installed.
    """
    account = view["account"]
    land = land_picture(programme, as_at=as_at_of(account), known=view["known_entries"])
    if land.is_empty:
        return None
    sheet = Sheet(
        title=view["programme"]["name"],
        as_at=account["as_at"],
        accounts=account["accounts"],
        known_at=account["known_at"],
        invented=view["programme"]["invented"],
    )
    figure = draw_map(land, sheet, layers=layers)
    svg, png = as_svg(figure), as_png(figure)
    alt = f"Map of recorded land by status as at {account['as_at']}; the square metres stand in the account."
    return Picture(svg, png, embedded(svg, png), alt)
