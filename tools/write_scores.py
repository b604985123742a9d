"""Measure how well texts are read and contradictions found, and write the tables of docs/methods/scores.md.

    python tools/write_scores.py

`make docs` does the same. Between the marks of the page everything is replaced; what somebody wrote around stays.
"""

from __future__ import annotations

import re
import runpy
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "methods" / "scores.md"


def _table(columns: list[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table, numbers to the right."""
    rule = ["---", *("---:" for _ in columns[1:])]
    return "".join("| " + " | ".join(map(str, row)) + " |\n" for row in [columns, rule, *rows])


def _texts() -> dict[str, str]:
    """The tables of the texts, by mark."""
    made = runpy.run_path(str(ROOT / "tests" / "texts" / "score.py"))
    return {f"texts {part}": _texts_table(made, part) for part in made["PARTS"]}


def _texts_table(made: Mapping[str, Any], part: str) -> str:
    rows, total = [], made["Score"]()
    for name, text, labels in made["articles"](part):
        result = made["read_and_score"](text, labels)
        total += result
        rows.append([f"{name} ({labels['style']})", *_counts(made, result)])
    rows.append(["all", *_counts(made, total)])
    rows.append(["", *(f"{total.share(one):.0%}" for one in made["MEASURES"]), *("" for _ in made["FAULTS"])])
    return _table(["text", *made["MEASURES"], "opinions as facts", "traps"], rows)


def _counts(made: Mapping[str, Any], result: Any) -> list[str]:
    told = [f"{result.met[one]} of {result.wanted[one]}" for one in made["MEASURES"]]
    return [*told, *(str(result.faults[one]) for one in made["FAULTS"])]


def _contradictions() -> dict[str, str]:
    """The tables of the contradictions, by mark."""
    made = runpy.run_path(str(ROOT / "tests" / "conflicts" / "score_conflicts.py"))
    tables = {f"contradictions {name}": _kinds_table(made["score_table"](name)) for name in made["TABLES"]}
    return tables | {"contradictions invented": _kinds_table(made["score_invented"]())}


def _kinds_table(result: Any) -> str:
    rows = [[kind, *_of_kinds(result, [kind])] for kind in result.kinds()]
    rows.append(["all", *_of_kinds(result, result.kinds())])
    return _table(["kind", "labelled", "found", "recall", "reported as grave", "right", "precision"], rows)


def _of_kinds(result: Any, kinds: list[str]) -> list[object]:
    wanted, found, reported, right = (
        sum(counter[kind] for kind in kinds) for counter in (result.wanted, result.found, result.reported, result.right)
    )
    recall = f"{result.recall(kinds):.2f}" if wanted else ""
    precision = f"{result.precision(kinds):.2f}" if reported else ""
    return [wanted, found, recall, reported, right, precision]


MEASURED: tuple[Callable[[], dict[str, str]], ...] = (_texts, _contradictions)


def filled(page: str, tables: Mapping[str, str]) -> str:
    """The page with these tables between their marks. Raises ValueError where a mark is missing."""
    for mark, content in tables.items():
        between = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- end -->)", flags=re.DOTALL)
        if not between.search(page):
            raise ValueError(f"the page has no place marked {mark!r}")
        page = between.sub(lambda found, content=content: f"{found[1]}\n{content}\n{found[2]}", page)  # type: ignore[misc]
    return page


def write(page: Path = PAGE) -> None:
    """Measure everything and write the page."""
    told = page.read_text(encoding="utf-8")
    for measure in MEASURED:
        told = filled(told, measure())
    page.write_text(told, encoding="utf-8")


if __name__ == "__main__":
    write()
