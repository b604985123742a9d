"""A series as a picture hides no claim: what supports it, what was set aside, and what has no day."""

from __future__ import annotations

import pytest
from missions import EXAMPLE_ROWS, read

from tilth.conflicts.conflicts import conflicts
from tilth.desk.series_view import telling_series
from tilth.reports.map import as_png, as_svg
from tilth.reports.mission_pictures import series_pictures
from tilth.reports.series_picture import draw_series


@pytest.fixture(scope="module")
def views():
    statements = read(EXAMPLE_ROWS)
    return telling_series(statements, conflicts(statements), most=20)


@pytest.fixture(scope="module")
def area(views):
    return next(one for one in views if one["metric"] == "area_cleared" and one["of"] == "Kursk oblast")


def claim(claim_id, value, day, *, used=True, why=None):
    return {"claim_id": claim_id, "first": day, "last": day, "value": value, "used": used, "why": why, "who": "A"}


def view(*claims, points=(), grows=True, unit="ha"):
    told = {"metric": "area_cleared", "meaning": "Area", "of": "", "unit": unit, "grows": grows}
    return told | {"points": list(points), "claims": list(claims)}


def texts(figure):
    return [one.get_text() for one in (*figure.texts, *figure.axes[0].texts)]


def marks(figure, kinds="oD"):
    return sum(len(line.get_xdata()) for line in figure.axes[0].lines if line.get_marker() in tuple(kinds))


def test_every_claim_is_a_mark(views):
    for one in views:
        assert marks(draw_series(one)) == len(one["claims"]), one["metric"]


def test_figures_are_in_the_unit_they_were_stated_in(area):
    assert area["unit"] == "ha"
    values = {one["claim_id"]: one["value"] for one in area["claims"]}
    assert (values["K044"], values["K045"]) == (81_833, 81)
    assert all(low is None or low < 100_000 for low in (one["low"] for one in area["points"]))


def test_what_was_set_aside_says_why_and_carries_its_id_and_figure(area):
    aside = {one["claim_id"]: one["why"] for one in area["claims"] if not one["used"]}
    assert {"K016", "K045"} <= set(aside)
    assert all(aside.values())
    assert "K045: 81" in texts(draw_series(area))
    (picture,) = series_pictures([area])
    assert {one["claim_id"] for one in picture["aside"]} == set(aside)


def test_a_claim_without_a_day_stands_in_the_margin(area):
    figure = draw_series(area)
    assert "no day" in texts(figure)
    assert marks(figure, "D") == sum(one["first"] is None for one in area["claims"]) > 0


def test_it_says_that_nothing_is_verified_and_wears_its_unit(area):
    told = texts(draw_series(area))
    assert any("Declared, unverified" in text for text in told)
    assert told[0].endswith("(ha)") or any(text.endswith("(ha)") for text in told)
    assert "unverified" in series_pictures([area])[0]["caption"]


@pytest.mark.parametrize(
    ("claims", "scale"),
    [
        ((claim("1", 26_000, "2025-04-23"), claim("2", 81_833, "2025-08-25")), "linear"),
        ((claim("1", 81_833, "2025-04-23"), claim("2", 81, "2025-08-25", used=False, why="w")), "linear"),
        ((claim("1", 2_700_000, "2025-04-23"), claim("2", 2_700_000_000, "2025-08-25", used=False, why="w")), "log"),
        ((claim("1", 0, "2025-04-23"), claim("2", 2_700, "2025-08-25", used=False, why="w")), "linear"),
        ((claim("1", 1, "2025-04-23"), claim("2", 90_000, "2025-08-25")), "log"),
    ],
)
def test_the_scale_is_logarithmic_only_where_nothing_could_be_seen_otherwise(claims, scale):
    figure = draw_series(view(*claims))
    assert figure.axes[0].get_yscale() == scale
    assert any("Logarithmic" in text for text in texts(figure)) == (scale == "log")


def test_of_a_total_the_days_between_are_drawn_and_of_a_weekly_figure_they_are_not():
    claims = [claim("1", 10, "2025-01-01"), claim("2", 20, "2025-02-01")]
    points = [{"date": "2025-01-01", "low": 9.5, "high": 10.5}, {"date": "2025-02-01", "low": 19, "high": None}]
    total = draw_series(view(*claims, points=points)).axes[0]
    weekly = draw_series(view(*claims, points=points, grows=False)).axes[0]
    assert (len(total.collections), len(weekly.collections)) == (1, 0)


def test_a_claim_about_several_days_is_as_long_as_they_are():
    one = claim("1", 10, "2025-01-01") | {"last": "2025-01-31"}
    (line,) = draw_series(view(one)).axes[0].collections
    ((start, _), (stop, _)) = line.get_segments()[0]
    assert stop - start == 31


def test_nothing_with_a_day_is_no_picture():
    assert draw_series(view(claim("1", 10, None))) is None
    assert series_pictures([view(claim("1", 10, None))]) == []


def test_the_same_series_gives_the_same_bytes(area):
    assert as_svg(draw_series(area)) == as_svg(draw_series(area))


def test_no_name_breaks_the_picture():
    one = view(claim("$x_{<script>", -5.5, "2025-01-01"), claim("第七\n\x00", 0.25, "2025-01-02", used=False, why="$"))
    assert as_png(draw_series(one | {"of": "$^{"}), dots_per_inch=30)


def test_the_most_contested_series_comes_first_and_a_duration_is_none(views):
    assert views[0]["metric"] in ("area_cleared", "settlements_cleared")
    assert not [one for one in views if one["metric"] == "mission_duration_months"]
    statements = read(EXAMPLE_ROWS)
    assert len(telling_series(statements, conflicts(statements), most=2)) == 2
