"""`tilth demo`: three parts on the screen, every file it names is there, and nobody else's file is touched."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tilth.cli.app import app
from tilth.cli.demo import WIDTH, examples
from tilth.desk.refusal import Refusal


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "look"
    ran = run("demo", "--out", folder, "--hazards", 30)
    assert ran.exit_code == 0, ran.output
    return folder, ran.stdout


def test_three_parts_are_shown_in_their_order(shown):
    parts = [shown[1].index(words) for words in ("1. A mission", "2. National books", "3. An invented province")]
    assert parts == sorted(parts)


def test_the_mission_names_who_said_it_and_what_nobody_said(shown):
    mission = shown[1].split("2. National books")[0]
    assert "RESULTS  declared by those named, unverified" in mission
    assert "NOT STATED" in mission


def test_the_first_screen_holds_the_mission_and_the_clashing_claims(shown):
    screen = shown[1].split("2. National books")[0].rstrip().splitlines()
    assert len(screen) <= 60
    (start,) = [at for at, line in enumerate(screen) if line.startswith("WHAT CANNOT ALL HOLD")]
    assert 4 <= len(screen) - start <= 12
    clashes = " ".join(screen[start:])
    for claim in ("K045", "K044", "A10", "A15"):  # a slip of a thousandfold, and the dates of the article
        assert claim in clashes
    assert "more lines" not in " ".join(screen[:start])


def test_the_pictures_are_pictures(shown):
    folder, _ = shown
    for name in ("mission.timeline.png", "mission.series.png", "province.map.png"):
        assert (folder / name).read_bytes().startswith(b"\x89PNG")


def test_the_report_of_the_demo_tells_the_same_mission(shown):
    page = (shown[0] / "mission.after-action.html").read_text(encoding="utf-8")
    assert "528th Engineer Regiment" in page
    assert "What cannot all hold" in page


def test_the_books_show_what_no_statement_explains(shown):
    assert "+105.7" in shown[1]  # Cambodia 2016: the stock rose by 37 while 68.7 was released


def test_the_province_says_that_it_is_invented_and_that_its_account_balances(shown):
    province = shown[1].split("3. An invented province")[1]
    assert "invented: no such place" in province
    assert "opening + flows = closing" in province
    assert "not permission to enter" in province


def test_every_file_that_is_there_is_named_and_every_file_named_is_there(shown):
    folder, told = shown
    made = {path for path in folder.iterdir() if path.suffix not in (".gpkg-wal", ".gpkg-shm")}
    assert {path.name for path in made} >= {"province.map.png", "province.brief.html", "mission.gpkg"}
    named = {line.split("  ")[0] for line in told.split("Files made")[1].splitlines() if line.startswith(str(folder))}
    assert named == {str(path) for path in made}


def test_no_line_is_wider_than_the_screen_but_those_that_hold_the_folder_s_name(shown):
    folder, told = shown
    assert not [line for line in told.splitlines() if len(line) > WIDTH and str(folder) not in line]


def test_what_is_to_be_tried_next_works(shown):
    folder, told = shown
    commands = [line.split()[1:] for line in told.splitlines() if line.startswith("  tilth ") and str(folder) in line]
    assert commands.pop(0)[:2] == ["serve", str(folder / "province.gpkg")]  # it would go on until it is stopped
    assert len(commands) == 3
    for words in commands:
        ran = run(*words)
        assert ran.exit_code == 0, ran.output


def test_an_earlier_demo_is_replaced_and_every_other_folder_is_left_alone(shown, tmp_path):
    folder, _ = shown
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    refused = run("demo", "--out", folder, "--hazards", 30)
    assert isinstance(refused.exception, Refusal)
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "mine"
    (folder / "mine.txt").unlink()
    again = run("demo", "--out", folder, "--hazards", 1, "--json")
    assert again.exit_code == 0, again.output
    told = json.loads(again.stdout)
    assert {"folder", "files", "mission", "books", "province"} <= told.keys()
    assert told["province"]["account"]["balanced"]


def test_the_examples_are_found(shown):
    assert (examples() / "mission_528" / "statements.csv").is_file()
    assert (examples() / "national_books" / "timeseries.csv").is_file()
    assert (examples() / "kursk_claims" / "claims.csv").is_file()
