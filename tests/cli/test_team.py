"""`tilth team`: who may do what on which day; every word is an entry, and nobody's name gets into it."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tilth.desk.programme import Programme
from tilth.desk.registering import Clerk
from tilth.desk.rostering import add_asset, add_member, add_team, certify, roster_of
from tilth.desk.starting import start
from tilth.store.geopackage import create, open_file

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """Entry 2 a team, 3 a person, 4 a dog, 5 the operator's accreditation of 2026: booked once, copied often."""
    path, clerk = tmp_path_factory.mktemp("teams") / "t.gpkg", Clerk("owner", NOW)
    with create(path) as store:
        programme = Programme(store)
        start(programme, name="Teams", country=None, author="owner", now=NOW)
        add_team(programme, {"name": "Team 1", "operator": "Demining Co", "team_kind": "dogs"}, clerk=clerk)
        person = {"team": "team 1", "key": "M-014", "role": "Team Leader", "skills": "EOD 2, medic"}
        add_member(programme, person, clerk=clerk)
        add_asset(programme, {"team": "Team 1", "asset_kind": "MDD", "asset_id": "D-07"}, clerk=clerk)
        period = {"from": "2026-01-01", "until": "2026-12-31"}
        said = {"holder": "demining co", "certificate_kind": "operational accreditation", "issued_by": "NMAA"}
        certify(programme, said | period, clerk=clerk)
    return path


@pytest.fixture
def teams(tilth, made) -> str:
    """A programme of one's own with a team."""
    shutil.copy(made, "t.gpkg")
    return "t.gpkg"


def shown(tilth, on: str, *more: object) -> dict:
    ran = tilth("team", "t.gpkg", "show", "Team 1", "--on", on, *more, "--json")
    assert ran.code == 0
    return ran.json


def found(tilth, on: str, *more: object) -> list[str]:
    return [one["kind"] for one in shown(tilth, on, *more)["findings"]]


CERTIFY = ("team", "t.gpkg", "certify")


def test_a_team_is_put_on_record_and_shown(tilth):
    tilth("new", "t.gpkg", "--name", "Teams")
    assert "0 teams" in tilth("team", "t.gpkg").err
    ran = tilth("team", "t.gpkg", "add", "Team 9", "--operator", "Demining Co", "--kind", "Mechanical", "--json")
    assert (ran.json["entry"], ran.json["kind"], ran.json["team_kind"]) == (2, "team", "mechanical")
    assert "Team 9 (Demining Co, mechanical)" in tilth("team", "t.gpkg").out
    assert tilth("team", "t.gpkg", "team 9", "--json").json["name"] == "Team 9"


def test_what_is_in_a_team_is_kept_in_the_words_of_the_vocabulary(tilth, teams):
    told = shown(tilth, "2026-05-04")
    assert (told["members"][0]["role"], told["members"][0]["skills"]) == ("team_leader", ["eod_2", "medic"])
    assert (told["assets"][0]["asset_kind"], told["team_kind"]) == ("dog", "dogs")
    assert [(one["who"], one["until"]) for one in told["ends_next"]] == [("Demining Co", "2026-12-31")]
    assert told["findings"] == []
    text = tilth("team", teams, "Team 1", "--on", "2026-12-20")
    assert "ends 2026-12-31 (in 11 days): operational accreditation of Demining Co" in text.out
    assert "info C04" in text.err


def test_every_word_for_showing_leads_to_the_same(tilth, teams):
    everything = tilth("team", teams, "--on", "2026-05-04", "--json").json
    assert everything == tilth("team", teams, "show", "--on", "2026-05-04", "--json").json
    assert everything == tilth("team", teams, "list", "--on", "2026-05-04", "--json").json
    assert [one["name"] for one in everything["teams"]] == ["Team 1"]
    assert everything["teams"][0]["counts"] == {"members": 1, "assets": 1, "courses": 0, "valid_certificates": 1}
    assert tilth("team", teams, "Team 1", "--json").json["name"] == "Team 1"


