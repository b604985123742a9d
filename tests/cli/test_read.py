"""`tilth read`: proposals from a text, and accepting them once."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("sentencex")
pytest.importorskip("dateparser")

TEXT = """Forty hectares cleared in Sabana Province

Ada Quill told Example News Agency that 40 ha were cleared in Sabana Province in May 2025, a pace that suggests much.

The ministry will clear another 50 ha by June 2026. “The land of our fathers is free again,” she said.
"""


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_text_is_read_without_a_programme(tilth, text):
    ran = tilth("read", text, "--published", "2025-12-13", "--json")
    assert ran.code == 0
    assert {"claims", "conflicts", "findings", "sha256", "published"} <= ran.json.keys()
    claim = ran.json["claims"][1]
    assert (claim["speaker"], claim["speaker_kind"], claim["via"]) == ("Ada Quill", "named", ["Example News Agency"])
    assert claim["statement"] == TEXT[slice(*claim["span"])]
    assert claim["quantities"][0]["value"] == 40
    assert [one["modality"] for one in ran.json["claims"]] == ["asserted", "asserted", "opinion", "planned", "opinion"]


def test_a_person_is_told_who_says_what_and_that_nothing_was_booked(tilth, text):
    ran = tilth("read", text)
    assert ran.code == 0
    assert "Ada Quill, via Example News Agency (named)" in ran.out
    assert "unsupported" in ran.out
    assert "2 told as facts, 1 plans, 2 opinions" in ran.out
    assert "Nothing was booked" in ran.err


def test_accepting_books_each_claim_once_and_keeps_its_modality(tilth, text):
    tilth("new", "p.gpkg", "--name", "P")
    first = tilth(
        "read", "p.gpkg", text, "--published", "2025-12-13", "--outlet", "Daily Example", "--accept", "--json"
    )
    assert first.code == 0
    assert (first.json["accepted"], first.json["report"]) == (5, True)
    assert first.json["booked"] >= 5
    entries = tilth("log", "p.gpkg", "--json").json
    again = tilth(
        "read", "p.gpkg", text, "--published", "2025-12-13", "--outlet", "Daily Example", "--accept", "--json"
    )
    assert (again.json["booked"], again.json["booked_before"], again.json["report"]) == (0, first.json["booked"], False)
    assert tilth("log", "p.gpkg", "--json").json == entries
    booked = {one["claim_id"]: one for one in tilth("claims", "p.gpkg", "--json").json}
    read = {one["id"]: one for one in first.json["claims"]}
    assert read.keys() <= booked.keys()
    assert all(booked[name]["modality"] == read[name]["modality"] for name in read)
    assert tilth("verify", "p.gpkg").code == 0


def test_no_sentence_of_the_text_is_kept(tilth, text):
    tilth("new", "p.gpkg", "--name", "P")
    tilth("read", "p.gpkg", text, "--accept")
    told = json.dumps(tilth("claims", "p.gpkg", "--json").json, ensure_ascii=False)
    assert "land of our fathers" not in told
    assert "told Example News Agency that" not in told


def test_only_the_claims_that_are_named_are_booked(tilth, text):
    tilth("new", "p.gpkg", "--name", "P")
    chosen = tilth("read", text, "--json").json["claims"][1]["id"]
    ran = tilth("read", "p.gpkg", text, "--accept", "--only", chosen, "--json")
    assert ran.json["accepted"] == 1
    assert {one["claim_id"].partition(".")[0] for one in tilth("claims", "p.gpkg", "--json").json} == {chosen}
    rest = tilth("read", "p.gpkg", text, "--accept", "--json")
    assert rest.json["booked_before"] == ran.json["booked"]


def test_a_claim_that_is_not_in_the_text_is_refused(tilth, text):
    tilth("new", "p.gpkg", "--name", "P")
    ran = tilth("read", "p.gpkg", text, "--accept", "--only", "T0000-99")
    assert ran.code == 1
    assert "404.4" in ran.err
    assert not tilth("claims", "p.gpkg", "--json").json


def test_what_clashes_with_the_programme_is_told(tilth, text, tmp_path):
    tilth("new", "p.gpkg", "--name", "P")
    other = tmp_path / "other.txt"
    other.write_text(TEXT.replace("40 ha", "90 ha").replace("Forty", "Ninety"), encoding="utf-8")
    tilth("read", "p.gpkg", other, "--published", "2025-12-13", "--accept")
    ran = tilth("read", "p.gpkg", text, "--published", "2025-12-13", "--json")
    assert "two_values" in {one["kind"] for one in ran.json["conflicts"]}
    assert not tilth("read", text, "--published", "2025-12-13", "--json").json["conflicts"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["read", "report.txt", "--accept"], 2),
        (["read", "report.txt", "--only", "T0000-01"], 2),
        (["read", "nowhere.txt"], 1),
        (["read", "."], 1),
        (["read", "report.txt", "--published", "yesterday"], 1),
        (["read"], 2),
    ],
)
def test_a_wrong_call_is_told_in_one_line(tilth, text, words, code):
    ran = tilth(*words)
    assert ran.code == code
    assert ran.err


# --- files that are no plain text -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "assumed"),
    [
        (TEXT.encode("utf-8"), None),
        (b"\xef\xbb\xbf" + TEXT.encode("utf-8"), None),
        (TEXT.encode("utf-16"), None),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("cp1252"), "cp1252"),
        ("Сказала Ada Quill: расчищено 40 га. Министерство сообщило об этом.".encode("cp1251"), "cp1251"),
    ],
)
def test_an_encoding_is_known_or_assumed_with_a_finding(tilth, tmp_path, data, assumed):
    path = tmp_path / "t.txt"
    path.write_bytes(data)
    ran = tilth("read", path, "--json")
    assert ran.code == 0
    sentences = [one["sentence"] for one in ran.json["findings"] if one["kind"] == "encoding_guessed"]
    assert [assumed in one for one in sentences] == ([True] if assumed else [])
    if assumed != "cp1251":
        assert ran.json["claims"][1]["speaker"] == "Ada Quill"


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 text", b"PK\x03\x04 rest", b"\x89PNG\r\n\x1a\n", bytes(range(256)) * 40, b"\x00" * 5000]
)
def test_what_is_no_text_is_refused(tilth, tmp_path, data):
    path = tmp_path / "t.txt"
    path.write_bytes(data)
    ran = tilth("read", path)
    assert ran.code == 1
    assert "415.1" in ran.err
    assert ran.err.count("\n") == 1


def test_a_text_beyond_bounds_is_refused_before_it_is_read(tilth, tmp_path):
    path = tmp_path / "t.txt"
    with path.open("wb") as file:
        file.truncate(21 * 2**20)
    ran = tilth("read", path)
    assert ran.code == 1
    assert "413.1" in ran.err


def test_an_empty_text_and_one_with_markup_are_findings(tilth, tmp_path):
    path = tmp_path / "t.txt"
    path.write_bytes(b"")
    assert [one["kind"] for one in tilth("read", path, "--json").json["findings"]] == ["nothing_claimed"]
    path.write_text("<html><script>var ha = 4000;</script><p>The ministry cleared 40 ha.</p></html>", encoding="utf-8")
    ran = tilth("read", path, "--json")
    assert [one["value"] for claim in ran.json["claims"] for one in claim["quantities"]] == [40]
    assert "markup_not_read" in [one["kind"] for one in ran.json["findings"]]


def test_standard_input_is_read(tilth, monkeypatch):
    import io
    import sys

    class Piped:
        buffer = io.BytesIO(TEXT.encode())

    monkeypatch.setattr(sys, "stdin", Piped())
    assert len(tilth("read", "-", "--json").json["claims"]) == 5
