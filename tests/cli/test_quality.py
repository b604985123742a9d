"""`tilth quality` as a person types it: both forms, in words and as JSON."""

from __future__ import annotations

import re

import pytest

FIELD = "POLYGON((-30 30,-29.999 30,-29.999 30.001,-30 30.001,-30 30))"
OPEN = ("--hazard", "H1", "--action", "clear", "--team", "Team 4", "--from", "2024-04-02", "--to", "2024-04-30")


@pytest.fixture
def village(tilth, tmp_path) -> str:
    (tmp_path / "h.csv").write_text(f'id,date,wkt\nH1,2023-09-04,"SRID=4326;{FIELD}"\n')
    tilth("new", "v.gpkg", "--name", "Invented")
    tilth("import", "v.gpkg", "h.csv", "--as", "suspected", "--said-by", "survey")
    tilth("task", "v.gpkg", "open", *OPEN, "--by", "ops")
    for day, found in enumerate((0, 1, 0, 1, 0, 9), 10):
        on = f"2024-04-{2 * day - 18:02}"
        tilth("progress", "v.gpkg", "T-0001", "--on", on, "--team", "Team 4", "--m2", 500, "--by", "lead")
        said = ("--result", "pass", "--sampled-m2", 400, "--found", found)
        tilth("inspect", "v.gpkg", "T-0001", "--on", on, "--by", "qa", *said)
    tilth("progress", "v.gpkg", "T-0001", "--on", "2024-04-20", "--team", "Team 4", "--m2", 600, "--by", "lead")
    return "v.gpkg"


def test_a_plan_needs_no_programme(tilth):
    ran = tilth("quality", "plan", "--lot", 10_000, "--bad-share", 0.01)
    assert ran.code == 0
    assert ran.out.startswith("Check 294 of 10,000 m², drawn at random")
    assert tilth("quality", "plan", "--lot", 10_000, "--bad-share", 0.01, "--json").json["plan"]["sample_m2"] == 294


def test_no_plan_is_an_answer_and_no_lot_is_a_refusal(tilth):
    none = tilth("quality", "plan", "--lot", 100, "--bad-share", 0.01, "--detection", 0.5)
    assert none.code == 0
    assert none.out.startswith("Even a check of all 100 m² is not enough")
    refused = tilth("quality", "plan", "--lot", 0, "--bad-share", 0.01)
    assert refused.code == 1
    assert "[422.1]" in refused.err
    assert tilth("quality", "plan", "--lot", 100, "--bad-share", 0.1, "--producer-risk", 0.1).code == 2


def test_a_programme_is_told_in_lines_that_fit_and_in_words_that_promise_nothing(tilth, village):
    ran = tilth("quality", village, "--effort", 200)
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 100
    assert not re.search(r"\bsafe", ran.out, flags=re.IGNORECASE)
    told = " ".join(ran.out.split())
    for part in ("Waiting for an inspection: 1 task(s)", "T-0001 (working, Team 4), lot 600 m²: check",
                 "T-0001: inspect 200 of 600 m²", "miss 10 % of the items; that is a choice", "Inspections so far: 6",
                 "Team 4: 11 faults on 2 400 m² in 6 check(s); 1 point(s) out of control",
                 "2024-04-12 T-0001: 9 faults"):  # fmt: skip
        assert part in told


def test_the_word_show_may_be_left_out_and_the_keys_are_three(tilth, village):
    short = tilth("quality", village, "--json").json
    assert {"waiting", "inspections", "teams"} <= set(short)
    assert tilth("quality", "show", village, "--json").json == short
    assert tilth("quality", "--json", village).json == short
    then = tilth("quality", village, "--on", "2024-04-05", "--json").json
    assert len(then["inspections"]) == 2
    assert tilth("quality", village, "--known-at", "2020-01-01", "--json").json["teams"] == []


def test_too_small_an_effort_is_refused_with_what_to_do(tilth, village):
    ran = tilth("quality", village, "--effort", 49)
    assert ran.code == 1
    assert "--effort 50 [422.5]" in ran.err


def test_an_inspection_says_what_its_sample_can(tilth, village):
    said = ("--on", "2024-04-21", "--by", "qa", "--result", "pass", "--sampled-m2", 500, "--found", 0)
    assert "with probability about 4.7 %" in tilth("inspect", village, "T-0001", *said, "--json").json["sample"]
    assert "with probability about 4.7 %" in tilth("inspect", village, "T-0001", *said).out


def test_what_a_search_leaves_is_told_and_impossible_figures_are_refused(tilth):
    asked = ("quality", "left", "--area", 5000, "--pass", 0.9, "--pass", 0.5, "--finds", 3, "--before", 12, 40000)
    found = tilth(*asked, "--json").json
    assert found["expected_items"] == pytest.approx((12.5 + 3) / (40000 + 5000 * 0.95) * 5000 * 0.05)
    assert 0 < found["none_left"] < 1
    assert found["sentence"] in " ".join(tilth(*asked).out.split())
    refused = tilth("quality", "left", "--area", 5000, "--pass", 1.5)
    assert (refused.code, "[422.1]" in refused.err) == (1, True)
