"""The brief as PDF: it says what the page says, and what is on it can be found again."""

from __future__ import annotations

from typer.testing import CliRunner

from tilth.cli.app import app
from tilth.reports.brief_paper import brief_pdf


def _made(tmp_path, name, out):
    run = CliRunner()
    file = tmp_path / "p.gpkg"
    assert run.invoke(app, ["new", str(file), "--name", name]).exit_code == 0
    return run.invoke(app, ["brief", str(file), "--out", str(tmp_path / out)])


def test_a_brief_is_written_as_pdf_where_the_name_ends_so(tmp_path):
    done = _made(tmp_path, "Province", "x.pdf")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF-")


def test_another_file_of_that_name_is_not_written_over(tmp_path):
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7 of somebody else")
    done = _made(tmp_path, "Province", "x.pdf")
    assert done.exit_code == 1
    assert (tmp_path / "x.pdf").read_bytes() == b"%PDF-1.7 of somebody else"


def test_markup_in_a_name_is_text():
    account = {"as_at": "2026-01-01", "known_at": None, "accounts": {"suspected": 5}, "balanced": True, "flows": []}
    view = {
        "programme": {"name": '#import "x" *a* <b> | c', "invented": False},
        "account": account | {"entries": 1, "head": "ab"},
        "known_entries": 1,
        "sources": [{"said_by": "a"}],
        "work": None,
        "forecast": None,
        "missions": [{"unit": "| a | #b", "phases": []}],
        "conflicts": {"shown": []},
        "findings": [{"kind": "k", "code": "J1", "severity": "info", "count": 1, "sentence": "<script>| x |"}],
        "traces": {"t": {"title": "`a` | b", "entries": [1, 2], "count": 40}},
    }
    made = brief_pdf(view)
    assert made.startswith(b"%PDF-")
    assert made == brief_pdf(view)
