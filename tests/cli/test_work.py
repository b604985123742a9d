"""The commands on tasks as a person types them: what they answer, and what they refuse."""

from __future__ import annotations

import json

import pytest

FIELD = "POLYGON((-30 30,-29.999 30,-29.999 30.001,-30 30.001,-30 30))"
HALF = "POLYGON((-30 30,-29.9995 30,-29.9995 30.001,-30 30.001,-30 30))"
AWAY = "POLYGON((-20 30,-19.9995 30,-19.9995 30.001,-20 30.001,-20 30))"
OPEN = ("--hazard", "H1", "--action", "clear", "--team", "Team 4", "--from", "2024-04-02", "--to", "2024-04-30")
DAY = ("--on", "2024-04-12", "--team", "Team 4", "--m2", "500")


@pytest.fixture
def village(tilth, tmp_path) -> str:
    for name, wkt in (("h", FIELD), ("half", HALF), ("away", AWAY)):
        (tmp_path / f"{name}.csv").write_text(f'id,date,wkt\nH1,2023-09-04,"SRID=4326;{wkt}"\n')
    tilth("new", "v.gpkg", "--name", "Invented")
    tilth("import", "v.gpkg", "h.csv", "--as", "suspected", "--said-by", "survey")
    tilth("task", "v.gpkg", "open", *OPEN, "--by", "ops")
    return "v.gpkg"


def to_approved(tilth, village: str) -> None:
    tilth("progress", village, "T-0001", *DAY, "--by", "lead")
    tilth("inspect", village, "T-0001", "--on", "2024-04-13", "--by", "qa", "--result", "pass")
    tilth("complete", village, "T-0001", "--on", "2024-04-14", "--by", "lead")
    tilth("approve", village, "T-0001", "--by", "authority")


def test_every_command_answers_id_state_and_findings(tilth, village):
    steps = [
        (("task", village, "open", *OPEN), "open"),
        (("progress", village, "T-0002", *DAY, "--by", "lead"), "working"),
        (("suspend", village, "T-0002", "--on", "2024-04-13", "--why", "weather"), "suspended"),
        (("resume", village, "T-0002", "--on", "2024-04-14"), "working"),
        (("inspect", village, "T-0002", "--on", "2024-04-15", "--by", "qa", "--result", "fail"), "working"),
        (("correct", village, "T-0002", "--on", "2024-04-16", "--by", "lead", "--what", "done again"), "working"),
        (("complete", village, "T-0002", "--on", "2024-04-17", "--by", "lead"), "completed"),
        (("inspect", village, "T-0002", "--on", "2024-04-18", "--by", "qa", "--result", "pass"), "passed"),
        (("approve", village, "T-0002", "--by", "authority"), "approved"),
        (("handover", village, "T-0002", "--on", "2024-04-20", "--by", "authority", "--to", "X"), "handed_over"),
        (("reopen", village, "T-0002", "--on", "2024-04-21", "--by", "authority", "--why", "a find"), "re-opened"),
    ]
    for words, state in steps:
        ran = tilth(*words, "--json")
        assert ran.code == 0, ran.err
        assert (ran.json["id"], ran.json["state"]) == ("T-0002", state)
        assert isinstance(ran.json["findings"], list)
        assert {"code", "kind", "severity", "sentence"} <= set().union(
            *ran.json["findings"], {"code", "kind", "severity", "sentence"}
        )
    assert tilth("task", village, "show", "T-0002").out.startswith("T-0002  re-opened")


def test_a_task_is_listed_and_shown_with_the_word_left_out(tilth, village):
    tilth("progress", village, "T-0001", *DAY, "--items", "AP mine=1", "--lost-minutes", "40", "--lost-why", "rain")
    listed = tilth("task", village)
    assert listed.out.startswith(
        "T-0001  working      clear H1 by Team 4, 2024-04-02 to 2024-04-30: 500 m² of 10 697 m²"
    )
    shown = tilth("task", village, "T-0001").out
    for line in ("planned 2024-04-02 to 2024-04-30, 29 days", "found 1 AP mine", "lost 40 minutes (rain)",
                 "2024-04-12  progress   by not stated: 500 m² by Team 4", "no permission to enter"):  # fmt: skip
        assert line in shown
    assert [one["id"] for one in tilth("task", village, "list", "--json").json] == ["T-0001"]
    assert tilth("task", village, "T-0001", "--json").json["order"]["by"] == "ops"
    assert tilth("task", village, "list", "--known-at", "2020-01-01", "--json").json == []


