"""The map: a sheet that says what it shows, and never more precisely than it may."""

from __future__ import annotations

import sys
from io import BytesIO

import numpy as np
import pytest
import shapely
from matplotlib import image
from programmes import TODAY, book, programme, square

from tilth.desk.picturing import LandPicture, land_picture
from tilth.desk.refusal import Refusal
from tilth.land.account import account
from tilth.reports.map import COARSE_M, Sheet, as_png, as_svg, draw_map
from tilth.reports.map_layers import layers_of
from tilth.reports.map_style import LOOKS

SHEET = Sheet("Test programme", "2026-01-01", {"suspected": 10_000})


def one_square(x=1_700_000.0, y=5_200_000.0):
    made = book(programme(), square("suspected", x, y, 100))
    return land_picture(made, as_at=TODAY)


def written_on(figure):
    return " ".join(text.get_text() for axes in [figure, *figure.axes] for text in axes.texts)


def test_an_invented_province_is_drawn_with_its_landscape_and_says_that_it_is_invented(invented):
    land, made = invented
    closing = account(made.postings(), start=None, as_at=TODAY).closing
    sheet = Sheet(land.name, "2026-01-01", closing, invented=True)
    figure = draw_map(land_picture(made, as_at=TODAY), sheet, layers=layers_of(land))
    words = written_on(figure)
    assert "INVENTED" in words
    assert "not permission to enter" in " ".join(words.split())
    assert all(f"{m2:,}".replace(",", "\N{NARROW NO-BREAK SPACE}") in words for m2 in closing.values())
    assert image.imread(BytesIO(as_png(figure, dots_per_inch=40))).shape[1] == 440


def test_no_two_names_on_a_map_cover_each_other(invented):
    land, made = invented
    figure = draw_map(land_picture(made, as_at=TODAY), SHEET, layers=layers_of(land))
    renderer = figure.canvas.get_renderer()
    names = {village.name.removesuffix(" (invented)") for village in land.villages}
    boxes = [text.get_window_extent(renderer) for text in figure.axes[0].texts if text.get_text() in names]
    assert len(boxes) > 2
    assert not [1 for at, one in enumerate(boxes) for other in boxes[:at] if one.overlaps(other)]


def test_a_single_polygon_makes_a_map_of_its_surroundings_true_to_shape():
    figure = draw_map(one_square(), SHEET)
    axes = figure.axes[0]
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    assert west < 1_700_000 < 1_700_100 < east
    # At 5 200 000 m north (45°) the frame is 1.22 times too wide and as much too low: a pixel must not be square there.
    box = axes.get_window_extent()
    ratio = (box.height / (north - south)) / (box.width / (east - west))
    assert ratio == pytest.approx(1.5, abs=0.05)


def test_a_map_of_nothing_still_says_that_nothing_is_known():
    empty = land_picture(programme(), as_at=TODAY)
    assert "nothing is known" in " ".join(written_on(draw_map(empty, SHEET)).split())


def test_the_place_of_an_accident_is_no_better_than_its_square():
    places = np.array([[1_700_123.0, 5_200_456.0]])
    figures = [
        draw_map(LandPicture({}, np.empty(0, object), {"accident": places + shift, "find": places[:0]}), SHEET)
        for shift in (0.0, 1.0)
    ]
    marks = [figure.axes[0].collections[0].get_offsets() for figure in figures]
    assert np.allclose(*marks)
    assert not np.allclose(marks[0], places, atol=COARSE_M / 1000)


def test_too_many_outlines_are_drawn_as_lines_and_the_map_says_so():
    outlines = np.array([shapely.box(0, 0, 100, 100), shapely.box(50, 50, 150, 150)], dtype=object)
    figure = draw_map(LandPicture({}, outlines, {}), SHEET)
    assert "too many to arrange" in " ".join(written_on(figure).split())


def test_statuses_differ_in_grey_or_hatch_so_that_a_photocopy_reads():
    def grey(colour):
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    looks = [(grey(look.fill), look.hatch) for look in LOOKS.values()]
    pairs = [(one, other) for at, one in enumerate(looks) for other in looks[:at]]
    assert all(abs(one[0] - other[0]) > 25 or one[1] != other[1] for one, other in pairs)


def test_the_same_map_gives_the_same_svg():
    first, second = (as_svg(draw_map(one_square(), SHEET)) for _ in range(2))
    assert first == second
    assert b"<svg" in first


def test_a_name_with_a_dollar_sign_is_a_name_and_no_formula():
    figure = draw_map(one_square(), Sheet("A $\\frac$ programme", "2026-01-01", {}))
    assert as_png(figure, dots_per_inch=30)


def test_without_matplotlib_the_answer_is_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(Refusal, match="matplotlib") as refused:
        draw_map(one_square(), SHEET)
    assert refused.value.number == "501.1"


def test_nothing_in_the_legend_covers_anything_else_even_beside_a_flat_map(invented):
    land, _ = invented
    flat = LandPicture(
        {"suspected": shapely.multipolygons([shapely.box(-1_940_000, -3_660_000, -1_900_000, -3_659_900)])},
        np.empty(0, object),
        {"accident": np.array([[-1_930_000.0, -3_659_950.0]]), "find": np.array([[-1_920_000.0, -3_659_950.0]])},
    )
    figure = draw_map(flat, SHEET, layers=layers_of(land))
    renderer = figure.canvas.get_renderer()
    panel = figure.axes[1]
    boxes = [text.get_window_extent(renderer) for text in panel.texts]
    assert not [1 for at, one in enumerate(boxes) for other in boxes[:at] if one.overlaps(other)]
    frame = max(panel.patches, key=lambda patch: patch.get_window_extent(renderer).height).get_window_extent(renderer)
    assert not [box for box in boxes if box.y0 < frame.y1 < box.y1]
    assert min(box.y0 for box in boxes) > frame.y0
