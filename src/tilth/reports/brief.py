"""The brief as one HTML page that needs no network, no script and no other file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tilth.desk.accounting import flow_key
from tilth.reports.map_style import LOOKS
from tilth.reports.mission_pictures import forecast_picture, series_pictures, timeline_picture
from tilth.reports.page import anchors_of, render_page
from tilth.teams.tell_conflicts import SEVERITIES

GENERATOR = "tilth brief"  # how a page of ours is known, before it is written over

_FLOWS = {
    "found": "hazard recorded where nothing was recorded before",
    "reclassified": "changed between suspected and confirmed",
    "cancelled": "released after non-technical survey",
    "reduced": "released after technical survey",
    "cleared": "released after clearance",
    "released_unrecorded": "a release of land that was never recorded as hazardous",
    "re-opened": "released land under suspicion again",
    "resized": "outline mended by a later entry",
    "corrected": "mended by a later entry",
}


def render(view: Mapping[str, Any], *, pictures: Mapping[str, Any] | None = None) -> str:
    """The page for a brief (`tilth.desk.briefing.brief`) with its pictures, see `pictures_of`.

    All text is escaped. Raises Refusal 501.1 where jinja2 is not installed.
    """
    lines = [(f"line-{at}", line) for at, line in enumerate(view["account"]["published"], start=1)]
    values = {
        "view": view,
        "account": view["account"],
        "pictures": pictures or {},
        "compared": [one for one in lines if not one[1]["not_stated"]],
        "open_lines": [one for one in lines if one[1]["not_stated"]],
        "anchors": anchors_of(view["statements"]),
        "flow_key": flow_key,
        "flow_words": _FLOWS,
        "looks": LOOKS,
        "severities": SEVERITIES,
        "generator": GENERATOR,
        "widest": max(view["account"]["accounts"].values(), default=0) or 1,
    }
    return render_page("brief.html", values, what="The brief")


def pictures_of(view: Mapping[str, Any]) -> dict[str, Any]:
    """The pictures of a brief but for its map: the timeline of each mission, the series, the forecast.

    Raises Refusal 501.1 where matplotlib is not installed and there is something to draw.
    """
    timelines = {tour["unit"]: timeline_picture(tour) for tour in view["missions"]}
    ahead = view.get("forecast") or {"declared": ()}
    fans = [picture for one in ahead["declared"] if (picture := forecast_picture(one)) is not None]
    return {"timelines": timelines, "series": series_pictures(view["series"]), "forecast": fans}