def test_a_certificate_of_a_dog_ends_and_is_renewed(tilth, teams):
    dog = (*CERTIFY, "Team 1", "--kind", "dog licence", "--asset", "d-07", "--by", "NMAA")
    first = tilth(*dog, "--from", "2026-01-01", "--until", "2026-06-30", "--number", "0017", "--json").json
    assert (first["asset"], first["certificate_kind"], first["number"]) == ("D-07", "dog_licence", "0017")
    assert found(tilth, "2026-06-10") == ["certificate_ends_soon"]
    assert found(tilth, "2026-07-01") == ["certificate_expired"]
    assert tilth(*dog, "--from", "2026-07-01", "--until", "2027-06-30").code == 0
    assert found(tilth, "2026-06-10") == found(tilth, "2026-07-01") == []


def test_a_suspension_is_lifted_by_an_amendment_and_what_was_known_before_stays(tilth, teams):
    ran = tilth("team", teams, "suspend", 5, "--from", "2026-03-01", "--by", "NMAA", "--why", "an inquiry", "--json")
    assert (ran.json["kind"], ran.json["of_entry"]) == ("suspension", "5")
    assert found(tilth, "2026-05-04") == ["certificate_suspended"]
    assert shown(tilth, "2026-05-04")["certificates"][0]["state"] == "suspended"
    assert tilth("amend", teams, ran.json["entry"], "--set", "until=2026-03-31", "--why", "lifted").code == 0
    assert found(tilth, "2026-05-04") == []
    assert found(tilth, "2026-03-31") == ["certificate_suspended"]
    assert found(tilth, "2026-03-15", "--known-at", "2026-01-01") == []


def test_a_revoked_certificate_does_not_come_back(tilth, teams):
    ran = tilth("team", teams, "revoke", 5, "--from", "2026-03-01", "--by", "NMAA", "--why", "out of its scope")
    assert "revoked from 2026-03-01 on, by NMAA" in ran.out
    assert [one["state"] for one in shown(tilth, "2026-12-01")["certificates"]] == ["revoked"]
    assert shown(tilth, "2026-02-01")["certificates"][0]["state"] == "valid"
    assert tilth("withdraw", teams, 6, "--why", "meant for another operator").code == 0
    assert shown(tilth, "2026-11-01")["certificates"][0]["state"] == "valid"


def test_a_certificate_that_was_withdrawn_was_never_there(tilth, teams):
    assert tilth("withdraw", teams, 5, "--why", "never issued").code == 0
    assert found(tilth, "2026-05-04") == ["not_accredited"] * 2  # to clear, and to reduce


def test_a_course_abroad_is_kept_as_far_as_it_is_stated(tilth, teams):
    course = ("team", teams, "course", "Team 1", "--topic", "humanitarian demining")
    assert tilth(*course, "--place", "Ruritania", "--on", "2025-06").code == 0
    assert tilth(*course, "--trainer", "engineers of Ruritania", "--json").json["on"] is None
    first, second = shown(tilth, "2026-05-04")["courses"]
    assert (first["place"], first["trainer"], first["on"], first["last"]) == (
        "Ruritania",
        None,
        "2025-06",
        "2025-06-30",
    )
    assert (second["place"], second["trainer"], second["on"]) == (None, "engineers of Ruritania", None)
    assert "trainer: not stated; date: 2025-06" in tilth("team", teams, "Team 1").out


def test_a_unit_of_which_a_mission_is_told_shows_its_days(tilth, teams):
    told = Path("said.csv")
    told.write_text(
        "claim_id,metric,value,subject,as_of,speaker\nK1,unit_deployed,yes,Team 1,2026-02-01,the ministry\n",
        encoding="utf-8",
    )
    assert shown(tilth, "2026-05-04")["mission"] == []
    assert tilth("import", teams, told, "--as", "statements").code == 0
    assert [(one["phase"], one["start"]) for one in shown(tilth, "2026-05-04")["mission"]] == [
        ("deployed", "2026-02-01")
    ]


