"""Writes the stored sample of journal format 1: run once when a format is released, never again.

    python tests/journals/make_sample.py

A later version of tilth must read `format1.gpkg` and answer what `format1.json` says.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "land"))

QUESTIONS = [
    {"as_at": "2026-12-31"},
    {"start": "2023-12-31", "as_at": "2024-12-31"},
    {"as_at": "2026-12-31", "known_at": "2025-01-03"},
    {"start": "2023-12-31", "as_at": "2026-12-31", "by": "year"},
]


def main() -> None:
    """Make the sample beside this file; refuses where there is one."""
    from diary import Diary, import_into, sheet

    from tilth.desk.accounting import Question, answer
    from tilth.desk.mending import amend, approve, withdraw
    from tilth.desk.starting import start
    from tilth.store.geopackage import create

    path = HERE / "format1.gpkg"
    with create(path) as store:
        field = Diary(store)
        start(field.programme, name="Sample", country="BIH", author="owner", now=field.now)
        import_into(
            field,
            sheet(
                "2022 H1 suspected square(0,0,100)", "2023-05 H2 confirmed square(50,50,100)",
                "undated H3 suspected ring(300 0,400.57 20.31,350 90)", "2024-05-02 R1 cleared square(60,60,20) of H2",
                "2024-06-01 R2 cancelled box(-20,0,30,100) of H1", "2024-07-01 A1 accident point(65,65)",
            ),
        )  # fmt: skip
        import_into(field, sheet("2022 H1 suspected square(0,0,80)", source="second.geojson"))
        undrawn = sheet("2021 H9 suspected", source="words.csv", area_m2=[25_000])
        undrawn.geometry = np.array([None], dtype=object)
        import_into(field, undrawn)
        numbers = {one.entry.source_id: one.entry.number for one in store.read() if one.entry.source_id}
        amend(field.programme, numbers["H3"], {"happened_on": "2023-11"}, why="form", author="owner", now=field.now)
        withdraw(
            field.programme, numbers["R2"], why="wrong district", author="owner", now=field.now + timedelta(days=1)
        )
        approve(field.programme, numbers["R1"], author="supervisor", now=field.now + timedelta(days=2))
        today = datetime(2026, 12, 31, tzinfo=UTC).date()
        answers = [
            {"asked": asked, "answer": answer(field.programme, Question(**asked), today=today)} for asked in QUESTIONS
        ]
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("VACUUM")
    connection.close()
    (HERE / "format1.json").write_text(json.dumps(answers, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
