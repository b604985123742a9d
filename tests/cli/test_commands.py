"""The command line: clean stdout, one line for a refusal, and an exit code that says what happened."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import shapely
from diary import Diary, draft

from tilth.cli.app import app
from tilth.places.frame import to_lonlat
from tilth.store.geopackage import open_file

ROWS = [
    {"id": "H1", "status": "suspected", "date": "2022", "shape": "square(0,0,100)", "district": "D1"},
    {"id": "H2", "status": "confirmed", "date": "2023-05-01", "shape": "square(50,50,100)", "district": "D2"},
    {
        "id": "R1",
        "status": "cleared",
        "date": "2023-06-01",
        "shape": "square(60,60,20)",
        "hazard_id": "H2",
        "district": "D2",
    },
]


def geojson(path: Path, rows: list[dict]) -> Path:
    features = []
    for row in rows:
        outline = to_lonlat([draft(f"undated - suspected {row['shape']}").geometry])[0]
        stated = {name: value for name, value in row.items() if name != "shape"}
        features.append({"type": "Feature", "properties": stated, "geometry": json.loads(shapely.to_geojson(outline))})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.fixture
def programme(tilth, tmp_path):
    """b.gpkg with three rows: 1 programme, 2 import, 3 H1, 4 H2, 5 R1."""
    assert tilth("new", "b.gpkg", "--name", "Bosnia").code == 0
    assert tilth("import", "b.gpkg", geojson(tmp_path / "rows.geojson", ROWS), "--said-by", "A").code == 0
    return tmp_path / "b.gpkg"


# --- answers --------------------------------------------------------------------------------------------------------


def test_a_programme_is_started_and_says_its_head(tilth):
    ran = tilth("new", "b.gpkg", "--name", "Bosnia", "--json")
    assert (ran.code, ran.json["entries"], ran.json["country"], ran.json["country_from"]) == (0, 1, "BIH", "name")
    assert len(ran.json["head"]) == 64
    assert tilth("new", "c.gpkg", "--name", "X", "--country", "Nowhere").code == 1
    assert not Path("c.gpkg").exists()


def test_an_import_answers_the_contract(tilth, programme):
    ran = tilth("import", programme, "rows.geojson", "--said-by", "A", "--json")
    assert ran.code == 0
    assert {name: ran.json[name] for name in ("read", "booked", "repaired", "set_aside")} == {
        "read": 3, "booked": 0, "repaired": 0, "set_aside": 3,
    }  # fmt: skip
    assert all(found.keys() >= {"code", "kind", "severity", "sentence"} for found in ran.json["findings"])


def test_a_dry_run_keeps_nothing(tilth, programme):
    before = tilth("verify", programme, "--json").json
    geojson(Path("more.geojson"), [{"id": "H5", "status": "suspected", "shape": "square(500,0,10)"}])
    ran = tilth("import", programme, "more.geojson", "--dry-run", "--json")
    assert (ran.code, ran.json["booked"]) == (0, 1)
    assert tilth("verify", programme, "--json").json == before


def test_the_account_answers_the_contract(tilth, programme):
    ran = tilth("account", programme, "--from", "2022-12-31", "--as-at", "2023-12-31", "--by", "district", "--json")
    assert ran.code == 0
    assert ran.json["opening"]["suspected"] == 10000
    assert ran.json["accounts"] == {"suspected": 7500, "confirmed": 9600, "cancelled": 0, "reduced": 0, "cleared": 400}
    assert ran.json["balanced"] is True
    assert ran.json["by"].keys() == {"D2"}
    text = tilth("account", programme).out
    assert "opening + flows = closing" in text
    assert "7 500 m²" in text
    assert f"head 5:{ran.json['head']}" in text


def test_the_log_answers_the_contract(tilth, programme):
    ran = tilth("log", programme, "--json")
    assert [entry["kind"] for entry in ran.json] == ["programme", "import", "suspected", "confirmed", "cleared"]
    assert ran.json[2].keys() >= {"entry", "kind", "happened_on", "recorded_at", "said_by"}
    assert (ran.json[2]["id"], ran.json[2]["said_by"], ran.json[2]["happened_on"]) == ("H1", "A", "2022")
    assert tilth("log", programme, "--known-at", "2001-01-01", "--json").json == []
    assert "H2" in tilth("log", programme).out


def test_mending_is_a_second_entry(tilth, programme):
    assert tilth(
        "amend", programme, 3, "--set", "district=D9", "--set", "note=a=b", "--why", "form", "--json"
    ).json == {"entry": 6, "amends": 3}
    assert tilth("withdraw", programme, 5, "--why", "wrong", "--json").json == {"entry": 7, "amends": 5}
    assert tilth("approve", programme, 4, "--author", "supervisor", "--json").json == {"entry": 8, "approves": 4}
    entries = tilth("log", programme, "--json").json
    assert entries[5]["body"]["note"] == "a=b"
    assert entries[7]["author"] == "supervisor"


def test_verify_rebuild_and_copy(tilth, programme):
    head = tilth("verify", programme, "--json").json
    assert head["ok"]
    ran = tilth("verify", programme, "--head", f"5:{head['head']}", "--geometry", "--json")
    assert (ran.code, ran.json["ok"]) == (0, True)
    assert tilth("rebuild", programme, "--json").json["head"] == head["head"]
    assert tilth("copy", programme, "copy.gpkg", "--json").json["head"] == head["head"]
    assert (
        tilth("account", "copy.gpkg", "--json").json["accounts"]
        == tilth("account", programme, "--json").json["accounts"]
    )


def test_an_edit_in_another_program_is_told_on_stderr_and_booked_when_asked(tilth, programme):
    connection = sqlite3.connect(programme)
    connection.execute("UPDATE hazards SET district = 'D7' WHERE id = 'H1'")
    connection.commit()
    connection.close()
    ran = tilth("account", programme, "--json")
    assert (ran.code, ran.json["balanced"]) == (0, True)
    assert "changed by another program" in ran.err
    assert tilth("rebuild", programme).code == 1
    booked = tilth("import", programme, "--outside-edits", "--json")
    assert (booked.code, booked.json["booked"]) == (0, 1)
    assert tilth("account", programme).err == ""


# --- exit codes -----------------------------------------------------------------------------------------------------


def test_a_verification_that_fails_is_exit_code_three(tilth, programme):
    assert tilth("verify", programme, "--head", f"5:{'0' * 64}").code == 3
    connection = sqlite3.connect(programme)
    connection.execute("DROP TRIGGER tilth_never_changed")
    connection.execute("UPDATE tilth_journal SET said_by = 'B' WHERE number = 4")
    connection.commit()
    connection.close()
    ran = tilth("verify", programme, "--json")
    assert (ran.code, ran.json["ok"], ran.json["first_broken"]) == (3, False, 4)
    assert "Entry 4" in tilth("verify", programme).out


REFUSED = [
    ["account", "nowhere.gpkg"],
    ["account", "rows.geojson"],
    ["new", "b.gpkg", "--name", "again"],
    ["new", "no/such/folder/b.gpkg", "--name", "x"],
    ["import", "b.gpkg", "nowhere.geojson"],
    ["import", "b.gpkg", "rows.geojson", "--as", "mines"],
    ["import", "b.gpkg", "rows.geojson", "--mapping", "nowhere.toml"],
    ["account", "b.gpkg", "--as-at", "soon"],
    ["account", "b.gpkg", "--by", "colour"],
    ["amend", "b.gpkg", "99", "--set", "a=b", "--why", "x"],
    ["amend", "b.gpkg", "2", "--set", "a=b", "--why", "x"],
    ["amend", "b.gpkg", "3", "--set", "happened_on=2099-01-01", "--why", "x"],
    ["withdraw", "b.gpkg", "99", "--why", "x"],
    ["approve", "b.gpkg", "3"],
    ["verify", "b.gpkg", "--head", "x"],
    ["copy", "b.gpkg", "b.gpkg"],
    ["export", "b.gpkg", "b.doc"],
    ["export", "b.gpkg", "rows.geojson"],
    ["log", "b.gpkg", "--known-at", "soon"],
    ["mission", "b.gpkg", "--unit", "9"],
    ["synth", "province", "b.gpkg"],
]


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
@pytest.mark.usefixtures("programme")
def test_a_refusal_is_one_line_that_says_what_to_do(tilth, words):
    ran = tilth(*words)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert ran.err.startswith("tilth: ")
    assert "Traceback" not in ran.err
    assert ran.err.rstrip()[-1] == "]"


WRONG = [
    ["colour"],
    ["account"],
    ["import", "b.gpkg"],
    ["import", "b.gpkg", "rows.geojson", "--outside-edits"],
    ["amend", "b.gpkg", "3", "--set", "nothing", "--why", "x"],
    ["amend", "b.gpkg", "three", "--set", "a=b", "--why", "x"],
    ["withdraw", "b.gpkg", "3"],
    ["new", "x.gpkg"],
    ["account", "b.gpkg", "--colour"],
    ["synth", "province", "x.gpkg", "--hazards", "0"],
]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
@pytest.mark.usefixtures("programme")
def test_a_wrong_call_is_exit_code_two(tilth, words):
    ran = tilth(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


COMMANDS = sorted(str(command.name) for command in app.registered_commands)


@pytest.mark.parametrize("name", [*COMMANDS, "synth province"])
def test_every_command_has_an_example_in_its_help(tilth, name):
    ran = tilth(*name.split(), "-h")
    assert ran.code == 0
    assert f"Example: tilth {name} " in " ".join(ran.out.split()) or f"Example: tilth {name}" in " ".join(
        ran.out.split()
    )
    assert "-h, --help" in ran.out


def test_the_installed_program_keeps_stdout_clean(programme):
    """As a real process: one JSON document on stdout, the rest on stderr, and the exit code of a refusal."""
    call = [sys.executable, "-c", "from tilth.cli import main; main()"]
    done = subprocess.run([*call, "account", programme, "--json"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["balanced"] is True
    refused = subprocess.run(
        [*call, "account", programme.with_name("no.gpkg"), "--json"], capture_output=True, text=True
    )
    assert (refused.returncode, refused.stdout) == (1, "")


# --- out and in again -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".fgb", ".csv", ".xlsx"])
def test_what_is_exported_comes_back_equal(tilth, tmp_path, suffix):
    tilth("new", "b.gpkg", "--name", "Bosnia")
    with open_file(tmp_path / "b.gpkg") as store:
        field = Diary(store)
        field.write(
            "2022 H1 suspected square(0,0,100)",
            "2023-05 H2 confirmed frame(50,50,100,10)",
            "2023-06-01 R1 cleared square(60,60,20) of H2",
            "2024-02-01 H1 suspected ring(0 0,70.35 11.27,40 90) amends 2",
            "2024-02-03 A1 accident point(5,5)",
            "2024-05-01 H2 confirmed frame(50,50,100,10) amends 3 redates",
            "2024-06-01 R2 cancelled box(0,0,30,30) of H1",
            "withdraw 8",
            "2024-07-01 - reduced square(10,10,5)",
            "2024-07-02 H9 suspected square(500,0,10)",
            "2024-07-02 H9 suspected square(500,0,10)",
        )
    ran = tilth("export", "b.gpkg", f"out{suffix}", "--json")
    assert ran.code == 0
    tilth("new", "c.gpkg", "--name", "Bosnia")
    back = tilth("import", "c.gpkg", f"out{suffix}", "--json")
    assert back.code == 0
    entries, again = tilth("log", "b.gpkg", "--json").json[1:], tilth("log", "c.gpkg", "--json").json[2:]
    same = ("kind", "happened_on", "said_by", "id")
    assert [[entry[name] for name in same] for entry in again] == [[entry[name] for name in same] for entry in entries]
    numbers = dict(zip((entry["entry"] for entry in entries), (entry["entry"] for entry in again), strict=True))
    assert [numbers.get(entry["amends"]) for entry in entries] == [entry["amends"] for entry in again]
    for asked in (
        [],
        ["--as-at", "2023-12-31"],
        ["--as-at", "2024-06-15"],
        ["--from", "2023-12-31", "--as-at", "2024-12-31"],
    ):
        one, other = (tilth("account", name, *asked, "--json").json for name in ("b.gpkg", "c.gpkg"))
        assert {key: one[key] for key in ("opening", "flows", "accounts", "undrawn", "balanced")} == {
            key: other[key] for key in ("opening", "flows", "accounts", "undrawn", "balanced")
        }
    assert tilth("import", "c.gpkg", f"out{suffix}", "--json").json["booked"] == 0
    assert tilth("verify", "c.gpkg", "--json").json["ok"]


def test_an_invented_province_is_booked_and_balances(tilth):
    ran = tilth("synth", "province", "p.gpkg", "--hazards", "12", "--seed", "3", "--json")
    assert (ran.code, ran.json["invented"]) == (0, True)
    assert "invented" in ran.json["name"].lower()
    assert tilth("verify", "p.gpkg", "--geometry", "--json").json["ok"]
    assert tilth("account", "p.gpkg", "--json").json["balanced"]
