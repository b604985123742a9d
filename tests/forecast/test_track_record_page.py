"""The page of the track record shows the figures of the program as it is, and its pictures show those figures."""

from __future__ import annotations

import re
from pathlib import Path
from runpy import run_path

import pytest

from tilth.desk.backtesting import as_json, backtest
from tilth.desk.fanning import fans
from tilth.desk.refusal import Refusal
from tilth.forecast.known import History
from tilth.reports.track_record import draw_coverage, draw_fans, draw_pit, draw_skill

ROOT = Path(__file__).parents[2]
ONE = "Bosnia and Herzegovina"


@pytest.fixture(scope="module")
def tool():
    return run_path(str(ROOT / "tools" / "write_track_record.py"))


@pytest.fixture(scope="module")
def stored(tool):
    return tool["stored"]()


@pytest.fixture(scope="module")
def of_one_country(tool):
    """The back-test of one country now, the others still being its pool."""
    return as_json(backtest(tool["histories"](), only=[ONE]))


def test_the_tables_of_the_page_are_those_of_the_figures_beside_it(tool, stored):
    page = tool["PAGE"].read_text(encoding="utf-8")
    assert tool["filled"](page, tool["tables"](stored)) == page, "run tools/write_track_record.py"


def test_the_figures_are_those_of_the_program_for_one_country(stored, of_one_country):
    """`make docs` measures all of them; one country is enough to notice another model, another table or protocol."""
    was = [case for case in stored["published"]["cases"] if case["country"] == ONE]
    assert len(of_one_country["cases"]) == len(was) >= 8
    for now, before in zip(of_one_country["cases"], was, strict=True):
        assert now.keys() == before.keys()
        for key, value in now.items():
            expected = pytest.approx(before[key], rel=1e-3, abs=1e-4) if key not in _WORDS else before[key]
            assert value == expected, f"run tools/write_track_record.py: {key} of {before['origin']}"


_WORDS = {"country", "series", "origin", "at"}


def test_the_figures_of_all_countries_follow_from_their_cases(stored):
    for answer in stored.values():
        for standing in answer["horizons"]:
            cases = [one for one in answer["cases"] if one["years"] == standing["years"]]
            assert standing["n"] == len(cases)
            for name, loss in standing["crps"].items():
                assert loss == pytest.approx(sum(one["crps"][name] for one in cases) / len(cases), abs=1e-5)
            held = [one["p10"] - 1e-3 <= one["observed_km2"] <= one["p90"] + 1e-3 for one in cases]
            assert standing["coverage"]["tilth"]["80"]["value"] == pytest.approx(sum(held) / len(cases), abs=1e-5)
            for name, skill in standing["skill"].items():
                assert skill["value"] == pytest.approx(1 - standing["crps"]["tilth"] / standing["crps"][name], abs=1e-3)


def test_no_answer_of_the_back_test_is_older_than_its_origin(stored):
    for answer in stored.values():
        assert all(case["at"] > case["origin"] for case in answer["cases"])


def test_every_picture_of_the_page_is_there(tool):
    page = tool["PAGE"].read_text(encoding="utf-8")
    pictures = re.findall(r"\(\.\./pictures/([\w-]+\.png)\)", page)
    assert len(pictures) == 4
    assert not [name for name in pictures if not (tool["PICTURES"] / name).is_file()]


def _texts(figure):
    from matplotlib.text import Text

    return [one.get_text() for one in figure.findobj(Text) if one.get_text().strip()]


def test_the_pictures_hold_every_horizon_every_band_and_every_baseline(stored):
    answer = stored["published"]
    ahead = [f"{one['years']} y, n = {one['n']}" for one in answer["horizons"]]
    assert set(ahead) <= set(_texts(draw_coverage(answer)))
    words = _texts(draw_skill(answer))
    assert {*ahead, "reference class", "official target", "no change"} <= set(words)
    assert {*ahead, f"all, n = {answer['all']['n']}"} <= set(_texts(draw_pit(answer)))


def test_the_bars_of_the_skill_are_the_figures(stored):
    answer = stored["published"]
    drawn = [axes for axes in draw_skill(answer).axes if axes.patches]
    for axes, standing in zip(drawn, answer["horizons"], strict=True):
        widths = sorted(bar.get_width() for bar in axes.patches)
        assert widths == pytest.approx(sorted(max(one["value"], -1) for one in standing["skill"].values()))


def test_the_fans_hold_what_was_known_and_what_came(tool):
    history = tool["histories"]()
    drawn = [one for one in fans(history, each=2, runs=100) if one.country == ONE]
    assert len(drawn) == 2
    assert all(one.known[-1].published <= one.origin for one in drawn)
    assert all(came.at > one.known[-1].at for one in drawn for came in one.came)
    assert [len(one.quantiles) for one in drawn] == [5, 5]
    marks = sum(
        len(line.get_xdata()) for axes in draw_fans(drawn).axes for line in axes.lines if line.get_marker() == "o"
    )
    assert marks >= sum(len(one.came) for one in drawn)


def test_a_table_without_anything_to_ask_is_refused_with_what_to_do_next():
    with pytest.raises(Refusal, match="remaining_total"):
        backtest({"A": History("A", ())})
