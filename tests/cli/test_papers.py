"""`tilth dossier`, `tilth report` and `tilth templates`: what is missing, and the papers, in our words or another's."""

from __future__ import annotations

import csv
import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
import shapely

from tilth.desk.approving import approve_completion
from tilth.desk.booking import write
from tilth.desk.draft import Draft
from tilth.desk.handing import Receipt, hand_over, reopen
from tilth.desk.ordering import Wish, open_task
from tilth.desk.programme import Programme
from tilth.desk.starting import start
from tilth.desk.working import Form, Hand, complete, correct, inspect, progress
from tilth.reports.paper import KINDS, NOTICE
from tilth.store.geopackage import create, open_file
from tilth.units.dates import parse_when

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
HOSTILE = "Mill</td><script>alert(1)</script> | **x**"
ON_TASK = ("task-dossier", "completion", "handover")


def hand(by: str) -> Hand:
    return Hand(by, by, NOW)


@pytest.fixture(scope="module")
def handed(tmp_path_factory) -> Path:
    """Task T-0001 on hazard H1, from the order to the handover, with H2 beside it; booked once, copied often."""
    path = tmp_path_factory.mktemp("papers") / "v.gpkg"
    with create(path) as store:
        programme = Programme(store)
        start(programme, name="A village", country=None, author="owner", now=NOW)
        when, body = parse_when("2024-02-10"), {"evidence": "direct", "evidence_text": "seen", "place": HOSTILE}
        land = [
            Draft("confirmed", "Survey", when, "H1", shapely.box(0, 0, 100, 100), body),
            Draft("confirmed", "Survey", when, "H2", shapely.box(120, 0, 200, 100), {}),
        ]
        write(programme, land, author="owner", now=NOW)
        wish = Wish("H1", "clear", "Team 4", "2024-05-01", "2024-05-10", method="manual", depth_cm=20, criteria="C-3")
        open_task(programme, wish, hand=hand("authority"))
        for day in range(2, 7):
            items = {"items": {"AP mine": 1}, "destroyed": {"AP mine": 1}} if day == 3 else {}
            progress(programme, "T-0001", Form(f"2024-05-0{day}", "Team 4", 2000, **items), hand=hand("leader"))
        fault = {"result": "fail", "nonconformity": "Lanes not marked"}
        inspect(programme, "T-0001", on="2024-05-07", hand=hand("QA-1"), **fault)
        correct(programme, "T-0001", on="2024-05-08", what="Marked", hand=hand("leader"))
        complete(programme, "T-0001", on="2024-05-09", hand=hand("operator"))
        sample = {"sampled_m2": 500, "found": 0}
        inspect(programme, "T-0001", on="2024-05-10", result="pass", hand=hand("QA-1"), **sample)
        approve_completion(programme, "T-0001", on="2024-05-11", hand=hand("authority"))
        receipt = Receipt("Municipality", "Some may remain below 20 cm.", "orchard")
        hand_over(programme, "T-0001", on="2024-06-01", receipt=receipt, hand=hand("authority"))
    return path


@pytest.fixture
def village(tilth, handed) -> str:
    """A programme of one's own with a task that is handed over."""
    shutil.copy(handed, "v.gpkg")
    return "v.gpkg"


def page(tilth, kind, *more):
    ran = tilth("report", "v.gpkg", kind, "--task", "T-0001", "--out", f"{kind}.html", *more)
    assert ran.code == 0, ran.err
    return Path(f"{kind}.html").read_text(encoding="utf-8")


def words(text):
    """What a reader sees of a page, the map left out."""
    return re.sub(r"[ \n]+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL))


# --- the dossier ----------------------------------------------------------------------------------------------------


def test_the_dossier_names_each_gap_who_can_close_it_and_what_to_do(tilth, village):
    ran = tilth("dossier", village, "T-0001")
    assert ran.code == 0
    assert "Team 4, 5 day(s)" in ran.out
    assert "operator:" in ran.out
    assert "not permission to enter" in ran.out


def test_the_answer_as_json_tells_rules_gaps_and_steps(tilth, village):
    told = tilth("dossier", village, "T-0001", "--json").json
    assert (told["id"], told["state"]) == ("T-0001", "handed_over")
    assert {gap["rule"] for gap in told["gaps"]} == {"accredited"}
    assert set(told["gaps"][0]) == {"rule", "before", "sentence", "who", "next"}
    assert told["ready_for"] == []


def test_a_team_on_record_closes_the_gap(tilth, village):
    tilth("team", village, "add", "Team 4", "--operator", "Op", "--from", "2024-01-01")
    tilth("team", village, "member", "Team 4", "--key", "M-1", "--role", "eod_operator", "--skill", "eod_1")
    accredited = ("--kind", "operational_accreditation", "--from", "2024-01-01", "--until", "2024-12-31")
    assert tilth("team", village, "certify", "Team 4", *accredited, "--by", "NMAA").code == 0
    told = tilth("dossier", village, "T-0001", "--json").json
    assert told["gaps"] == []
    assert told["ready_for"] == ["submission", "handover", "closing"]


def test_an_authority_asks_by_its_own_rules(tilth, village):
    assert tilth("templates", "ours").code == 0
    rules = Path("ours/dossier_rules.csv")
    with rules.open(encoding="utf-8") as lines:
        header, *_ = csv.reader(lines)
    own = dict.fromkeys(header, "x") | {"check": "order_states", "of": "donor", "before": "submission"}
    own |= {"rule": "donor", "actions": "clear", "gap": "No donor of {task}.", "who": "the ministry"}
    with rules.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, header)
        writer.writeheader()
        writer.writerow(own)
    told = tilth("dossier", village, "T-0001", "--rules", rules, "--json").json
    assert [(gap["sentence"], gap["who"]) for gap in told["gaps"]] == [("No donor of T-0001.", "the ministry")]


