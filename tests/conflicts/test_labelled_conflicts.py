"""Recall and precision of the contradictions, per kind, on labelled claims."""

from __future__ import annotations

import itertools
import runpy
from functools import cache
from pathlib import Path

import pytest

from tilth.conflicts.conflict import usual_severity
from tilth.terms import table

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SCORE = runpy.run_path(str(HERE / "score_conflicts.py"))
GRAVE = [row["kind"] for row in table("conflicts") if row["severity"] in SCORE["GRAVE"]]


@cache
def read(table):
    return SCORE["score_table"](table)


@cache
def invented():
    return SCORE["score_invented"]()


def test_every_contradiction_named_in_the_notes_on_the_real_claims_is_found():
    assert not [line for line in read("kursk").missed if line.startswith("N")]


@pytest.mark.parametrize("table", SCORE["TABLES"])
def test_what_a_careful_reader_finds_in_a_register_is_found(table):
    assert read(table).recall() >= 0.9, read(table).missed


@pytest.mark.parametrize("table", SCORE["TABLES"])
def test_nothing_grave_is_said_of_a_register_that_no_reader_would_say(table):
    assert read(table).precision() >= 0.8, read(table).wrong
    assert not [line for line in read(table).wrong if line.startswith("must not be an error")]


def test_nine_of_ten_contradictions_put_in_are_found():
    assert invented().recall() >= 0.9, invented().missed


@pytest.mark.parametrize("kind", GRAVE)
def test_nine_of_ten_of_each_grave_kind_are_found(kind):
    assert invented().recall([kind]) >= 0.9, [line for line in invented().missed if line.startswith(kind)]


def test_four_of_five_grave_reports_are_right():
    assert invented().precision() >= 0.8, invented().wrong


@pytest.mark.parametrize("kind", GRAVE)
def test_four_of_five_grave_reports_of_each_kind_are_right(kind):
    assert invented().precision([kind]) >= 0.8, [line for line in invented().wrong if f" {kind} " in line]


def test_the_page_shows_what_is_measured_now():
    made = runpy.run_path(str(ROOT / "tools" / "write_scores.py"))
    page = made["PAGE"].read_text(encoding="utf-8")
    tables = {
        **{f"contradictions {name}": made["_kinds_table"](read(name)) for name in SCORE["TABLES"]},
        "contradictions invented": made["_kinds_table"](invented()),
    }
    assert made["filled"](page, tables) == page, "run tools/write_scores.py"


# --- the labels and the scorer themselves


@pytest.mark.parametrize("table", SCORE["TABLES"])
def test_the_labels_name_claims_of_the_table_and_kinds_of_the_vocabulary(table):
    known = {row["claim_id"] for row in SCORE["table"](table)}
    for label in SCORE["table"](f"{table}_labels"):
        assert set(label["claims"].split()) <= known
        assert all(usual_severity(kind) for kind in label["kinds"].split("|") if kind)


def test_the_invented_claims_are_the_same_for_the_same_seed_and_others_for_another():
    invent = runpy.run_path(str(HERE / "labelled" / "invent.py"))["invent"]
    one, again, other = (invent(seed=seed, of_each=1, together=1, untouched=1) for seed in (5, 5, 6))
    assert [region.rows for region in one] == [region.rows for region in again]
    assert [region.rows for region in one] != [region.rows for region in other]


def test_in_a_region_nothing_was_put_in_totals_and_weeks_add_up():
    invent = runpy.run_path(str(HERE / "labelled" / "invent.py"))["invent"]
    (region,) = invent(seed=3, of_each=0, together=0, untouched=1)
    region.rows.sort(key=lambda row: row["as_of"])
    totals = [int(row["value"]) for row in region.all_of("area_cleared")]
    weeks = [int(row["value"]) for row in region.all_of("area_cleared_week")]
    assert [after - before for before, after in itertools.pairwise(totals)] == weeks[1:]
