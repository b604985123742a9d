"""`claims`, `source` and `conflicts`: ids are kept, nothing a table holds is lost, and every word can be undone."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tilth.desk.importing import import_sheets
from tilth.desk.programme import Programme
from tilth.desk.starting import start
from tilth.exchange.read import read_sheets
from tilth.journal.entry import REGISTER_KINDS
from tilth.store.geopackage import create

COLUMNS = [
    "claim_id", "metric", "value", "unit", "qualifier", "as_of", "published", "scope", "speaker", "outlet", "url",
]  # fmt: skip
CYRILLIC = "Министерство по чрезвычайным ситуациям"
GOOD = dict(
    zip(
        COLUMNS,
        ("K1", "area_cleared", "500", "ha", "", "2024-05-01", "2024-05-02", "North", "the minstry", "Gazette", ""),
        strict=True,
    )
)
ROWS = [
    GOOD,
    GOOD | {"claim_id": "K2", "published": "2024-05-09", "outlet": "Courier"},
    GOOD | {"claim_id": "K3", "value": "900", "published": "2024-06-01", "speaker": "the mayor"},
]


def table(path: str | Path, rows: list[dict], *, encoding: str = "utf-8") -> Path:
    with Path(path).open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return Path(path)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A programme with three claims, entries 3 to 5, and a remark on the first, entry 7: booked once, copied often."""
    folder = tmp_path_factory.mktemp("register")
    remarks = [{"claim_id": "K1", "kind": "rounding", "note": "a round figure"}]
    tables = {"statements": table(folder / "claims.csv", ROWS), "remarks": table(folder / "notes.csv", remarks)}
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    with create(folder / "r.gpkg") as store:
        programme = Programme(store)
        start(programme, name="Register", country=None, author="owner", now=now)
        for kind, path in tables.items():
            import_sheets(programme, read_sheets(path), kind=kind, said_by="owner", author="owner", now=now)
    return folder / "r.gpkg"


@pytest.fixture
def register(tilth, made) -> str:
    """A programme of one's own with three claims and a remark."""
    shutil.copy(made, "r.gpkg")
    return "r.gpkg"


def by_id(tilth, *asked: str) -> dict[str, dict]:
    ran = tilth("claims", "r.gpkg", *asked, "--json")
    assert ran.code == 0
    return {one["claim_id"]: one for one in ran.json}


# --- claims ---------------------------------------------------------------------------------------------------------


def test_an_import_answers_with_its_claims_under_their_own_ids(tilth):
    tilth("new", "r.gpkg", "--name", "Register")
    ran = tilth("claims", "import", "r.gpkg", table("claims.csv", ROWS), "--json")
    assert [one["claim_id"] for one in ran.json] == ["K1", "K2", "K3"]
    first = ran.json[0]
    assert (first["value"], first["unit"], first["grade"], first["reliability"], first["credibility"]) == (
        500, "ha", "F6", "F", "6",
    )  # fmt: skip
    assert (first["who"], first["source"], first["entry"]) == ("the minstry (Gazette)", "the minstry", 3)
    assert "3 rows read: 3 booked, 0 set aside" in ran.err
    again = tilth("claims", "import", "r.gpkg", "claims.csv", "--json")
    assert [one["claim_id"] for one in again.json] == ["K1", "K2", "K3"]
    assert "0 booked, 3 set aside" in again.err


def test_an_import_answers_with_its_own_claims_only(tilth, register):
    other = table("other.csv", [GOOD | {"claim_id": "", "value": "77"}])
    (one,) = tilth("claims", "import", register, other, "--json").json
    assert (one["value"], one["findings"][0]["kind"]) == (77, "no_claim_id")
    assert len(by_id(tilth)) == 4


def test_claims_are_listed_with_relations_remarks_and_findings(tilth, register):
    found = by_id(tilth)
    assert list(found) == ["K1", "K2", "K3"]
    assert ("repeats", "K1", True) in [(r["relation"], r["claim_id"], r["computed"]) for r in found["K2"]["relations"]]
    assert ("repeated by", "K2") in [(r["relation"], r["claim_id"]) for r in found["K1"]["relations"]]
    assert [(r["kind"], r["note"], r["user"]) for r in found["K1"]["remarks"]] == [
        ("rounding", "a round figure", "owner")
    ]
    assert "findings" not in found["K1"]
    text = tilth("claims", register)
    assert "noted by owner" in text.out
    assert "3 claims" in text.err


