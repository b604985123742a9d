"""The fan of declared area: there or not, without a wrong scale, and for one who sees no colours."""

from __future__ import annotations

from datetime import date

import pytest

from tilth.desk.refusal import Refusal
from tilth.reports.forecast_picture import draw_forecast
from tilth.reports.map import as_png
from tilth.reports.mission_pictures import forecast_picture

ANSWER = {
    "country": "Somewhere & <b>",
    "origin": "2025-08-15",
    "planned_km2": 400.0,
    "known_km2": [{"at": "2025-06-01", "km2": 100.0}, {"at": "2025-08-11", "km2": 180.0}],
    "fan": [
        {"at": f"2025-{month}-28", "p10": 180.0 + 5 * month, "p50": 190.0 + 9 * month, "p90": 200.0 + 16 * month}
        for month in (9, 10, 11, 12)
    ],
    "press": [{"years": 2.5, "denominator_km2_per_year": 160.0, "stated": False}],
}
ANSWER["fan"] = [one | {"at": one["at"].replace("-9-", "-09-")} for one in ANSWER["fan"]]


def test_the_picture_is_a_picture():
    assert as_png(draw_forecast(ANSWER)).startswith(b"\x89PNG")


def test_without_totals_or_futures_there_is_none():
    assert draw_forecast(ANSWER | {"fan": []}) is None
    assert draw_forecast(ANSWER | {"known_km2": []}) is None
    assert forecast_picture(ANSWER | {"fan": []}) is None


def test_the_band_lies_between_its_edges_and_the_scale_begins_at_nothing():
    (axes,) = draw_forecast(ANSWER).axes
    assert axes.get_ylim()[0] == 0
    assert axes.get_ylim()[1] > 400
    assert axes.get_xlim()[0] < date(2025, 6, 1).toordinal()


def test_every_colour_is_a_grey_or_nearly_so():
    from matplotlib.colors import to_rgb

    (axes,) = draw_forecast(ANSWER).axes
    drawn = [line.get_color() for line in axes.lines] + [one.get_facecolor()[0][:3] for one in axes.collections]
    for colour in drawn:
        red, green, blue = to_rgb(colour)
        assert max(red, green, blue) - min(red, green, blue) < 0.12


def test_who_cannot_see_it_reads_the_band_and_that_it_is_declared():
    picture = forecast_picture(ANSWER)
    assert "declared" in picture["alt"].lower()
    assert "240 to 392 km²" in picture["alt"]


def test_no_straight_line_is_drawn_where_nothing_is_divided():
    (bare,) = draw_forecast(ANSWER | {"press": []}).axes
    (lined,) = draw_forecast(ANSWER).axes
    assert len(lined.lines) == len(bare.lines) + 1


def test_without_matplotlib_the_answer_is_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "matplotlib.figure", None)
    with pytest.raises(Refusal, match="matplotlib"):
        draw_forecast(ANSWER)
