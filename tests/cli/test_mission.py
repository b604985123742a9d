"""`tilth mission` and `tilth report FILE after-action`, as somebody types them."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tilth.cli.app import app
from tilth.cli.demo import examples
from tilth.desk.refusal import Refusal


def run(*words):
    """What a command prints, and what it says on stderr. A refusal comes out as it is."""
    ran = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(ran.exception, Refusal):
        raise ran.exception
    assert ran.exit_code == 0, ran.output
    return ran.stdout, ran.stderr


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("mission") / "m.gpkg"
    run("new", path, "--name", "A mission")
    mission, claims = examples() / "mission_528", examples() / "kursk_claims"
    sources = [mission / "statements.csv", mission / "facts.csv", claims / "claims.csv"]
    run("import", path, *sources, "--as", "statements")
    return path


def told(file, *words):
    return json.loads(run("mission", file, "--json", *words)[0])


def test_the_answer_has_every_part_of_the_contract(file):
    answer = told(file)
    contract = {"unit", "phases", "events", "partners", "results", "conflicts", "known_when", "not_stated"}
    more = {"assessments_by_others", "mandate", "host", "trainer", "assets", "taken_as_the_same", "about_others"}
    assert contract | more <= set(answer)


def test_the_clash_of_the_dates_is_a_doubt_with_its_assumptions_and_what_reconciles_it(file):
    found = [one for one in told(file)["conflicts"] if {"A10", "A11", "A15"} <= {*one["claims"], *one["also"]}]
    assert found
    assert all(one["severity"] == "warning" and one["assumptions"] and one["reconciled_by"] for one in found)


def test_only_conflicts_that_a_statement_of_the_unit_has_a_part_in_are_told(file):
    answer = told(file)
    mine = {name for one in answer["known_when"] for name in one["claims"]}
    assert all(mine & {*one["claims"], *one["also"]} for one in answer["conflicts"])
    every = {one["id"] for one in json.loads(run("conflicts", file, "--json")[0])}
    assert {one["id"] for one in answer["conflicts"]} < every


def test_the_screen_says_what_cannot_all_hold_in_one_page(file):
    screen = run("mission", file)[0].splitlines()
    assert len(screen) <= 60
    assert any(line.startswith("WHAT CANNOT ALL HOLD") for line in screen)


def test_before_the_first_entry_what_had_been_published_is_told_and_said_on_stderr(file):
    out, err = run("mission", file, "--known-at", "2025-12-31", "--json")
    results = {one["claim_id"] for one in json.loads(out)["results"]}
    assert ("K065" in results, "K072" in results) == (True, False)
    assert "published by then" in err
    assert run("mission", file)[1] == ""


def test_a_part_of_a_name_is_enough_and_so_is_a_name_printed_for_the_unit(file):
    assert told(file, "--unit", "528") == told(file, "--unit", "north korean personnel") == told(file)


@pytest.mark.parametrize("name", ["12th Brass Band", "Luhansk", ""])
def test_a_unit_nobody_named_is_refused_with_those_on_record(file, name):
    with pytest.raises(Refusal, match="528th Engineer Regiment") as refused:
        run("mission", file, "--unit", name)
    assert refused.value.number == "422.1"


def test_joined_names_can_be_taken_apart_by_the_command_that_is_named(file, tmp_path):
    copy = tmp_path / "c.gpkg"
    run("copy", file, copy)
    (joined,) = [one for one in told(copy)["taken_as_the_same"] if one["subject"] == "DPRK sappers"]
    for command in joined["undo"]:
        words = command.replace("FILE", str(copy)).replace('""', "").replace(" T", " nobody-says-so").split()[1:]
        run(*words)
    answer = told(copy, "--unit", "528")
    assert "DPRK sappers" in answer["other_units"]
    assert "A17" not in {name for phase in answer["phases"] for name in phase["claims"]}


def test_the_report_is_written_beside_the_programme_and_holds_the_mission(file):
    assert "m.after-action.html" in run("report", file, "after-action")[0]
    page = file.with_suffix(".after-action.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "528th Engineer Regiment" in page


def test_the_report_in_json_holds_what_tilth_mission_answers(file, tmp_path):
    out, err = run("report", file, "after-action", "--out", tmp_path / "r.html", "--known-at", "2025-12-31", "--json")
    answer = json.loads(out)
    assert answer["file"] == str(tmp_path / "r.html")
    assert answer["mission"] == told(file, "--known-at", "2025-12-31")
    assert answer["note"] in err


def test_an_earlier_report_is_replaced_and_nothing_else_is(file, tmp_path):
    page, brief = tmp_path / "r.html", tmp_path / "b.html"
    for _ in range(2):
        run("report", file, "after-action", "--out", page)
    run("brief", file, "--out", brief)
    for other in (file, tmp_path, brief):
        with pytest.raises(Refusal, match="exists already"):
            run("report", file, "after-action", "--out", other)
    with pytest.raises(Refusal, match="exists already"):
        run("brief", file, "--out", page)
    with pytest.raises(Refusal) as refused:
        run("report", file, "after-action", "--out", tmp_path / "nowhere" / "r.html")
    assert refused.value.number == "403.1"


def test_a_report_nobody_knows_is_refused_with_those_there_are(file):
    with pytest.raises(Refusal, match="after-action"):
        run("report", file, "balance-sheet")