def test_claims_are_chosen_by_metric_subject_and_speaker(tilth, register):
    assert list(by_id(tilth, "--speaker", "MINSTRY")) == ["K1", "K2"]
    assert list(by_id(tilth, "--subject", "nor")) == ["K1", "K2", "K3"]
    assert list(by_id(tilth, "--metric", "roads_cleared")) == []


def test_before_the_programme_began_the_claims_published_by_then_are_listed(tilth, register):
    ran = tilth("claims", register, "--known-at", "2024-05-03", "--json")
    assert [one["claim_id"] for one in ran.json] == ["K1"]
    assert "had been published by then" in ran.err
    assert tilth("claims", register, "--known-at", "soon").code == 1


IMPERFECT = [
    ({"speaker": "", "outlet": "", "url": ""}, "no_source"),
    ({"unit": ""}, "no_unit"),
    ({"as_of": ""}, "undated_statement"),
    ({"unit": "km"}, "other_dimension"),
    ({"as_of": "2024-02-30"}, "bad_date"),
    ({"published": "31.11.2024"}, "bad_date"),
    ({"value": "five"}, "value_not_a_number"),
    ({"metric": "hopes"}, "unknown_metric"),
]


@pytest.mark.parametrize(("change", "kind"), IMPERFECT, ids=[kind for _, kind in IMPERFECT])
def test_an_imperfect_claim_is_kept_whole_with_a_finding(tilth, register, change, kind):
    row = GOOD | {"claim_id": "K9", "value": "123"} | change
    ran = tilth("claims", "import", register, table("bad.csv", [row]), "--json")
    (one,) = ran.json
    assert (one["claim_id"], kind in [found["kind"] for found in one["findings"]]) == ("K9", True)
    entry = next(entry for entry in tilth("log", register, "--json").json if entry["id"] == "K9")
    assert {name: entry["body"].get(name, "") for name in change} == change
    heading = next(e for e in tilth("log", register, "--json").json if e["entry"] == entry["batch"])
    assert kind in [found["kind"] for found in heading["body"]["findings"]]
    assert len(by_id(tilth)) == 4


def test_a_row_that_is_no_claim_is_told_and_kept_as_a_finding_of_the_import(tilth, register):
    rows = [dict.fromkeys(COLUMNS, "") | {"claim_id": "K8", "speaker": "somebody"}, GOOD | {"claim_id": "K9"}]
    ran = tilth("claims", "import", register, table("bad.csv", rows), "--json")
    assert [one["claim_id"] for one in ran.json] == ["K9"]
    assert "E07 row 1" in ran.err
    assert "1 booked, 1 set aside" in ran.err
    heading = [entry for entry in tilth("log", register, "--json").json if entry["kind"] == "import"][-1]
    assert ("not_a_statement", 1) in [(found["kind"], found["row"]) for found in heading["body"]["findings"]]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_another_encoding_loses_no_word(tilth, register, encoding):
    rows = table("other.csv", [GOOD | {"claim_id": "K9", "speaker": CYRILLIC}], encoding=encoding)
    assert [one["speaker"] for one in tilth("claims", "import", register, rows, "--json").json] == [CYRILLIC]


def test_an_encoding_nobody_can_tell_is_a_finding_and_can_be_stated(tilth, register):
    rows = table("other.csv", [GOOD | {"claim_id": "K9", "speaker": CYRILLIC}], encoding="cp1251")
    assert "state encoding in a mapping file" in tilth("claims", "import", register, rows).err
    Path("m.toml").write_text('[source]\nencoding = "cp1251"\n', encoding="utf-8")
    (one,) = tilth("claims", "import", register, rows, "--mapping", "m.toml", "--json").json
    assert one["speaker"] == CYRILLIC


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"claim_id,metric\n"])
def test_a_file_that_holds_no_claim_is_refused_or_empty(tilth, register, content):
    Path("junk.csv").write_bytes(content)
    ran = tilth("claims", "import", register, "junk.csv", "--json")
    assert (ran.code == 1 and ran.err.count("\n") == 1) or ran.json == []
    assert len(by_id(tilth)) == 3


def test_remarks_on_a_claim_nobody_imported_wait_for_it(tilth, register):
    remarks = table("more.csv", [{"claim_id": "K9", "kind": "rounding", "note": "see K1"}])
    ran = tilth("claims", "import", register, remarks, "--said-by", "a reader", "--json")
    assert (ran.json, "E14" in ran.err) == ([], True)
    tilth("claims", "import", register, table("later.csv", [GOOD | {"claim_id": "K9"}]))
    assert by_id(tilth)["K9"]["remarks"][0]["user"] == "a reader"