@pytest.mark.parametrize(
    ("data", "number"),
    [
        (b"rule,check\na,b\n", "415.21"),
        (b"", "415.21"),
        (b"\xff\xfe\x00", "415.1"),
        (b"rule,check\n" + b"x" * 2_000_000, "415.1"),
    ],
)
def test_rules_of_no_use_are_refused_with_what_is_wrong(tilth, village, data, number):
    Path("rules.csv").write_bytes(data)
    ran = tilth("dossier", village, "T-0001", "--rules", "rules.csv")
    assert (ran.code, ran.out) == (1, "")
    assert f"[{number}]" in ran.err
    assert "[404.2]" in tilth("dossier", village, "T-0001", "--rules", "none.csv").err
    assert "[404.4]" in tilth("dossier", village, "T-9").err


# --- documents ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_document_says_that_it_is_no_permission_and_never_the_word(tilth, village, kind):
    text = page(tilth, kind)
    assert NOTICE in text
    assert not re.search(r"\bsafe\b", words(text), flags=re.IGNORECASE)
    assert "<script" not in text
    assert not re.findall(r'(?:src|href)="(?!data:image/|#|https?://)', text)
    assert ("RESTRICTED" in text) is (kind != "handover")
    assert "data:image/" in text


@pytest.mark.parametrize("kind", KINDS)
def test_every_document_comes_as_pdf(tilth, village, kind):
    ran = tilth("report", village, kind, "--task", "T-0001", "--out", "p.pdf", "--json")
    assert ran.code == 0, ran.err
    data = Path("p.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    assert f"tilth {kind}".encode() in data
    again = tilth("report", village, kind, "--task", "T-0001", "--out", "p.pdf", "--json")
    assert again.json == ran.json
    assert Path("p.pdf").read_bytes() == data


def test_the_certificate_says_to_whom_what_how_deep_and_what_the_sample_cannot_say(tilth, village):
    text = words(page(tilth, "handover"))
    for said in ("Municipality", "orchard", "to 20 cm, and not below", "Some may remain below 20 cm.", "1 AP mine"):
        assert said in text, said
    assert "One missed item in this lot is found with probability about 5 %" in text
    assert "whether any is left, the sample cannot say" in text
    assert "Received by" in text
    assert "DRAFT" not in text


def test_the_certificate_tells_of_no_other_land(tilth, village):
    view = tilth("report", village, "handover", "--task", "T-0001", "--out", "p.html", "--json").json
    assert view["corners"]
    text = page(tilth, "handover")
    assert "H2" not in words(text)


def test_the_completion_report_tells_work_items_inspections_and_what_is_missing(tilth, village):
    text = words(page(tilth, "completion"))
    for said in ("Lanes not marked", "Corrected: Marked", "2024-05-02 to 2024-05-06", "What is still missing"):
        assert said in text, said
    assert "DRAFT" not in text


def test_the_dossier_as_a_document_holds_the_whole_history(tilth, village):
    text = words(page(tilth, "task-dossier"))
    for said in ("handover", "approval", "correction", "progress", "2024-05-06 Team 4 2\N{NARROW NO-BREAK SPACE}000"):
        assert said in text, said


def test_the_area_sheet_tells_a_hazard_with_and_without_a_task(tilth, village):
    text = words(page(tilth, "area-sheet"))
    assert "T-0001" in text
    assert "cleared 10\N{NARROW NO-BREAK SPACE}000" in text
    ran = tilth("report", village, "area-sheet", "--hazard", "H2", "--out", "h.html")
    assert ran.code == 0
    other = words(Path("h.html").read_text(encoding="utf-8"))
    assert "No task on it is on record" in other
    assert "No survey of this hazard is on record" in other


def test_what_a_record_says_stays_text(tilth, village):
    text = page(tilth, "area-sheet")
    assert HOSTILE.replace("<", "&lt;").replace(">", "&gt;") in text


def test_a_re_opened_task_takes_its_certificate_back(tilth, village):
    with open_file(Path(village)) as store:
        reopen(Programme(store), "T-0001", on="2025-01-01", why="A mine was found", hand=hand("authority"))
    text = words(page(tilth, "handover"))
    assert "RE-OPENED" in text
    assert "A mine was found" in text
    assert "no longer holds" in text
    assert "DRAFT: not completed" in words(page(tilth, "completion"))


def test_papers_before_their_time_are_drafts(tilth, village):
    with open_file(Path(village)) as store:
        wish = Wish("H2", "clear", "Team 4", "2024-07-01", "2024-07-10")
        open_task(Programme(store), wish, hand=hand("authority"))
    for kind, mark in (("completion", "DRAFT: not completed"), ("handover", "DRAFT: not handed over")):
        assert tilth("report", village, kind, "--task", "T-0002", "--out", f"{kind}.html").code == 0
        text = words(Path(f"{kind}.html").read_text(encoding="utf-8"))
        assert mark in text
        assert "nothing can be said of what was missed" in text


def test_a_paper_is_written_over_its_own_kind_and_nothing_else(tilth, village):
    Path("note.pdf").write_bytes(b"%PDF-1.7 a letter of mine")
    assert "[409.1]" in tilth("report", village, "handover", "--task", "T-0001", "--out", "note.pdf").err
    assert Path("note.pdf").read_bytes() == b"%PDF-1.7 a letter of mine"
    page(tilth, "handover")
    assert "[409.1]" in tilth("report", village, "completion", "--task", "T-0001", "--out", "handover.html").err
    page(tilth, "handover")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("handover", "--task", "T-9"), 1, "[404.4]"),
        (("area-sheet", "--hazard", "H9"), 1, "[404.4]"),
        (("handover", "--task", "T-0001", "--out", "p.docx"), 1, "[415.13]"),
        (("certificate", "--task", "T-0001"), 1, "[422.1]"),
        (("handover",), 2, "--task T"),
        (("area-sheet",), 2, "--hazard H"),
    ],
)
def test_a_paper_that_cannot_be_made_says_why(tilth, village, words, code, said):
    ran = tilth("report", village, *words)
    assert ran.code == code
    assert said in ran.err


