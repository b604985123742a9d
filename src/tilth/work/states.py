"""The states of a task and what each event makes of them: `terms/task_states.csv`, one row each.

An event that has no place in a state carries the number of the refusal that says why and what to do.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from tilth.terms import table

AS_BEFORE = "as before"  # resuming leads back to the state before the suspension


class Step(NamedTuple):
    """What an event makes of a state: the next state, or the number of a refusal."""

    becomes: str
    refusal: str


@cache
def _steps() -> dict[tuple[str, str], Step]:
    return {(row["state"], row["event"]): Step(row["becomes"], row["refusal"]) for row in table("task_states")}


@cache
def states() -> tuple[str, ...]:
    """Every state, in the order in which a task without trouble goes through them."""
    return tuple(dict.fromkeys(row["state"] for row in table("task_states")))


def step(state: str, event: str) -> Step:
    """What `event` makes of `state`. Raises KeyError for either that is not in the table."""
    return _steps()[state, event]


@cache
def releases_as() -> dict[str, str]:
    """The status that land gets when it is handed over, by the action of its task."""
    return {row["action"]: row["releases_as"] for row in table("task_actions")}