# --- source ---------------------------------------------------------------------------------------------------------


def test_sources_are_listed_shown_and_graded_by_a_person_only(tilth, register):
    listed = tilth("source", register, "--json").json["sources"]
    assert {one["name"]: (one["reliability"], one["said"], one["carried"]) for one in listed} == {
        "the minstry": ("F", 2, 0), "the mayor": ("F", 1, 0), "Gazette": ("F", 0, 2), "Courier": ("F", 0, 1),
    }  # fmt: skip
    assert "the mayor" in tilth("source", register).out
    graded = tilth("source", register, "grade", "Gazette", "B", "--why", "right twice", "--author", "ana", "--json")
    assert graded.json["grade"] == "B"
    shown = tilth("source", register, "gazette", "--json").json
    assert (shown["reliability"], shown["grades"][0]["user"], shown["carried"]) == ("B", "ana", ["K1", "K3"])
    assert "right twice" in tilth("source", register, "Gazette").out
    assert {name: one["grade"] for name, one in by_id(tilth).items()} == {"K1": "B6", "K2": "F6", "K3": "B6"}
    assert tilth("source", register, "grade", "K1", "3", "--why", "fits").code == 0
    assert by_id(tilth)["K1"]["grade"] == "B3"


@pytest.mark.parametrize(
    "words", [["r.gpkg", "--json"], ["--json", "r.gpkg"], ["r.gpkg", "list", "--json"]], ids=" ".join
)
def test_the_word_for_listing_may_be_left_out(tilth, register, words):
    ran = tilth("source", *words)
    assert (ran.code, len(ran.json["sources"])) == (0, 4)
    claims = ["list", "r.gpkg", "--json"] if "list" in words else words
    assert len(tilth("claims", *claims).json) == 3


def test_another_name_of_a_source_is_undone_by_a_second_entry(tilth, register):
    ran = tilth("source", register, "alias", "the ministry", "the minstry", "--why", "a misprint", "--json")
    found = by_id(tilth)["K1"]
    assert (found["speaker"], found["printed"]) == ("the ministry", ["the minstry"])
    assert "the minstry" in tilth("source", register, "the ministry").out
    assert tilth("withdraw", register, ran.json["entry"], "--why", "two bodies").code == 0
    assert by_id(tilth)["K1"]["speaker"] == "the minstry"


def test_actors_are_one_only_while_a_person_says_so(tilth, register):
    ran = tilth("source", register, "same", "North", "AS", "Northern Region", "--why", "one place", "--json")
    found = by_id(tilth)["K1"]
    assert (found["subject"], found["taken_as"]) == ("North", "Northern Region")
    assert found["taken_because"] == f"one place (entry {ran.json['entry']}, owner)"
    tilth("withdraw", register, ran.json["entry"], "--why", "two places")
    assert "taken_as" not in by_id(tilth)["K1"]


def test_a_stated_relation_stands_beside_the_computed_ones(tilth, register):
    tilth("source", register, "relate", "K3", "corrects", "K1", "--why", "it says so")
    told = [one for one in by_id(tilth)["K3"]["relations"] if not one["computed"]]
    assert [(one["relation"], one["claim_id"], one["user"], one["why"]) for one in told] == [
        ("corrects", "K1", "owner", "it says so")
    ]
    assert ("corrected by", "K3") in [(one["relation"], one["claim_id"]) for one in by_id(tilth)["K1"]["relations"]]


def test_a_hazard_cites_its_evidence(tilth, register):
    hazard = table("hazard.csv", [{"id": "H1", "wkt": "POLYGON((17 44,17.001 44,17.001 44.001,17 44))"}])
    assert tilth("import", register, hazard, "--as", "suspected", "--said-by", "A").code == 0
    entry = next(one["entry"] for one in tilth("log", register, "--json").json if one["id"] == "H1")
    (before,) = tilth("source", register, "evidence", "--json").json
    assert [one["kind"] for one in before["findings"]] == ["no_evidence_cited"]
    cite = ("source", register, "cite", entry, "--claim", "K1", "--as", "negative", "--why", "ploughed for years")
    assert tilth(*cite).code == 0
    (after,) = tilth("source", register, "evidence", "--json").json
    assert [(one["claim_id"], one["as"]) for one in after["evidence"]] == [("K1", "negative")]
    assert by_id(tilth)["K1"]["evidence_for"][0]["cited_by"] == entry
    assert "1 of 1 hazards and releases cite evidence" in tilth("source", register, "evidence").out


