"""What can be changed in a workload: teams, survey, season, money and pace, each a step down and a step up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tilth.simulation.workload import CLEAR, Workload, what_if

STEP = 0.2  # of season, money and pace; of the teams of a kind a fifth, at least one
_NAMES = {"nts": "non-technical survey", "ts": "technical survey"}


@dataclass(frozen=True, slots=True)
class Lever:
    """One change in words, and the arguments of `tilth.simulation.workload.what_if` that make it."""

    name: str
    says: str
    change: dict[str, Any] = field(default_factory=dict)

    def pulled(self, workload: Workload) -> Workload:
        """The workload with this change."""
        return what_if(workload, **self.change)


def levers(workload: Workload) -> tuple[Lever, ...]:
    """Every lever that a workload has; added teams bring their money, those taken away leave theirs behind."""
    found = []
    for kind, count in sorted(Counter(workload.teams.kind).items()):
        step, name = max(1, round(STEP * count)), _NAMES.get(kind, kind)
        found.append(Lever(f"teams {kind}", f"{step} of {count} teams fewer: {name}", {"remove": {kind: step}}))
        found.append(Lever(f"teams {kind}", f"{step} more than {count} teams: {name}", {"add": {kind: step}}))
    surveys = bool((workload.teams.rate_m2_per_day[:, :CLEAR] > 0).any())
    if workload.survey and surveys:
        found.append(Lever("survey first", "clear all recorded land without survey", {"survey": False}))
    step = max(1, round(STEP * len(workload.teams)))
    more = {"add": {"nts": step, "ts": step}, "survey": True}
    found.append(Lever("survey first", f"survey before clearance, with {step} more team(s) for each survey", more))
    for name, what in (("season", "working days"), ("budget", "money"), ("productivity", "m² per team-day")):
        for sign, factor in (("less", 1 - STEP), ("more", 1 + STEP)):
            found.append(Lever(name, f"{STEP:.0%} {sign} {what}", {name: factor}))
    return tuple(found)