def test_what_is_noticed_is_told_on_stderr_and_does_not_stop_the_day(tilth, village):
    ran = tilth("progress", village, "T-0001", *DAY, "--items", "AP mine=1")
    assert ran.code == 0
    assert "W10" in ran.err
    assert "W11" in ran.err
    day = tilth("task", village, "T-0001", "--json").json["history"][-1]
    assert (day["by"], day["author"]) == ("not stated", "owner")
    assert ran.out == "Task T-0001 is working: 500 m² on 2024-04-12, 500 m² so far (entry 5).\n"


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (("progress", "T-0009", *DAY), "404.4"),
        (("progress", "T-0001", "--on", "2024-01-01", "--team", "T", "--m2", "5"), "422.3"),
        (("progress", "T-0001", "--on", "2124-01-01", "--team", "T", "--m2", "5"), "422.1"),
        (("progress", "T-0001", "--on", "2024-04-12", "--team", "T", "--m2", "-5"), "422.1"),
        (("progress", "T-0001", "--on", "2024-04-12", "--team", "T", "--m2", "999999"), "422.3"),
        (("progress", "T-0001", *DAY, "--items", "many"), "422.1"),
        (("handover", "T-0001", "--on", "2024-04-20", "--by", "a", "--to", "b"), "409.19"),
        (("inspect", "T-0001", "--on", "2024-04-20", "--by", "a", "--result", "pass"), "409.26"),
        (("inspect", "T-0001", "--on", "2024-04-20", "--by", "a", "--result", "well"), "422.1"),
        (("correct", "T-0001", "--on", "2024-04-20", "--by", "a", "--what", "x"), "409.27"),
        (("resume", "T-0001", "--on", "2024-04-20"), "409.25"),
        (("reopen", "T-0001", "--on", "2024-04-20", "--by", "a", "--why", "x"), "409.28"),
        (("approve", "T-0001", "--by", "a"), "409.19"),
    ],
)
def test_what_cannot_be_is_refused_with_a_number_and_a_next_step(tilth, village, words, number):
    head = tilth("verify", village, "--json").json["head"]
    ran = tilth(words[0], village, *words[1:])
    assert ran.code == 1
    assert ran.err.strip().endswith(f"[{number}]")
    assert tilth("verify", village, "--json").json["head"] == head


def test_a_duplicate_form_is_refused_and_names_the_first(tilth, village):
    tilth("progress", village, "T-0001", *DAY, "--by", "lead")
    again = tilth("progress", village, "T-0001", *DAY, "--by", "lead")
    assert again.code == 1
    assert "Entry 5 says the same" in again.err


def test_the_author_of_a_completion_does_not_approve_it(tilth, village):
    tilth("progress", village, "T-0001", *DAY, "--by", "lead")
    tilth("inspect", village, "T-0001", "--on", "2024-04-13", "--by", "qa", "--result", "pass")
    completion = tilth("complete", village, "T-0001", "--on", "2024-04-14", "--by", "lead", "--json").json["entry"]
    for what in ("T-0001", completion):
        for who in (("--by", "lead"), ("--author", "lead"), ("--by", "authority", "--author", "lead")):
            ran = tilth("approve", village, what, *who)
            assert (ran.code, "403.2" in ran.err) == (1, True)
    assert tilth("approve", village, completion, "--by", "authority", "--json").json["state"] == "approved"


