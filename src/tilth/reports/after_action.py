"""The after-action report as one HTML page that needs no network, no script and no other file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tilth.reports.mission_pictures import series_pictures, timeline_picture
from tilth.reports.page import anchors_of, render_page
from tilth.teams.tell_conflicts import SEVERITIES

GENERATOR = "tilth after-action report"  # how a page of ours is known, before it is written over


def render(view: Mapping[str, Any]) -> str:
    """The page for an after-action report (`tilth.desk.reporting.after_action`), its pictures drawn here.

    All text is escaped. Raises Refusal 501.1 where jinja2 or matplotlib is not installed.
    """
    tour = view["mission"]
    values = {
        "view": view,
        "tour": tour,
        "timeline": timeline_picture(tour),
        "series": series_pictures(view["series"]),
        "anchors": anchors_of(view["statements"]),
        "grades": {one["claim_id"]: one["grade"] for one in view["statements"]},
        "severities": SEVERITIES,
        "generator": GENERATOR,
    }
    return render_page("after_action.html", values, what="The report")
