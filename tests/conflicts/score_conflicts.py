"""Score the contradictions tilth finds against labels: `python tests/conflicts/score_conflicts.py [--missed]`.

The labels are in `labelled`. `kursk.csv` holds real attributed claims, `register.csv` an invented register as untidy as
a real one; beside each stands what a careful reader of the table alone says: `must` be found, `may` be found, and pairs
that are `not_error`. `invent.py` makes series that agree, at scale, and puts known contradictions in.

Recall of a kind: labels found, as that kind or one named beside it, with all their claims. A label that is grave
must be reported as an error or a warning; one that is only to be explained, as info. Precision of a kind: of what
was reported with that severity, the share that a label stands behind.
"""

from __future__ import annotations

import csv
import runpy
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tilth.conflicts.conflict import SEVERITIES, Conflict, usual_severity
from tilth.conflicts.conflicts import conflicts
from tilth.evidence.statement import Statement, read_statement

LABELLED = Path(__file__).parent / "labelled"
GRAVE = ("error", "warning")
TABLES = ("kursk", "register")
SEED = 20260


@dataclass
class Score:
    """Counts by kind."""

    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    reported: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def recall(self, kinds: Iterable[str] | None = None) -> float:
        """Found of wanted; 1 where nothing was wanted."""
        return _share(self.found, self.wanted, kinds)

    def precision(self, kinds: Iterable[str] | None = None) -> float:
        """Right of reported; 1 where nothing was reported."""
        return _share(self.right, self.reported, kinds)

    def kinds(self) -> list[str]:
        return sorted(set(self.wanted) | set(self.reported))


def _share(part: Counter[str], whole: Counter[str], kinds: Iterable[str] | None) -> float:
    names = list(whole if kinds is None else kinds)
    total = sum(whole[name] for name in names)
    return sum(part[name] for name in names) / total if total else 1.0


def statements(rows: Iterable[dict[str, str]]) -> list[Statement]:
    """The statements of a table; every row of these tables is one."""
    read = [read_statement(row)[0] for row in rows]
    if None in read:
        raise ValueError("a row of a labelled table is no statement")
    return [one for one in read if one is not None]


def table(name: str) -> list[dict[str, str]]:
    with (LABELLED / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def members(conflict: Conflict) -> frozenset[str]:
    """The claims of a conflict and those that say the same as one of them."""
    return frozenset((*conflict.claims, *conflict.also))


# --- tables of claims with labels beside them


def score_table(name: str) -> Score:
    """Recall over the labels that must be found; precision over what is grave and no label allows."""
    result, labels = Score(), table(f"{name}_labels")
    told = conflicts(statements(table(name)))
    for label in labels:
        claims, kinds = set(label["claims"].split()), label["kinds"].split("|")
        if label["expected"] == "must":
            kind = kinds[0]
            found = [one for one in told if one.kind in kinds and claims <= members(one)]
            mild = [one for one in found if _at_most(one.severity, label["severity"])]
            result.wanted[kind] += 1
            result.found[kind] += bool(mild)
            if not mild:
                why = f"only as {found[0].severity}" if found else "not found"
                result.missed.append(f"{label['label']} {kind} {label['claims']} ({why}): {label['why']}")
    for one in told:
        if one.severity in GRAVE:
            allowed = any(_allows(label, one) for label in labels)
            result.reported[one.kind] += 1
            result.right[one.kind] += allowed
            if not allowed:
                result.wrong.append(f"{one.severity} {one.kind} {' '.join(one.claims)}: {one.sentence}")
    for one in told:
        for label in labels:
            pair = set(label["claims"].split())
            if label["expected"] == "not_error" and one.severity == "error" and set(one.claims) == pair:
                result.wrong.append(f"must not be an error ({label['label']}): {one.kind} {label['claims']}")
    return result


def _at_most(severity: str, limit: str) -> bool:
    return SEVERITIES.index(severity) >= SEVERITIES.index(limit)


def _allows(label: dict[str, str], one: Conflict) -> bool:
    if label["expected"] == "not_error" or one.kind not in label["kinds"].split("|"):
        return False
    return set(label["claims"].split()) <= members(one) and _at_most(one.severity, label["severity"])


# --- the invented claims


def score_invented(*, seed: int = SEED) -> Score:
    """Recall over what was put in; precision over everything reported, by kind."""
    made = runpy.run_path(str(LABELLED / "invent.py"))
    regions = made["invent"](seed=seed)
    told = conflicts(statements(row for region in regions for row in region.rows))
    by_claim: dict[str, list[Conflict]] = {}
    for one in told:
        for claim in members(one):
            by_claim.setdefault(claim, []).append(one)
    injections = [one for region in regions for one in region.injections]
    result = Score()
    for one in injections:
        near = by_claim.get(min(one.claims), [])
        found = any(other.kind in one.kinds and one.claims <= members(other) and _fits(one, other) for other in near)
        result.wanted[one.kind] += 1
        result.found[one.kind] += found
        if not found:
            instead = sorted({f"{other.severity} {other.kind}" for other in near})
            result.missed.append(f"{one.kind} {' '.join(sorted(one.claims))}, instead {instead}")
    touched: dict[str, list] = {}
    for injection in injections:
        for claim in injection.touched:
            touched.setdefault(claim, []).append(injection)
    for one in told:
        behind = [injection for claim in members(one) for injection in touched.get(claim, ())]
        right = any(one.kind in injection.kinds | injection.follows for injection in behind)
        if one.severity in GRAVE:
            result.reported[one.kind] += 1
            result.right[one.kind] += right
            if not right:
                result.wrong.append(f"{one.severity} {one.kind} {' '.join(one.claims)}: {one.sentence}")
    return result


def _fits(injection: object, other: Conflict) -> bool:
    """Grave kinds are reported as grave, kinds that only explain as info."""
    return (other.severity in GRAVE) == (usual_severity(injection.kind) in GRAVE)


def lines(result: Score) -> Iterator[str]:
    """The table: one line a kind."""
    yield f"{'kind':24}{'put in':>8}{'found':>8}{'recall':>8}{'grave':>8}{'right':>8}{'precision':>11}"
    for kind in [*result.kinds(), None]:
        own = None if kind is None else [kind]
        counts = [
            sum(counter[name] for name in (own or counter))
            for counter in (result.wanted, result.found, result.reported, result.right)
        ]
        shares = f"{result.recall(own):.2f}", f"{result.precision(own):.2f}"
        yield (
            f"{kind or 'all':24}{counts[0]:>8}{counts[1]:>8}{shares[0]:>8}{counts[2]:>8}{counts[3]:>8}{shares[1]:>11}"
        )


def main(words: Sequence[str]) -> None:
    """Print the tables; with `--missed` also what was not found and what no label stands behind."""
    tables = {name: score_table(name) for name in TABLES} | {"invented series": score_invented()}
    for name, result in tables.items():
        print(name, *lines(result), "", sep="\n")
        if "--missed" in words:
            print("not found:", *result.missed, "no label behind it:", *result.wrong, "", sep="\n  ")


if __name__ == "__main__":
    main(sys.argv[1:])
