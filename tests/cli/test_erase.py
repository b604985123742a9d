"""`tilth people`, `tilth erase`, and what import, copy, export and verify do with personal data."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

import tilth as package

NAMES = ("Ana Horvatić", "Bea Kovačec")


@pytest.fixture
def programme(tilth):
    """A programme with two victims."""
    tilth("new", "b.gpkg", "--name", "B")
    lines = [
        "id,name,sex,age,outcome,date",
        "V1,Ana Horvatić,f,34,killed,2024-05-02",
        "V2,Bea Kovačec,f,9,injured,2024",
    ]
    Path("victims.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ran = tilth("import", "b.gpkg", "victims.csv", "--as", "victims", "--said-by", "A", "--json")
    assert (ran.code, ran.json["booked"]) == (0, 2)
    return Path("b.gpkg")


def keys(tilth) -> list[str]:
    return [one["key"] for one in tilth("people", "b.gpkg", "--json").json]


def test_an_import_keeps_persons_in_a_private_file_beside_the_programme(tilth, programme):
    vault = Path("b.gpkg.vault")
    assert stat.S_IMODE(vault.stat().st_mode) == 0o600
    assert b"Horvati" in vault.read_bytes()
    assert not [path.name for path in Path().glob("b.gpkg*") if path != vault and b"Horvati" in path.read_bytes()]
    log = tilth("log", "b.gpkg", "--json").json
    assert [entry["body"]["age_group"] for entry in log if entry["kind"] == "victim"] == ["adult", "child"]
    assert "Horvati" not in tilth("log", "b.gpkg", "--json").out


def test_people_lists_keys_and_shows_a_person_only_when_asked(tilth, programme):
    listed = tilth("people", "b.gpkg")
    assert "held: age, name" in listed.out
    assert not [name for name in NAMES if name in listed.out + listed.err]
    one = tilth("people", "b.gpkg", keys(tilth)[0], "--show")
    assert sum(name in one.out for name in NAMES) == 1
    assert "personal data" in one.err
    assert tilth("people", "b.gpkg", "--show").code == 2
    assert "404.4" in tilth("people", "b.gpkg", "P-nobody").err
    head = tilth("verify", "b.gpkg", "--json").json["head"]
    assert tilth("verify", "b.gpkg", "--json").json["head"] == head


def test_erasing_a_person_and_erasing_twice(tilth, programme):
    key = keys(tilth)[0]
    name = tilth("people", "b.gpkg", key, "--show", "--json").json[0]["fields"]["name"]
    account = tilth("account", "b.gpkg", "--json").json
    ran = tilth("erase", "b.gpkg", key, "--why", "asked to", "--author", "keeper", "--json")
    assert (ran.code, ran.json) == (0, {"entry": 5, "person": key, "held": True})
    left = b"".join(path.read_bytes() for path in Path().glob("b.gpkg*"))
    assert name.encode() not in left
    assert json.dumps(name)[1:-1].encode() not in left
    after = tilth("account", "b.gpkg", "--json").json
    assert {k: v for k, v in after.items() if k not in ("entries", "head")} == {
        k: v for k, v in account.items() if k not in ("entries", "head")
    }
    assert tilth("verify", "b.gpkg", "--json").json["findings"] == []
    for wrong, number in ((key, "410.1"), ("P-" + "0" * 20, "404.4")):
        ran = tilth("erase", "b.gpkg", wrong)
        assert (ran.code, number in ran.err) == (1, True)
    assert f"erased by entry {5}" in tilth("people", "b.gpkg", key).out


def test_a_copy_takes_the_vault_only_when_asked(tilth, programme):
    ran = tilth("copy", "b.gpkg", "alone.gpkg", "--json")
    assert (ran.json["vault"], Path("alone.gpkg.vault").exists()) == (None, False)
    verified = tilth("verify", "alone.gpkg", "--json")
    assert (verified.code, [one["kind"] for one in verified.json["findings"]]) == (0, ["vault_missing"])
    before = os.umask(0o000)
    try:
        ran = tilth("copy", "b.gpkg", "whole.gpkg", "--with-vault")
    finally:
        os.umask(before)
    assert "whole.gpkg.vault" in ran.out
    assert stat.S_IMODE(Path("whole.gpkg.vault").stat().st_mode) == 0o600
    assert tilth("verify", "whole.gpkg", "--json").json["findings"] == []
    assert [one["held"] for one in tilth("people", "whole.gpkg", "--json").json] == [["age", "name"]] * 2
    Path("third.gpkg.vault").touch()
    ran = tilth("copy", "b.gpkg", "third.gpkg", "--with-vault")
    assert (ran.code, "409.1" in ran.err, Path("third.gpkg").exists()) == (1, True, False)


@pytest.mark.parametrize("suffix", ["csv", "geojson", "xlsx", "gpkg"])
def test_an_export_holds_nobody_and_comes_back_with_the_same_keys(tilth, programme, suffix):
    ran = tilth("export", "b.gpkg", f"out.{suffix}")
    assert "never exported" in ran.out
    assert tilth("export", "b.gpkg", f"again.{suffix}", "--json").json["personal_data"] is False
    if suffix != "xlsx":
        assert b"Horvati" not in Path(f"out.{suffix}").read_bytes()
    tilth("new", "c.gpkg", "--name", "C")
    report = tilth("import", "c.gpkg", f"out.{suffix}", "--json").json
    assert report["booked"] == 2
    bodies = [
        [e["body"] for e in tilth("log", f, "--json").json if e["kind"] == "victim"] for f in ("b.gpkg", "c.gpkg")
    ]
    assert bodies[0] == bodies[1]
    assert not Path("c.gpkg.vault").exists()


def test_a_vault_that_others_can_read_stops_the_import_of_persons_only(tilth, programme):
    Path("b.gpkg.vault").chmod(0o644)
    Path("more.csv").write_text("id,name\nV3,Cid\n", encoding="utf-8")
    ran = tilth("import", "b.gpkg", "more.csv", "--as", "victims")
    assert (ran.code, "403.8" in ran.err, "chmod 600" in ran.err) == (1, True, True)
    assert tilth("account", "b.gpkg").code == 0
    verified = tilth("verify", "b.gpkg")
    assert (verified.code, "V04" in verified.out) == (0, True)


def test_python_keeps_persons_apart_too(tilth, programme):
    with package.open("b.gpkg") as opened:
        assert opened.verify()["findings"] == []
        assert opened.vault is not None
        assert len(opened.vault.held()) == 2
