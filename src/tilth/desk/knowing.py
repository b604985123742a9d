"""What was known on a day: what the journal held, or, of days before it began, what had been published by then.

A programme is often begun long after the events it records. Asked for such a day, its journal knows nothing; the
useful answer is what anybody could have read by then, told as such (decision 009).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tilth.desk.programme import Programme, known_entries
from tilth.desk.register import register_of
from tilth.evidence.register import Register
from tilth.evidence.statement import Statement


@dataclass(frozen=True, slots=True)
class Known:
    """The statements known at a moment, and a sentence on how that was understood; empty where nothing needs saying."""

    statements: list[Statement]
    note: str
    register: Register


def known_statements(programme: Programme, known_at: str | None) -> Known:
    """The statements known at a moment or at the end of a day (ISO text), all of them for `None`.

    Before the first entry of the journal they are those published by the end of that day, named and joined as they
    are today. Raises Refusal for a text that is no moment.
    """
    known = known_entries(programme.store, known_at) if known_at else None
    if known_at is None or known:
        register, told = register_of(programme, known)
        return Known(told, "", register)
    register, every = register_of(programme)
    day = datetime.fromisoformat(known_at).date()
    told = [one for one in every if one.published and one.published.last <= day]
    undated = sum(one.published is None for one in every)
    note = (
        f"This programme has no entry of {day.isoformat()} or before: shown are the {len(told)} of {len(every)} "
        f"statements that had been published by then"
    )
    note += f"; {undated} without a date of publication are left out." if undated else "."
    return Known(told, note, register)