def test_what_is_said_again_stands_for_what_was_said(tilth, teams):
    again = tilth("team", teams, "member", "Team 1", "--key", "M-014", "--role", "medic", "--until", "2026-03-31")
    assert "It stands for entry 3." in again.out
    assert [one["role"] for one in shown(tilth, "2026-03-31")["members"]] == ["medic"]
    assert shown(tilth, "2026-04-01")["members"] == []
    later = tilth("team", teams, "add", "Team 1", "--operator", "Other Co", "--from", "2026-06-01", "--json").json
    assert "amends" not in later
    assert [shown(tilth, f"2026-0{month}-01")["operator"] for month in (5, 6)] == ["Demining Co", "Other Co"]


def test_the_log_names_the_team(tilth, teams):
    lines = tilth("log", teams).out.splitlines()
    assert ["Team 1" in line for line in lines] == [False, True, True, True, False]
    assert "Demining Co  said by NMAA" in lines[-1]


# --- tables ---------------------------------------------------------------------------------------------------------


def table(path: str, rows: list[dict]) -> str:
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_certificates_of_a_table_are_booked_and_a_bad_row_is_told(tilth, teams):
    row = {"holder": "Team 1", "kind": "medical", "from": "2026-01-01", "until": "2026-06", "issued_by": "clinic"}
    rows = [row | {"member": "M-014"}, row | {"member": "M-014", "until": "2025-01-01"}]
    ran = tilth("import", teams, table("c.csv", rows), "--as", "certificates", "--said-by", "clinic", "--json")
    assert (ran.json["booked"], ran.json["set_aside"]) == (1, 1)
    assert [one["kind"] for one in ran.json["findings"]] == ["cannot_stand"]
    assert found(tilth, "2026-06-30") == ["certificate_ends_soon"]
    assert found(tilth, "2026-07-01") == ["certificate_expired"]


def test_no_table_of_people_brings_a_name_into_the_journal(tilth, teams):
    rows = [
        {"team": "Team 1", "key": "M-1", "role": "deminer", "full_name": "Zorba Quixote"},
        {"team": "Team 1", "key": "zorba.quixote@x", "role": "deminer", "full_name": ""},
    ]
    tilth("import", teams, table("p.csv", rows), "--as", "members", "--said-by", "Demining Co")
    said = json.dumps(tilth("log", teams, "--json").json, ensure_ascii=False).casefold()
    assert "quixote" not in said
    assert "zorba" not in said


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "geojson", "gpkg"])
def test_what_is_exported_gives_the_same_roster(tilth, teams, suffix):
    tilth("team", teams, "course", "Team 1", "--topic", "first aid", "--on", "2025")
    tilth(*CERTIFY, "Team 1", "--kind", "eod", "--level", "1", "--member", "M-014", "--number", "0017",
          "--from", "2026-01-01", "--by", "NMAA")  # fmt: skip
    tilth("team", teams, "suspend", 5, "--from", "2026-03-01", "--by", "NMAA", "--why", "an inquiry")
    tilth("amend", teams, 8, "--set", "until=2026-03-31", "--why", "lifted")
    tilth("export", teams, f"out.{suffix}")
    tilth("new", "again.gpkg", "--name", "Again")
    assert tilth("import", "again.gpkg", f"out.{suffix}", "--json").json["set_aside"] == 0
    first, second = (_without_entries(tilth("team", name, "Team 1", "--on", "2026-03-31", "--json").json)
                     for name in (teams, "again.gpkg"))  # fmt: skip
    assert first == second
    assert [one["state"] for one in first["certificates"]] == ["suspended", "valid"]


def _without_entries(told):
    """An answer without what names entries: their numbers differ from file to file."""
    if isinstance(told, dict):
        return {
            name: _without_entries(one) for name, one in told.items() if name not in ("entry", "entries", "sentence")
        }
    return [_without_entries(one) for one in told] if isinstance(told, list) else told


# --- refusals -------------------------------------------------------------------------------------------------------