def test_a_document_is_kept_by_its_digest(tilth, register):
    Path("news.txt").write_text("Words that are not kept.", encoding="utf-8")
    ran = tilth("source", register, "report", "news.txt", "--published", "2024-05-02", "--outlet", "Gazette", "--json")
    assert (ran.code, len(ran.json["sha256"])) == (0, 64)
    (kept,) = tilth("source", register, "--json").json["reports"]
    assert (kept["published"], kept["outlet"]) == ("2024-05-02", "Gazette")
    assert "Words that" not in json.dumps(tilth("log", register, "--json").json)


REFUSED = [
    ["source", "r.gpkg", "Nobody"],
    ["source", "r.gpkg", "add", "X", "--kind", "person"],
    ["source", "r.gpkg", "grade", "Gazette", "B3", "--why", "w"],
    ["source", "r.gpkg", "grade", "Gazette", "B", "--why", ""],
    ["source", "r.gpkg", "grade", "K1", "7", "--why", "w"],
    ["source", "r.gpkg", "relate", "K1", "likes", "K2", "--why", "w"],
    ["source", "r.gpkg", "relate", "K1", "repeats", "K9", "--why", "w"],
    ["source", "r.gpkg", "cite", "3", "--claim", "K1", "--as", "direct", "--why", "w"],
    ["source", "r.gpkg", "same", "South", "AS", "North", "--why", "w"],
    ["source", "r.gpkg", "report", "nowhere.txt"],
    ["source", "nowhere.gpkg"],
    ["claims", "nowhere.gpkg"],
    ["claims", "import", "r.gpkg", "nowhere.csv"],
    ["conflicts", "r.gpkg", "--kind", "quarrel"],
    ["conflicts", "r.gpkg", "--severity", "grave"],
    ["conflicts", "r.gpkg", "--known-at", "soon"],
]


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
@pytest.mark.usefixtures("register")
def test_a_refusal_is_one_line_that_says_what_to_do(tilth, words):
    ran = tilth(*words)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert ran.err.startswith("tilth: ")