def test_polygons_come_from_any_file(tilth, village, tmp_path):
    given = tilth("task", village, "open", *OPEN, "--polygon", "half.csv", "--id", "P-1", "--json").json
    assert (given["id"], given["m2"]) == ("P-1", 5_349)
    geojson = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [
        [[-30, 30], [-29.9995, 30], [-29.9995, 30.0005], [-30, 30.0005], [-30, 30]]]}}  # fmt: skip
    (tmp_path / "day.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [geojson]}))
    tilth("progress", village, "T-0001", *DAY, "--polygon", "day.geojson", "--by", "lead")
    tilth("complete", village, "T-0001", "--on", "2024-04-14", "--by", "lead")
    tilth("inspect", village, "T-0001", "--on", "2024-04-15", "--by", "qa", "--result", "pass")
    tilth("approve", village, "T-0001", "--by", "authority")
    handed = tilth("handover", village, "T-0001", "--on", "2024-04-20", "--by", "authority", "--to", "X")
    assert "2 674 m² released, 8 023 m² remain" in handed.out
    assert "8023 m² of the task are not released" in handed.out


def test_an_outline_elsewhere_is_refused(tilth, village):
    assert "[422.1]" in tilth("task", village, "open", *OPEN, "--polygon", "away.csv").err
    assert "[404.2]" in tilth("task", village, "open", *OPEN, "--polygon", "none.csv").err
    ran = tilth("progress", village, "T-0001", *DAY, "--polygon", "away.csv", "--json")
    assert "day_outside_task" in [one["kind"] for one in ran.json["findings"]]


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "csv", "xlsx"])
def test_tasks_go_out_and_come_back_as_they_are(tilth, village, suffix):
    to_approved(tilth, village)
    tilth(
        "handover", village, "T-0001", "--on", "2024-04-20", "--by", "authority", "--to", "X", "--polygon", "half.csv"
    )
    tilth("amend", village, 5, "--set", "m2=450", "--why", "the form says 450")
    handover = tilth("task", village, "T-0001", "--json").json["handovers"][0]["entry"]
    tilth("export", village, f"out.{suffix}")
    tilth("new", "again.gpkg", "--name", "Again")
    tilth("source", "again.gpkg", "add", "Operator", "--kind", "organisation")  # so that numbers differ there
    brought = tilth("import", "again.gpkg", f"out.{suffix}", "--json").json
    assert (brought["set_aside"], [one["kind"] for one in brought["findings"]]) == (0, [])
    first, second = (tilth("task", name, "T-0001", "--json").json for name in (village, "again.gpkg"))
    for name in ("state", "m2", "done_m2", "released_m2", "remaining_m2", "plan"):
        assert first[name] == second[name], name
    assert first["released_m2"] == 5_349
    first, second = (tilth("account", name, "--json").json for name in (village, "again.gpkg"))
    assert (first["accounts"], first["flows"]) == (second["accounts"], second["flows"])
    there = tilth("task", "again.gpkg", "T-0001", "--json").json["handovers"][0]["entry"]
    assert there != handover
    assert tilth("withdraw", "again.gpkg", there, "--why", "x").code == 0
    assert tilth("account", "again.gpkg", "--json").json["accounts"]["cleared"] == 0
    assert tilth("import", "again.gpkg", f"out.{suffix}", "--json").json["booked"] == 0


def test_the_log_says_which_task_an_entry_is_about(tilth, village):
    to_approved(tilth, village)
    lines = tilth("log", village).out.splitlines()
    assert len(lines) == 8
    assert all("T-0001  said by" in line for line in lines[3:])


def test_days_are_imported_from_a_table(tilth, village, tmp_path):
    (tmp_path / "days.csv").write_text(
        "task,date,team,m2,AP mine,AP mine destroyed,signed by\n"
        "T-0001,2024-04-03,Team 4,300,1,1,lead\nT-0009,2024-04-03,Team 4,300,,,lead\n"
    )
    ran = tilth("import", village, "days.csv", "--as", "progress", "--json").json
    assert (ran["read"], ran["booked"], ran["set_aside"]) == (2, 1, 1)
    assert ("unknown_task", 2) in [(one["kind"], one.get("row")) for one in ran["findings"]]
    assert tilth("task", village, "T-0001", "--json").json["plan"]["actual"]["items"] == {"AP mine": 1}