_VALID = ["--from", "2026-01-01", "--by", "NMAA"]
REFUSED = [
    ("404.4", ["show", "Team 7"]),
    ("404.4", ["member", "Team 7", "--key", "M-1", "--role", "medic"]),
    ("404.4", ["asset", "Team 7", "--kind", "dog", "--id", "1"]),
    ("404.4", ["course", "Team 7", "--topic", "first aid"]),
    ("404.4", ["certify", "Team 7", "--kind", "medical", *_VALID]),
    ("404.4", ["certify", "Team 1", "--kind", "medical", "--member", "M-9", *_VALID]),
    ("404.4", ["certify", "Team 1", "--kind", "dog licence", "--asset", "X", *_VALID]),
    ("404.3", ["suspend", "99", *_VALID, "--why", "w"]),
    ("409.20", ["revoke", "3", *_VALID, "--why", "w"]),
    ("422.1", ["show", "Team 1", "--on", "2026-05"]),
    ("422.1", ["show", "Team 1", "--on", "soon"]),
    ("422.1", ["show", "Team 1", "--known-at", "soon"]),
    ("422.1", ["course", "Team 1", "--topic", "first aid", "--on", "2999-01-01"]),
    ("422.1", ["course", "Team 1", "--topic", "first aid", "--on", "long ago"]),
    ("422.2", ["add", "Team 2", "--kind", "brave"]),
    ("422.2", ["add", ""]),
    ("422.2", ["add", "Team 2", "--from", "2026-02-01", "--until", "2026-01-01"]),
    ("422.2", ["member", "Team 1", "--key", "Ivan Petrov", "--role", "medic"]),
    ("422.2", ["member", "Team 1", "--key", "M-1", "--role", "poet"]),
    ("422.2", ["member", "Team 1", "--key", "M-1", "--role", "medic", "--skill", "luck"]),
    ("422.2", ["asset", "Team 1", "--kind", "boat", "--id", "1"]),
    ("422.2", ["certify", "Team 1", "--kind", "beauty", *_VALID]),
    ("422.2", ["certify", "Team 1", "--kind", "eod", *_VALID]),
    ("422.2", ["certify", "Team 1", "--kind", "medical", *_VALID, "--until", "2025-12-31"]),
    ("422.2", ["certify", "Team 1", "--kind", "medical", "--from", "soon", "--by", "NMAA"]),
    ("422.2", ["suspend", "5", *_VALID, "--why", ""]),
]


@pytest.mark.parametrize(("number", "words"), REFUSED, ids=[" ".join(words) for _, words in REFUSED])
def test_a_refusal_is_one_numbered_line_and_books_nothing(tilth, teams, number, words):
    ran = tilth("team", teams, *words)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("tilth: ")
    assert ran.err.strip().endswith(f"[{number}]")
    assert ran.err.count("\n") == 1
    assert len(tilth("log", teams, "--json").json) == 5


def test_a_certificate_that_was_replaced_is_suspended_by_its_new_number(tilth, teams):
    tilth("amend", teams, 5, "--set", "until=2027-12-31", "--why", "a slip")
    ran = tilth("team", teams, "suspend", 5, *_VALID, "--why", "w")
    assert (ran.code, "[409.3]" in ran.err) == (1, True)
    assert tilth("team", teams, "suspend", 6, *_VALID, "--why", "w").code == 0


def test_an_amendment_that_cannot_stand_is_refused(tilth, teams):
    for change in ("until=2025-01-01", "certificate_kind=beauty", "full_name=X"):
        ran = tilth("amend", teams, 5, "--set", change, "--why", "w")
        assert (ran.code, "[422.2]" in ran.err) == (1, True)


WRONG = [["certify", "Team 1"], ["member", "Team 1"], ["add"], ["show", "--colour"], ["suspend", "five"]]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_wrong_call_is_exit_code_two(tilth, teams, words):
    assert tilth("team", teams, *words).code == 2


def test_the_roster_can_be_asked_from_python(made):
    with open_file(made) as store:
        known = roster_of(Programme(store))
    assert known.allowed("Team 1", datetime(2026, 5, 4, tzinfo=UTC).date(), "clear") == []
