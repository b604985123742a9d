"""Whatever is said of a task, in whatever order and by whomever: a second way of counting comes to the same.

The reference below knows nothing of the table of states. It looks at the whole list of what was booked and asks, each
time from the beginning: was the work completed, did an inspection pass after the last day of work with nothing open,
did somebody else approve it since? Land is a square of 100 x 100 cells.
"""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
from foreman import Foreman
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.desk.checking import verify
from tilth.desk.mending import withdraw
from tilth.desk.refusal import Refusal

SIDE = 100  # metres; the cells of the reference are square metres
BOXES = ((0, 0, 100, 100), (0, 0, 50, 100), (30, 40, 70, 90), (80, 80, 120, 120))  # the last reaches out of the task
WHO = ("ana", "ben")
SINGLE = (
    "progress",
    "inspect",
    "correct",
    "suspend",
    "resume",
    "complete",
    "approve",
    "handover",
    "reopen",
    "withdraw",
)


def a_step(name: str, rng: Random) -> tuple[Any, ...]:
    """A step of that name, with something said in it."""
    match name:
        case "progress":
            return name, rng.randrange(4)
        case "inspect":
            return name, rng.choice(["pass"] * 6 + ["fail", "open"])
        case "complete" | "approve":
            return name, rng.choice(WHO)
        case "handover" | "reopen":
            return name, rng.choice([None, *BOXES])
        case "withdraw":
            return name, rng.randrange(30)
    return (name,)


def a_course(seed: int, *, withdrawals: bool) -> list[tuple[Any, ...]]:
    """Single steps, and between them the way to a handover, often with one step left out.

    Steps drawn one by one would hardly ever lead to a handover.
    """
    rng = Random(seed)
    single = SINGLE if withdrawals else SINGLE[:-1]
    steps: list[tuple[Any, ...]] = []
    for _ in range(rng.randrange(2, 5)):
        if rng.random() < 0.4:
            steps.append(a_step(rng.choice(single), rng))
            continue
        way = [a_step(name, rng) for name in ("progress", "complete", "inspect", "approve", "handover", "reopen")]
        if rng.random() < 0.4:
            del way[rng.randrange(6)]
        steps += way
    return steps


SEEDS = st.integers(0, 2**32)


def may_be_handed_over(said: list[tuple[Any, ...]]) -> bool:
    """Whether what was said lets the land be handed over; asked of the whole list."""
    since = max((at for at, one in enumerate(said) if one[0] == "reopen"), default=-1)
    said = said[since + 1 :]
    completed = max((at for at, one in enumerate(said) if one[0] == "complete"), default=None)
    worked = max((at for at, one in enumerate(said) if one[0] == "progress"), default=-1)
    passed = max((at for at, one in enumerate(said) if one == ("inspect", "pass", "counts")), default=None)
    bad = max((at for at, one in enumerate(said) if one[0] == "inspect" and one[-1] != "counts"), default=-1)
    if completed is None or passed is None or passed < worked or passed < bad or completed < worked:
        return False
    approvals = [at for at, one in enumerate(said) if one[0] == "approve" and at > max(completed, passed_since(said))]
    return bool(approvals) and all(said[at][1] != said[completed][1] for at in approvals)


def passed_since(said: list[tuple[Any, ...]]) -> int:
    """Where the inspection stands that ended the last time without a passed one."""
    good = -1
    holds = False
    for at, one in enumerate(said):
        if one[0] == "progress" or (one[0] == "inspect" and one[-1] != "counts"):
            holds = False
        elif one[0] == "inspect" and not holds:
            good, holds = at, True
    return good


class Reference:
    """The task's land as cells, and what was said of it."""

    def __init__(self) -> None:
        self.said: list[tuple[Any, ...]] = []
        self.released = np.zeros((SIDE, SIDE), dtype=bool)

    def cells(self, box: tuple[int, int, int, int]) -> np.ndarray:
        found = np.zeros((SIDE, SIDE), dtype=bool)
        x0, y0, x1, y1 = box
        found[x0:x1, y0:y1] = True
        return found

    @property
    def is_open(self) -> bool:
        """Whether a non-conformity is open."""
        raised = max((at for at, one in enumerate(self.said) if one[0] == "inspect" and one[1] != "pass"), default=-1)
        mended = max((at for at, one in enumerate(self.said) if one[0] == "correct"), default=-1)
        return raised > mended

    def handed_over(self) -> bool:
        moves = [one[0] for one in self.said if one[0] in ("handover", "reopen")]
        return bool(moves) and moves[-1] == "handover"


