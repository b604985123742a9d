"""Tracing: the movements of land behind one figure of the account, entry by entry; they sum to the figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tilth.desk.accounting import Question, label_maker
from tilth.desk.programme import Programme, known_entries
from tilth.desk.refusal import Refusal
from tilth.land.postings import Postings
from tilth.land.transitions import FLOW_NUMBER, FLOWS, LAND_KINDS, NUMBER, STATUSES
from tilth.units.dates import parse_when

FIGURES = ("opening", "closing", "flow")


@dataclass(frozen=True, slots=True)
class Movement:
    """What one entry moved between two statuses; `signed_m2` is how it counts in the figure."""

    entry: int
    on: date
    flow: str
    before: str
    after: str
    m2: int
    signed_m2: int


def behind(
    programme: Programme, question: Question, figure: str, *, today: date, group: str | None = None
) -> list[Movement]:
    """The movements that a figure of the account sums up, by day and then by entry.

    `figure` is `closing-STATUS`, `opening-STATUS` or `flow-FLOW-FROM-TO`; with `group` only those of one label of the
    breakdown `question.by`. Raises Refusal 422.1 for any other figure and for what is no day.
    """
    known = known_entries(programme.store, question.known_at) if question.known_at else programme.store.head().entries
    postings = programme.postings(known)
    start, until = _ordinal(question.start), _ordinal(question.as_at) or today.toordinal()
    chosen, status = _chosen(postings, figure, start, until)
    if group is not None and question.by:
        label = label_maker(programme, question.by)
        wanted = {entry for entry in np.unique(postings.entry[chosen]).tolist() if label(entry) == group}
        chosen &= np.isin(postings.entry, list(wanted))
    return _summed(postings, chosen, status)


def _chosen(postings: Postings, figure: str, start: int, until: int) -> tuple[NDArray[np.bool_], int | None]:
    """Which rows, and the status whose balance they make; None for a flow."""
    kind, _, rest = figure.partition("-")
    if kind in ("opening", "closing") and rest in LAND_KINDS:
        status = NUMBER[rest]
        last = start if kind == "opening" else max(start, until)
        touched = (postings.before == status) | (postings.after == status)
        return touched & (postings.day <= last), status
    parts = rest.rsplit("-", 2)
    if kind == "flow" and len(parts) == 3 and parts[0] in FLOW_NUMBER and {*parts[1:]} <= {*STATUSES}:
        same = (
            (postings.flow == FLOW_NUMBER[parts[0]])
            & (postings.before == STATUSES.index(parts[1]))
            & (postings.after == STATUSES.index(parts[2]))
        )
        return same & (postings.day > start) & (postings.day <= until), None
    raise Refusal("422.1", what="The figure", text=figure, hint="Follow a figure of the account: its link names it.")


def _summed(postings: Postings, chosen: NDArray[np.bool_], status: int | None) -> list[Movement]:
    columns = ("entry", "day", "flow", "before", "after")
    rows = np.stack([getattr(postings, name)[chosen].astype(np.int64) for name in columns], axis=1)
    kinds, which = np.unique(rows, axis=0, return_inverse=True)
    m2 = np.zeros(len(kinds), dtype=np.int64)
    np.add.at(m2, which.ravel(), postings.m2[chosen])
    found = [
        Movement(entry, date.fromordinal(day), FLOWS[flow], STATUSES[before], STATUSES[after], area, area * _sign)
        for (entry, day, flow, before, after), area in zip(kinds.tolist(), m2.tolist(), strict=True)
        for _sign in (1 if status is None or after == status else -1,)
    ]
    return sorted(found, key=lambda one: (one.on, one.entry))


def _ordinal(text: str | None) -> int:
    if not text:
        return 0
    when = parse_when(text)
    if when is None:
        raise Refusal("422.1", what="The day", text=text, hint="Write it as 2024-05-31.")
    return when.last.toordinal()
