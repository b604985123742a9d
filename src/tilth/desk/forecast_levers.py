"""Levers as they are written on the command line: `manual+3`, `dogs-1`, `budget=0.8`, `season=1.2`, `survey=off`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tilth.desk.refusal import Refusal
from tilth.simulation.workload import Workload, kinds, what_if

_TEAMS = re.compile(r"([a-z]+)\s*([+-])\s*(\d{1,4})$")
_FACTOR = re.compile(r"(budget|season|productivity)\s*=\s*(\d+(?:\.\d+)?)$")
_SURVEY = re.compile(r"survey\s*=\s*(on|off)$")


def pulled(workload: Workload, levers: Sequence[str]) -> Workload:
    """The workload with every lever pulled, in the order given. Raises Refusal 422.1 for one that is not understood."""
    for text in levers:
        workload = what_if(workload, **_change(text.strip().lower()))
    return workload


def _change(text: str) -> dict[str, Any]:
    if (found := _TEAMS.match(text)) and found[1] in kinds():
        return {"add" if found[2] == "+" else "remove": {found[1]: int(found[3])}}
    if found := _FACTOR.match(text):
        return {found[1]: float(found[2])}
    if found := _SURVEY.match(text):
        return {"survey": found[1] == "on"}
    teams = ", ".join(kinds())
    hint = f"Write manual+3, dogs-1, budget=0.8, season=1.2, productivity=1.1 or survey=off. Teams are: {teams}."
    raise Refusal("422.1", what="The lever", text=text, hint=hint)
