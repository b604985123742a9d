"""What is missing before the papers of a task can be submitted, and who can close each gap.

The rules are rows of `terms/dossier_rules.csv`, or of a copy that an authority edited. Each names one of the checks of
`tilth.work.dossier_checks`, the actions it is for, the step it must be met before, and who can close the gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from tilth.terms import table
from tilth.work.dossier_checks import CHECKS, Facts
from tilth.work.states import releases_as
from tilth.work.task import Task

STEPS = ("submission", "handover", "closing")  # what a rule must be met before
COLUMNS = ("rule", "check", "of", "actions", "before", "asks", "who", "gap", "next")
MOST_RULES = 500
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: what is asked for, of which actions, before which step, and what to say where it is missing."""

    rule: str
    check: str
    of: str
    actions: frozenset[str]
    before: str
    asks: str
    who: str
    gap: str
    next: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, who can close it, and what to do."""

    rule: str
    before: str
    sentence: str
    who: str
    next: str

    def as_json(self) -> dict[str, str]:
        """Plain values."""
        return {name: getattr(self, name) for name in ("rule", "before", "sentence", "who", "next")}


@dataclass(frozen=True, slots=True)
class Dossier:
    """A task held against the rules: those that applied, and every gap, in the order of the rules."""

    task: str
    state: str
    rules: tuple[Rule, ...]
    gaps: tuple[Gap, ...]

    def before(self, step: str) -> list[Gap]:
        """The gaps that must be closed before a step, those of earlier steps included."""
        return [gap for gap in self.gaps if STEPS.index(gap.before) <= STEPS.index(step)]

    @property
    def checked(self) -> list[str]:
        """What was asked for, in words."""
        return [rule.asks for rule in self.rules]

    def as_json(self) -> dict[str, object]:
        """Plain values; `ready_for` names the steps that no gap stands before."""
        return {
            "id": self.task,
            "state": self.state,
            "ready_for": [step for step in STEPS if not self.before(step)],
            "gaps": [gap.as_json() for gap in self.gaps],
            "checked": [
                {"rule": one.rule, "asks": one.asks, "met": all(gap.rule != one.rule for gap in self.gaps)}
                for one in self.rules
            ],
        }


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of the package."""
    return read_rules(table("dossier_rules"))


def read_rules(rows: Iterable[Mapping[str, str]]) -> tuple[Rule, ...]:
    """Rules from rows of text. Raises ValueError, with the row and what is wrong, for rows that are no rules."""
    found: list[Rule] = []
    for at, row in enumerate(rows, start=1):
        if fault := fault_of(row) or (at > MOST_RULES and f"more than {MOST_RULES} rules"):
            raise ValueError(f"row {at}: {fault}")
        stated = {name: row[name].strip() for name in COLUMNS if name != "actions"}
        found.append(Rule(actions=frozenset(_parts(row["actions"])), **stated))
    if not found:
        raise ValueError("there is no row")
    return tuple(found)


def fault_of(row: Mapping[str, str]) -> str:
    """Why a row cannot be a rule, in words; empty where it can."""
    if missing := [name for name in COLUMNS if not isinstance(row.get(name), str)]:
        return f"no column {', '.join(missing)}"
    if row["check"].strip() not in CHECKS:
        return f"there is no check “{row['check'].strip()}”; there are {', '.join(CHECKS)}"
    if row["before"].strip() not in STEPS:
        return f"“before” is one of {', '.join(STEPS)}"
    if strange := [one for one in _parts(row["actions"]) if one not in releases_as()]:
        return f"there is no action {', '.join(strange)}; there are {', '.join(releases_as())}"
    empty = [name for name in ("rule", "asks", "who", "gap", "next") if not row[name].strip()]
    return f"nothing stands in {', '.join(empty)}" if empty else ""


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def check(task: Task, facts: Facts, *, asked: Iterable[Rule] | None = None) -> Dossier:
    """Hold a task against the rules for its action; those that name no action are for all, an unknown action for all.

    Several gaps of one rule are told one by one: each has somebody who can close it.
    """
    given = rules() if asked is None else tuple(asked)
    apply = tuple(one for one in given if not one.actions or not task.action or task.action in one.actions)
    gaps = [
        Gap(one.rule, one.before, _filled(one.gap, said), one.who, _filled(one.next, said))
        for one in apply
        for said in _missing(one, task, facts)
    ]
    return Dossier(task.id, task.state, apply, tuple(gaps))


def _missing(rule: Rule, task: Task, facts: Facts) -> Iterable[dict[str, object]]:
    always = {"task": task.id, "hazard": task.hazard or "(none)", "state": task.state.replace("_", " ")}
    for said in CHECKS[rule.check](task, facts, rule.of):
        yield always | {"of": task.entry} | said


def _filled(sentence: str, said: Mapping[str, object]) -> str:
    """The sentence with what is known in its braces; nothing in it is computed, and an unknown word stays."""
    return _PLACE.sub(lambda found: str(said.get(found[1], found[0])), sentence)


def tell(dossier: Dossier) -> list[str]:
    """Each gap with who can close it and what to do next, in lines; or what was checked, where nothing is missing."""
    lines: list[str] = []
    for step in STEPS:
        gaps = [gap for gap in dossier.gaps if gap.before == step]
        if gaps:
            lines.append(f"Missing before {step}: {len(gaps)}")
        for gap in gaps:
            lines += [f"  {gap.sentence}", f"    {gap.who}: {gap.next}"]
    if not dossier.gaps:
        lines = [f"Nothing is missing. Checked: {'; '.join(dossier.checked)}."]
    return [*lines, "This is about records. It is not permission to enter; ask the mine action authority."]