def take(foreman: Foreman, reference: Reference, step: tuple[Any, ...]) -> None:
    """One step with the desk, and with the reference if it was booked."""
    name, *more = step
    before, was = foreman.land(), foreman.task
    may = may_be_handed_over(reference.said) and not reference.handed_over()
    said, refused = None, ""
    try:
        said = say(foreman, reference, name, *more)
    except Refusal as why:
        refused = why.number
    if said is None:
        assert foreman.land() == before
        assert foreman.task.history == was.history
        assert name != "handover" or not may or was.state == "suspended", refused
        return
    if name == "handover":
        assert may
    if name not in ("handover", "reopen"):
        assert foreman.land() == before
    reference.said.append(said)


def say(foreman: Foreman, reference: Reference, name: str, *more: Any) -> tuple[Any, ...]:
    """One step with the desk; what it means for the reference."""
    words = None if not more or not isinstance(more[0], tuple) else f"box({','.join(map(str, more[0]))})"
    match name:
        case "inspect":
            result = "fail" if more[0] == "fail" else "pass"
            foreman.inspect(result, nonconformity="a lane" if more[0] == "open" else "")
            counts = more[0] == "pass" and not reference.is_open
            return ("inspect", more[0], "counts" if counts else "counts not")
        case "complete":
            foreman.complete(by=more[0])
        case "approve":
            foreman.approve(by=more[0])
        case "progress":
            foreman.progress(100 * more[0])
        case "handover":
            foreman.handover(words)
            reference.released |= reference.cells(more[0] or BOXES[0])
        case "reopen":
            foreman.reopen(words)
            reference.released &= ~reference.cells(more[0] or BOXES[0])
        case _:
            getattr(foreman, name)()
    return (name, *more)


@settings(max_examples=250)
@given(SEEDS)
def test_land_moves_at_handover_only_and_only_after_inspection_and_another_persons_approval(seed):
    foreman, reference = Foreman(), Reference()
    for step in a_course(seed, withdrawals=False):
        take(foreman, reference, step)
        task = foreman.task
        assert task.released_m2 == reference.released.sum()
        assert task.released_m2 + task.remaining_m2 == task.m2 == SIDE * SIDE
        inside = foreman.land().get("cleared", 0) + foreman.land().get("suspected", 0)
        assert inside >= SIDE * SIDE
        assert [line for line in task.history if line.refusal] == []
    assert verify(foreman.programme)["ok"]


@settings(max_examples=100)
@given(SEEDS)
def test_what_is_taken_back_leaves_a_history_that_could_have_been(seed):
    foreman = Foreman().reach("handed_over")
    for name, *more in a_course(seed, withdrawals=True):
        number = foreman.task.history[more[0] % len(foreman.task.history)].entry if name == "withdraw" else 0
        try:
            if name == "withdraw" and number != 2:
                withdraw(foreman.programme, number, why="a test", author="chief", now=foreman.hand("chief").now)
            elif name != "withdraw":
                say(foreman, Reference(), name, *more)
        except Refusal:
            continue
        task = foreman.task
        assert [line for line in task.history if line.refusal] == []
        assert task.released_m2 + task.remaining_m2 == task.m2
        kinds = [line.kind for line in task.history]
        if "handover" in kinds:
            at = kinds.index("handover")
            assert "approval" in kinds[:at]
            assert any(visit.counts for visit in task.visits)
            approval = next(line for line in reversed(task.history[:at]) if line.kind == "approval")
            completion = next(line for line in reversed(task.history[:at]) if line.kind == "completion")
            assert approval.by != completion.by
        assert (foreman.land().get("cleared", 0) > 0) == (task.released_m2 > 0)
    assert verify(foreman.programme)["ok"]


def test_the_reference_lets_the_ordinary_way_through_and_no_shorter_one():
    way = [("progress", 1), ("complete", "ana"), ("inspect", "pass", "counts"), ("approve", "ben")]
    assert may_be_handed_over(way)
    assert not any(may_be_handed_over(way[:at] + way[at + 1 :]) for at in range(1, 4))
    assert not may_be_handed_over([*way[:3], ("approve", "ana")])
    assert not may_be_handed_over([*way, ("inspect", "fail", "counts not")])
