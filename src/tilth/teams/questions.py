"""What a complete mission record holds and this one does not, as a question and whom to put it to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tilth.evidence.metrics import metric
from tilth.evidence.statement import Statement
from tilth.terms import table


@dataclass(frozen=True, slots=True)
class Question:
    """Something nobody stated: a topic for a screen, a sentence for a report, a question and whom to ask."""

    topic: str
    sentence: str
    question: str
    ask: str
    phase: str  # the phase whose days it asks for, if it asks for days

    def as_json(self) -> dict[str, str]:
        """Plain values."""
        return {"topic": self.topic, "question": self.question, "ask": self.ask, "phase": self.phase}


def not_stated(statements: Iterable[Statement]) -> tuple[Question, ...]:
    """The questions of a complete mission record that no statement answers; a plan or an opinion answers none."""
    answered = {one.metric for one in statements if one.is_fact and one.value is not None}
    return tuple(
        Question(row["topic"], row["sentence"], row["question"], row["ask"], _phase(row))
        for row in table("mission_questions")
        if not answered & set(row["answered_by"].split("|"))
    )


def _phase(row: dict[str, str]) -> str:
    known = metric(row["answered_by"].partition("|")[0])
    return known.phase if known else ""