# --- templates of an authority --------------------------------------------------------------------------------------


def test_templates_are_copied_changed_and_used(tilth, village):
    made = tilth("templates", "ours", "--json").json["files"]
    assert {Path(name).name for name in made} == {*(kind.template for kind in KINDS.values()), "dossier_rules.csv"}
    Path("ours/handover.md").write_text("# Our words\n\n{{ task.id }} to {{ handover.to }}\n", encoding="utf-8")
    text = words(page(tilth, "handover", "--templates", "ours"))
    assert "Our words" in text
    assert "T-0001 to Municipality" in text
    assert NOTICE in text
    assert "[409.1]" in tilth("templates", "ours").err


def test_a_folder_without_the_template_falls_back_on_ours(tilth, village):
    Path("none").mkdir()
    assert page(tilth, "handover", "--templates", "none") == page(tilth, "handover")


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("one\n{{ unheard_of }}", "line 2"),
        ("{{ task.__class__ }}", "__class__"),
        ("".join(f"{{% for v{at} in history %}}" for at in range(5)) + "{% endfor %}" * 5, "steps"),
        ("The land\nis now Safe.", "line 2"),
        ("{% include '/etc/passwd' %}", "include"),
    ],
)  # fmt: skip
def test_a_template_of_no_use_is_refused_with_its_line(tilth, village, template, said):
    Path("ours").mkdir()
    Path("ours/handover.md").write_text(template, encoding="utf-8")
    ran = tilth("report", village, "handover", "--task", "T-0001", "--templates", "ours", "--out", "p.html")
    assert ran.code == 1
    assert "[415.22]" in ran.err
    assert said in ran.err
    assert not Path("p.html").exists()


def test_our_own_templates_give_the_same_page_from_a_copy(tilth, village):
    tilth("templates", "ours")
    for kind in ON_TASK:
        ours = page(tilth, kind)
        assert page(tilth, kind, "--templates", "ours") == ours


def test_the_view_of_a_paper_is_plain_json(tilth, village):
    told = tilth("report", village, "task-dossier", "--task", "T-0001", "--json").json
    assert told["file"] == "v.task-dossier.html"
    assert told["sample"]["cannot"].startswith("One missed item")
    assert json.dumps(told)
