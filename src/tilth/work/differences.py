"""Where the land that is handed over is not the land of the task: one line for each difference, none left over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tilth.land.transitions import CANCELLED, UNRECORDED


@dataclass(frozen=True, slots=True)
class Difference:
    """So many square metres of one kind of difference, in words."""

    what: str
    m2: int
    sentence: str

    def as_json(self) -> dict[str, object]:
        """As the answer of `tilth handover` holds it."""
        return {"what": self.what, "m2": self.m2, "sentence": self.sentence}


def differences(
    *, inside_m2: int, outside_m2: int, remaining_m2: int, moved: Mapping[tuple[int, int], int]
) -> list[Difference]:
    """What is released beyond the task, what remains of it, and what the books posted otherwise.

    `moved` holds the square metres that the release touched in the books, by (status before, status after).
    """
    unrecorded = sum(m2 for (before, _), m2 in moved.items() if before == UNRECORDED)
    again = sum(m2 for (before, _), m2 in moved.items() if before >= CANCELLED)
    rounding = sum(moved.values()) - inside_m2 - outside_m2
    found = [
        ("outside_task", outside_m2, "of the released polygon lie outside the task; they were booked with it."),
        ("remaining", remaining_m2, "of the task are not released and stay as they are on record."),
        ("released_unrecorded", unrecorded, "of the released polygon were never recorded as hazardous."),
        ("already_released", again, "of the released polygon were released before and post nothing."),
        ("in_the_books", rounding, "more or less in the books than measured: land under several outlines is divided "
         "in whole square metres."),
    ]  # fmt: skip
    return [Difference(what, m2, f"{m2} m² {words}") for what, m2, words in found if m2]
