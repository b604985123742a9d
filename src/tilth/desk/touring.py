"""A unit's mission as it is asked for: from the statements known then, with the conflicts they have a part in."""

from __future__ import annotations

from dataclasses import dataclass

from tilth.conflicts.conflict import Conflict
from tilth.conflicts.conflicts import conflicts
from tilth.desk.knowing import Known, known_statements
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.evidence.statement import Statement
from tilth.teams.mission import Mission, mission
from tilth.teams.names import meant, units


@dataclass(frozen=True, slots=True)
class Tour:
    """A mission, all conflicts of the register it was looked for in, and what was known."""

    mission: Mission
    conflicts: tuple[Conflict, ...]
    known: Known


def tour(programme: Programme, *, unit: str | None = None, known_at: str | None = None) -> Tour:
    """The mission of a unit, or of the one most is stated about, as known then.

    Raises Refusal 422.1 for a unit nobody named and for a name that several have.
    """
    known = known_statements(programme, known_at)
    name = None if unit is None else unit_meant(known.statements, unit)
    found = conflicts(known.statements)
    told = mission(known.statements, unit=name, conflicts=found, identities=known.register.identities)
    return Tour(told, found, known)


def unit_meant(statements: list[Statement], text: str) -> str:
    """The one unit that a name, or a part of one, can mean. Raises Refusal 422.1 where it is not one."""
    found = meant(statements, text)
    if len(found) == 1:
        return found[0]
    known = units(statements)
    if found:
        hint = f"It can mean: {'; '.join(found)}."
    else:
        hint = f"Known are: {'; '.join(known)}." if known else "None is on record; import statements first."
    raise Refusal("422.1", what="The unit", text=text, hint=hint)
