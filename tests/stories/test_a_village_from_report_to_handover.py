"""One village, from the report of a mined field to land handed over, and a mine found a year later: in ten commands.

The same commands are the tutorial `docs/tutorial-village.md`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from tilth.cli.app import run

FIELD = "POLYGON((-30 30,-29.999 30,-29.999 30.001,-30 30.001,-30 30))"
CORNER = "POLYGON((-30 30,-29.9998 30,-29.9998 30.0002,-30 30.0002,-30 30))"

Tilth = Callable[..., Any]


@pytest.fixture
def tilth(capsys, monkeypatch, tmp_path) -> Tilth:
    """Runs `tilth WORD village.gpkg …` and answers what it says; a refusal is its number."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TILTH_AUTHOR", raising=False)

    def call(word: str, *more: object) -> Any:
        monkeypatch.setattr(sys, "argv", ["tilth", word, "village.gpkg", *map(str, more)])
        try:
            run()
        except SystemExit as end:
            if end.code:
                return capsys.readouterr().err.rsplit("[", 1)[-1].strip(" ]\n")
        out = capsys.readouterr().out
        return json.loads(out) if "--json" in more else out

    return call


@pytest.fixture
def account(tilth) -> Callable[[], dict[str, int]]:
    """The land account as at today, without the empty lines."""

    def read() -> dict[str, int]:
        accounts = tilth("account", "--json")["accounts"]
        return {status: m2 for status, m2 in accounts.items() if m2}

    return read


def test_a_village_from_report_to_handover_and_a_mine_found_a_year_later(tilth, account, tmp_path):
    (tmp_path / "report.csv").write_text(f'id,date,wkt\nH1,2023-09-04,"SRID=4326;{FIELD}"\n')
    (tmp_path / "find.csv").write_text("id,date,lat,lon,ordnance\nF1,2025-04-02,30.0001,-29.9999,AP mine\n")
    (tmp_path / "corner.csv").write_text(f'id,wkt\n1,"SRID=4326;{CORNER}"\n')
    tilth("new", "--name", "Invented village")

    # 1. Farmers report a mined field, and a survey team draws it.
    assert tilth("import", "report.csv", "--as", "suspected", "--said-by", "survey-2", "--json")["booked"] == 1
    assert account() == {"suspected": 10_697}

    # 2. The operations room gives the task of clearing it. An order moves no land.
    order = ["--hazard", "H1", "--action", "clear", "--team", "Team 4", "--from", "2024-04-02", "--to", "2024-04-30"]
    task = tilth("task", "open", *order, "--method", "manual", "--depth", 20, "--by", "ops", "--json")["id"]
    assert account() == {"suspected": 10_697}

    # 3. Team 4 works, and finds two mines.
    day = ["--on", "2024-04-12", "--team", "Team 4", "--m2", 10_000, "--items", "AP mine=2", "--destroyed", "AP mine=2"]
    assert tilth("progress", task, *day, "--by", "lead-4", "--json")["state"] == "working"

    # 4. The inspector fails it: a lane was not marked. So it is completed by no one, and handed over by no one.
    tilth(
        "inspect", task, "--on", "2024-04-15", "--by", "qa-1", "--result", "fail", "--nonconformity", "lane 3 unmarked"
    )
    assert tilth("handover", task, "--on", "2024-04-16", "--by", "authority", "--to", "the village") == "409.19"

    # 5. The lane is searched again, marked, and passes.
    tilth("correct", task, "--on", "2024-04-17", "--by", "lead-4", "--what", "searched again and marked")
    tilth("inspect", task, "--on", "2024-04-18", "--by", "qa-1", "--result", "pass", "--sampled-m2", 500, "--found", 0)

    # 6. The team leader says that the work is completed, and cannot approve that himself.
    assert tilth("complete", task, "--on", "2024-04-19", "--by", "lead-4", "--json")["state"] == "passed"
    assert tilth("handover", task, "--on", "2024-04-20", "--by", "authority", "--to", "the village") == "409.21"
    assert tilth("approve", task, "--on", "2024-04-20", "--by", "lead-4") == "403.2"

    # 7. The authority approves it. Still no land has moved.
    assert tilth("approve", task, "--on", "2024-04-22", "--by", "authority", "--json")["state"] == "approved"
    assert account() == {"suspected": 10_697}

    # 8. The land is handed over to the village: now it is released, to the square metre.
    terms = ["--to", "the village", "--use", "grazing", "--residual-risk", "Items below 20 cm were not looked for."]
    handed = tilth("handover", task, "--on", "2024-05-02", "--by", "authority", *terms, "--json")
    assert (handed["state"], handed["released_m2"], handed["remaining_m2"]) == ("handed_over", 10_697, 0)
    assert account() == {"cleared": 10_697}

    # 9. A year later a shepherd finds a mine in a corner. A find moves no land, but it asks.
    found = tilth("import", "find.csv", "--as", "finds", "--said-by", "police", "--json")
    assert [one["kind"] for one in found["findings"]] == ["reopening_asked"]
    assert account() == {"cleared": 10_697}

    # 10. The authority re-opens the corner. What was released stays so, and the task can be worked on again.
    why = ["--why", "a mine was found", "--polygon", "corner.csv", "--as", "confirmed"]
    again = tilth("reopen", task, "--on", "2025-04-03", "--by", "authority", *why, "--json")
    assert (again["state"], again["reopened_m2"], again["released_m2"]) == ("re-opened", 428, 10_269)
    assert account() == {"cleared": 10_269, "confirmed": 428}

    # The account of these two years, and who said what.
    flows = {flow["flow"]: flow["m2"] for flow in tilth("account", "--json")["flows"]}
    assert flows == {"found": 10_697, "cleared": 10_697, "re-opened": 428}
    history = [(line["kind"], line["by"]) for line in tilth("task", "show", task, "--json")["history"]]
    assert history == [
        ("task", "ops"),
        ("progress", "lead-4"),
        ("inspection", "qa-1"),
        ("correction", "lead-4"),
        ("inspection", "qa-1"),
        ("completion", "lead-4"),
        ("approval", "authority"),
        ("handover", "authority"),
        ("reopening", "authority"),
    ]
    assert "The chain holds" in tilth("verify", "--geometry")
