"""A figure: what was measured, in which unit, and which bar it had to reach."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One line of the table. `bar` is the least value wanted, with `at_most` the greatest; None: only told."""

    topic: str
    what: str
    value: float
    unit: str
    bar: float | None = None
    at_most: bool = False
    note: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the bar was reached; None where there is none."""
        if self.bar is None:
            return None
        return self.value <= self.bar if self.at_most else self.value >= self.bar

    def cells(self) -> tuple[str, ...]:
        """The figure as text, column by column of the table."""
        sign = "≤" if self.at_most else "≥"
        bar = "" if self.bar is None else f"{sign} {number(self.bar)}"
        verdict = {None: "", True: "yes", False: "NO"}[self.reached]
        return self.topic, self.what, number(self.value), self.unit, bar, verdict, self.note


@dataclass(frozen=True)
class Skipped:
    """A measurement that could not be made here, and why."""

    topic: str
    why: str


HEADINGS = ("topic", "what", "value", "unit", "bar", "reached", "note")
Result = Figure | Skipped


def number(value: float) -> str:
    """Three significant figures, whole thousands with thin grouping."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.3g}"


def markdown(machine: dict[str, str], results: Sequence[Result]) -> str:
    """The machine and the table as one page."""
    lines = ["# Measured", "", *(f"- {name}: {value}" for name, value in machine.items()), ""]
    lines += ["| " + " | ".join(HEADINGS) + " |", "|" + "---|" * len(HEADINGS)]
    for result in results:
        if isinstance(result, Figure):
            lines.append("| " + " | ".join(result.cells()) + " |")
    lines += ["", *(f"Skipped: {skipped.topic}: {skipped.why}" for skipped in results if isinstance(skipped, Skipped))]
    return "\n".join(lines).rstrip() + "\n"


def in_columns(results: Sequence[Result]) -> str:
    """The table for a terminal."""
    rows = [HEADINGS, *(result.cells() for result in results if isinstance(result, Figure))]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADINGS))]
    right = {2, 4}
    lines = [
        "  ".join(
            cell.rjust(width) if at in right else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    skipped = [f"Skipped: {one.topic}: {one.why}" for one in results if isinstance(one, Skipped)]
    return "\n".join([*(line.rstrip() for line in lines), *skipped])


def keep(folder: Path, machine: dict[str, str], results: Sequence[Result]) -> None:
    """Write figures.json and figures.md into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    told = [asdict(result) | {"reached": getattr(result, "reached", None)} for result in results]
    text = json.dumps({"machine": machine, "figures": told}, ensure_ascii=False, indent=2)
    (folder / "figures.json").write_text(text + "\n", encoding="utf-8")
    (folder / "figures.md").write_text(markdown(machine, results), encoding="utf-8")
