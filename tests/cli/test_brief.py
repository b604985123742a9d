"""`tilth brief` writes one page, and never over anything that is no brief."""

from __future__ import annotations

import json
import re

import pytest
from typer.testing import CliRunner

from tilth.cli.app import app
from tilth.desk.refusal import Refusal


def run(*words):
    """What a command prints on stdout. A refusal comes out as it is."""
    ran = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(ran.exception, Refusal):
        raise ran.exception
    assert ran.exit_code == 0, ran.output
    return ran.stdout


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    path = tmp_path_factory.mktemp("invented") / "p.gpkg"
    run("synth", "province", path, "--hazards", 40)
    return path


def test_the_page_is_written_beside_the_programme_with_its_map(invented):
    assert "p.brief.html" in run("brief", invented)
    page = invented.with_suffix(".brief.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert '<img src="data:image/' in page
    assert re.search(r'<img [^>]*alt="Map of recorded land', page)


def test_the_answer_in_json_holds_the_account_to_the_last_figure(invented, tmp_path):
    asked = ["--as-at", "2015-12-31"]
    told = json.loads(run("brief", invented, "--out", tmp_path / "b.html", "--json", *asked))
    assert told["account"] == json.loads(run("account", invented, "--json", *asked))
    assert told["file"] == str(tmp_path / "b.html")
    assert told["programme"]["invented"]


def test_the_same_question_gives_the_same_page(invented, tmp_path):
    pages = [tmp_path / "1.html", tmp_path / "2.html"]
    for page in pages:
        run("brief", invented, "--out", page, "--as-at", "2020-12-31")
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_an_earlier_brief_is_replaced_and_nothing_else_is(invented, tmp_path):
    page = tmp_path / "page.html"
    run("brief", invented, "--out", page)
    run("brief", invented, "--out", page)
    for other in (invented, tmp_path):
        with pytest.raises(Refusal, match="exists already"):
            run("brief", invented, "--out", other)
    mine = tmp_path / "mine.html"
    mine.write_text("<p>mine</p>", encoding="utf-8")
    with pytest.raises(Refusal, match="exists already"):
        run("brief", invented, "--out", mine)
    assert mine.read_text(encoding="utf-8") == "<p>mine</p>"


def test_a_folder_that_is_not_there_is_told_in_one_line(invented, tmp_path):
    with pytest.raises(Refusal) as refused:
        run("brief", invented, "--out", tmp_path / "nowhere" / "b.html")
    assert refused.value.number == "403.1"


def test_a_programme_with_nothing_in_it_has_a_page_without_a_map(tmp_path):
    run("new", tmp_path / "e.gpkg", "--name", "Empty")
    run("brief", tmp_path / "e.gpkg")
    page = (tmp_path / "e.brief.html").read_text(encoding="utf-8")
    assert "Nothing about land or missions is recorded yet" in page
    assert "<img" not in page


def test_thousands_of_real_outlines_make_one_page(shared_data, tmp_path):
    bosnia = tmp_path / "b.gpkg"
    run("new", bosnia, "--name", "Bosnia")
    run(
        "import",
        bosnia,
        shared_data / "bosnia" / "raw" / "suspect.geojson",
        "--as",
        "suspected",
        "--said-by",
        "A source",
    )
    told = json.loads(run("brief", bosnia, "--json"))
    assert told["account"] == json.loads(run("account", bosnia, "--json"))
    assert told["account"]["accounts"]["suspected"] > 500_000_000
    page = bosnia.with_suffix(".brief.html").read_text(encoding="utf-8")
    suspected = f"{told['account']['accounts']['suspected']:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    assert f">{suspected}<" in page
    assert len(page) < 3_000_000
