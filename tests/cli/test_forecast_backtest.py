"""`tilth forecast backtest` from the outside."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tilth.cli.app import app

HEADER = "row_id,country,year,as_of,series,value,unit,published\n"


@pytest.fixture
def history(tmp_path):
    """Two invented countries, six years each, published in the year after."""
    rows = [
        f"{name}{year},{name},{year},{year}-12-31,remaining_total,{km2 * share ** (year - 2010):.2f},km2,{year + 1}-03"
        for name, km2, share in (("Avaria", 300, 0.8), ("Belmora", 90, 0.9))
        for year in range(2010, 2016)
    ]
    path = tmp_path / "history.csv"
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def _run(*words):
    return CliRunner().invoke(app, ["forecast", "backtest", *map(str, words)], env={"COLUMNS": "200"})


def test_the_answer_has_the_keys_a_reader_relies_on(history):
    ran = _run(history, "--horizon", 2, "--horizon", 1, "--runs", 100, "--json")
    assert ran.exit_code == 0, ran.output
    answer = json.loads(ran.stdout)
    keys = {
        "protocol",
        "questions",
        "refused",
        "with_target",
        "horizons",
        "all",
        "countries",
        "completion",
        "targets",
        "cases",
    }
    assert keys <= answer.keys()
    assert [one["years"] for one in answer["horizons"]] == [1, 2]
    assert {"crps", "skill", "coverage", "pit", "n", "countries", "width_80"} <= answer["horizons"][0].keys()
    assert answer["completion"]["later_than_last_look"] == answer["questions"]
    assert {one["verdict"] for one in answer["targets"]} <= {"reached", "missed", "tie"}


def test_the_text_is_read_on_a_terminal_and_the_same_each_time(history):
    first, second = _run(history, "--runs", 100), _run(history, "--runs", 100)
    assert first.stdout == second.stdout
    assert "1 year ahead" in first.stdout
    assert "reference class" in first.stdout
    assert "Targets" in first.stdout
    assert max(len(line) for line in first.stdout.splitlines()) <= 100


def test_the_days_and_the_least_known_stocks_can_be_chosen(history):
    def asked(*more):
        answer = json.loads(_run(history, "--runs", 100, "--json", *more).stdout)
        return [case["origin"] for case in answer["cases"]]

    assert all(day.endswith("12-31") for day in asked("--asked", "yearly"))
    assert all(day.endswith("03-31") for day in asked())
    assert len(asked("--least-known", 4)) < len(asked())


def test_a_word_that_is_no_protocol_is_a_wrong_call(history):
    assert _run(history, "--asked", "daily").exit_code == 2


def test_a_table_with_nothing_to_ask_is_refused(tmp_path):
    path = tmp_path / "short.csv"
    path.write_text(HEADER + "1,Avaria,2010,2010-12-31,remaining_total,30,km2,2011\n", encoding="utf-8")
    ran = _run(path)
    assert "remaining_total" in str(ran.exception or ran.output)
    assert ran.exit_code == 1