WRONG = [
    ["source", "r.gpkg", "grade", "Gazette", "B"],
    ["source", "r.gpkg", "alias", "A", "--why", "w"],
    ["source", "r.gpkg", "same", "North", "South", "--why", "w"],
    ["claims", "import", "r.gpkg"],
    ["claims", "r.gpkg", "--colour"],
    ["conflicts"],
]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
@pytest.mark.usefixtures("register")
def test_a_wrong_call_is_exit_code_two(tilth, words):
    ran = tilth(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


@pytest.mark.parametrize("words", ["claims", "claims import", "claims list", "conflicts", "source"])
def test_the_help_shows_an_example(tilth, words):
    ran = tilth(*words.split(), "-h")
    assert ran.code == 0
    assert f"Example: tilth {words.removesuffix(' list')} " in " ".join(ran.out.split())


SOURCE_WORDS = ["list", "show", "evidence", "add", "alias", "grade", "relate", "cite", "same", "report"]


@pytest.mark.parametrize("word", SOURCE_WORDS)
def test_every_word_of_source_has_an_example_and_stands_in_its_help(tilth, register, word):
    ran = tilth("source", register, word, "-h")
    assert (ran.code, "Example: tilth source b.gpkg" in " ".join(ran.out.split())) == (0, True)
    assert f"  {word} " in tilth("source", "-h").out


# --- conflicts ------------------------------------------------------------------------------------------------------


def test_conflicts_answer_the_contract_gravest_first(tilth, register):
    ran = tilth("conflicts", register, "--json")
    assert ran.code == 0
    keys = {"id", "kind", "severity", "claims", "assumptions", "sentence"}
    assert all(one.keys() >= keys for one in ran.json)
    clash = next(one for one in ran.json if set(one["claims"]) <= {"K1", "K2", "K3"} and "K3" in one["claims"])
    assert clash["severity"] in ("error", "warning")
    order = [("error", "warning", "info").index(one["severity"]) for one in ran.json]
    assert order == sorted(order)
    text = tilth("conflicts", register)
    assert clash["sentence"].split()[0] in text.out
    assert "conflicts among 3 claims" in text.out


def test_conflicts_are_chosen_by_kind_and_severity(tilth, register):
    every = tilth("conflicts", register, "--json").json
    kind = every[0]["kind"]
    assert tilth("conflicts", register, "--kind", kind, "--json").json == [one for one in every if one["kind"] == kind]
    assert tilth("conflicts", register, "--severity", "info", "--json").json == [
        one for one in every if one["severity"] == "info"
    ]
    assert tilth("conflicts", register, "--known-at", "2024-05-03", "--json").json == []


def test_what_people_noted_is_told_beside_what_is_computed(tilth, register):
    ran = tilth("conflicts", register)
    assert "Noted by people, and not computed:" in ran.out
    assert "noted by owner: K1, rounding: a round figure" in ran.out
    assert "1 remarks of people match no computed conflict" in tilth("conflicts", register, "--json").err
    kind = tilth("conflicts", register, "--json").json[0]["kind"]
    tilth("claims", "import", register, table("more.csv", [{"claim_id": "K3", "kind": kind, "note": "they differ"}]))
    noted = [one["noted"] for one in tilth("conflicts", register, "--kind", kind, "--json").json if "noted" in one]
    assert noted[0][0]["note"] == "they differ"


# --- the whole register, out and in again ---------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".fgb", ".csv", ".xlsx"])
def test_the_register_comes_back_from_every_format(tilth, register, suffix):
    hazard = table("hazard.csv", [{"id": "H1", "wkt": "POLYGON((17 44,17.001 44,17.001 44.001,17 44))"}])
    tilth("import", register, hazard, "--as", "suspected", "--said-by", "A")
    entry = next(one["entry"] for one in tilth("log", register, "--json").json if one["id"] == "H1")
    Path("news.txt").write_text("news", encoding="utf-8")
    said = [
        ["add", "the ministry", "--kind", "organisation", "--alias", "the minstry"],
        ["grade", "Gazette", "B", "--why", "right twice"],
        ["grade", "Gazette", "C", "--why", "late twice"],
        ["grade", "K1", "3", "--why", "fits"],
        ["relate", "K3", "contradicts", "K1", "--why", "they differ"],
        ["cite", str(entry), "--claim", "K1", "--as", "direct", "--why", "seen"],
        ["same", "North", "AS", "Northern Region", "--why", "one place"],
        ["report", "news.txt", "--published", "2024-05"],
    ]
    assert [tilth("source", register, *words, "--author", "ana").code for words in said] == [0] * len(said)
    last = tilth("log", register, "--json").json[-1]["entry"]
    tilth("amend", register, last, "--set", "title=News", "--why", "its title", "--author", "ana")
    assert tilth("export", register, f"out{suffix}").code == 0
    tilth("new", "c.gpkg", "--name", "Copy")
    back = tilth("import", "c.gpkg", f"out{suffix}", "--json")
    assert (back.code, back.json["set_aside"]) == (0, 0)
    assert {one["kind"] for one in tilth("log", "c.gpkg", "--json").json} >= set(REGISTER_KINDS)
    for asked in (["source", "{}"], ["source", "{}", "Gazette"], ["source", "{}", "evidence"], ["claims", "{}"]):
        one, other = (
            _without_numbers(tilth(*(word.format(name) for word in asked), "--json").json)
            for name in (register, "c.gpkg")
        )
        assert one == other, asked
    assert tilth("import", "c.gpkg", f"out{suffix}", "--json").json["booked"] == 0
    assert tilth("verify", "c.gpkg", "--json").json["ok"]


def _without_numbers(value: object) -> object:
    """An answer without the numbers of entries, which are others in another journal."""
    if isinstance(value, dict):
        hidden = ("entry", "cited_in", "cited_by", "taken_because")
        return {name: _without_numbers(one) for name, one in value.items() if name not in hidden}
    return [_without_numbers(one) for one in value] if isinstance(value, list) else value


def test_a_copy_keeps_the_register(tilth, register):
    tilth("source", register, "grade", "K1", "3", "--why", "fits")
    tilth("copy", register, "c.gpkg")
    assert tilth("claims", "c.gpkg", "--json").json == tilth("claims", register, "--json").json


def test_the_real_claims_and_notes_are_taken_whole(tilth, shared_data):
    folder = shared_data / "kursk"
    tilth("new", "r.gpkg", "--name", "Register")
    files = [folder / "claims.csv", folder / "mission_528.csv"]
    ran = tilth("claims", "import", "r.gpkg", *files, folder / "claims_notes.csv", "--json")
    ids = [row["claim_id"] for path in files for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())]
    assert [one["claim_id"] for one in ran.json] == ids
    noted = {one["claim_id"] for one in ran.json if "remarks" in one}
    notes = csv.DictReader((folder / "claims_notes.csv").read_text(encoding="utf-8").splitlines())
    assert noted == {row["claim_id"] for row in notes}
    assert {one["grade"] for one in ran.json} == {"F6"}
