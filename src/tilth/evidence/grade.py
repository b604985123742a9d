"""Grades: how reliable a source is (A to F) and how credible what it said is (1 to 6), each apart from the other.

The two scales are those of the Admiralty or NATO system (NATO AJP-2.1; tilth's own wording of them is in
`terms/grades.csv`). Nobody is graded unless a person did it, with a reason and a date: until then a claim is F6, it
"cannot be judged". tilth ships no grade of anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from tilth.evidence.source import Stated
from tilth.terms import table

UNJUDGED = ("F", "6")
_GRADE = re.compile(r"([A-F])?[\s/-]?([1-6])?$")


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade of a source or of a claim. Empty text where it says nothing about that half."""

    target: str  # the name of a source, or the id of a claim
    about: str  # source or claim
    reliability: str
    credibility: str
    stated: Stated

    def as_json(self) -> dict[str, object]:
        """The grade with who gave it, when and why."""
        told: dict[str, object] = {"of": self.target, "about": self.about, "grade": self.reliability + self.credibility}
        return told | self.stated.as_json()


@dataclass(frozen=True, slots=True)
class Grading:
    """What a claim is graded as, and the grades that make it; none of them means nobody has judged it."""

    reliability: str
    credibility: str
    because: tuple[Grade, ...]

    def __str__(self) -> str:
        return self.reliability + self.credibility


def read_grade(text: str) -> tuple[str, str] | None:
    """The two halves of B, 3, B3, B/3 or b-3, empty where one is not given; `None` for anything else."""
    found = _GRADE.match(text.strip().upper())
    halves = (found[1] or "", found[2] or "") if found else ("", "")
    return halves if any(halves) else None


@cache
def _names() -> dict[str, str]:
    return {row["grade"]: row["name"] for row in table("grades")}


def spelled(grade: str) -> str:
    """A grade in words: "B usually reliable, 3 possibly so"."""
    return ", ".join(f"{letter} {_names()[letter]}" for letter in grade)


def graded(own: Grade | None, of_chain: Iterable[Grade]) -> Grading:
    """The grade of a claim from that given to itself and those of the sources it came through.

    Its own grade goes first. Where that says nothing of the source, the least reliable *judged* source of the chain
    counts: a chain is as good as its weakest link. A source judged F, or not at all, neither lifts nor lowers it.
    """
    reliability = own.reliability if own else ""
    weakest = max(
        (one for one in of_chain if one.reliability not in ("", UNJUDGED[0])),
        key=lambda one: one.reliability,
        default=None,
    )
    because = [own] if own else []
    if not reliability and weakest is not None:
        because.append(weakest)
        reliability = weakest.reliability
    credibility = own.credibility if own else ""
    return Grading(reliability or UNJUDGED[0], credibility or UNJUDGED[1], tuple(because))
