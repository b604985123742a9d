"""The history of one face: the entries that speak of it, in the order in which they count, and what each posts.

Nearly all land needs only the transition table, entry by entry. This file is for the rest: entries that came late,
and entries that amend or withdraw an earlier one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tilth.land.transitions import BECOMES, CONFIRMED, FLOW, FLOW_NUMBER, SUSPECTED, UNRECORDED, WITHDRAWAL


class Event(NamedTuple):
    """An entry, as far as one face is concerned."""

    entry: int
    kind: int  # number of the status it states, or WITHDRAWAL
    amends: int = 0  # the entry it stands for, 0 if none
    covers: bool = True  # False: the amended entry covered this face, this one does not
    redates: bool = False  # it changes only the date of the entry it amends


class Step(NamedTuple):
    """What one event posts on its face."""

    entry: int
    before: int
    after: int
    flow: int


def steps(events: Sequence[Event]) -> list[Step]:
    """Fold the events of one face, given in order of date and then of booking.

    An amendment takes the place of the entry it names: the status is what it would be had the earlier entry said so
    from the start, and the difference is posted on the amendment's own date as *reclassified*, *resized* or
    *corrected*. An entry that only had its date mended counts on the new date alone.
    """
    posted: list[Step] = []
    holding: list[tuple[int, int]] = []  # (entry, kind) of what holds so far
    replaced = {event.amends for event in events if event.redates}
    status = UNRECORDED
    for event in events:
        if event.entry in replaced:
            continue
        before = status
        earlier = [entry for entry, _ in holding]
        if event.amends in earlier:
            at = earlier.index(event.amends)
            holding[at : at + 1] = [(event.entry, event.kind)] if event.covers else []
            status = _status_of(holding)
            flow = _mending_flow(event, before, status)
        elif event.covers and event.kind != WITHDRAWAL:
            replaced.add(event.amends)
            holding.append((event.entry, event.kind))
            status = BECOMES[event.kind][before]
            flow = FLOW[event.kind][before]
        else:
            replaced.add(event.amends)
            continue
        posted.append(Step(event.entry, before, status, flow if status != before else 0))
    return posted


def _status_of(holding: list[tuple[int, int]]) -> int:
    status = UNRECORDED
    for _, kind in holding:
        status = BECOMES[kind][status]
    return status


def _mending_flow(event: Event, before: int, after: int) -> int:
    if not event.covers and event.kind != WITHDRAWAL:
        return FLOW_NUMBER["resized"]
    if {before, after} == {SUSPECTED, CONFIRMED}:
        return FLOW_NUMBER["reclassified"]
    return FLOW_NUMBER["corrected"]
