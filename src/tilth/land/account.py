"""The land account: opening + flows = closing, in whole square metres, for any two days and any state of knowledge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tilth.land.postings import Postings
from tilth.land.transitions import FLOWS, LAND_KINDS, STATUSES


@dataclass(frozen=True, slots=True)
class Flow:
    """Land that moved from one status to another, and by which flow of the transition table."""

    flow: str
    from_status: str
    to_status: str
    m2: int


@dataclass(frozen=True, slots=True)
class Account:
    """Drawn land: the balance of each status as at the end of two days, and every flow after the first of them."""

    opening: Mapping[str, int]
    flows: tuple[Flow, ...]
    closing: Mapping[str, int]

    @property
    def balanced(self) -> bool:
        """Opening + what flowed in - what flowed out = closing, for every status, to the square metre."""
        balance = dict(self.opening)
        for flow in self.flows:
            if flow.from_status in balance:
                balance[flow.from_status] -= flow.m2
            if flow.to_status in balance:
                balance[flow.to_status] += flow.m2
        return balance == dict(self.closing)


def account(postings: Postings, *, start: date | None, as_at: date) -> Account:
    """The account from the end of `start` (None: from before the first entry) to the end of `as_at`.

    Opening and closing are each summed from their own postings; that they agree with the flows is a check
    (`Account.balanced`), not a definition.
    """
    after_start = postings.day > (start.toordinal() if start else 0)
    until_end = postings.day <= as_at.toordinal()
    return Account(
        _balance(postings, ~after_start),
        _flows(postings, after_start & until_end),
        _balance(postings, until_end if start is None or start <= as_at else ~after_start),
    )


def account_by(
    postings: Postings, label_of: Callable[[int], str], *, start: date | None, as_at: date
) -> dict[str, tuple[Flow, ...]]:
    """The flows after `start` until `as_at`, split by a label of the entry that caused each."""
    in_period = (postings.day > (start.toordinal() if start else 0)) & (postings.day <= as_at.toordinal())
    entries, which = np.unique(postings.entry, return_inverse=True)
    labels, of_entry = np.unique([label_of(entry) for entry in entries.tolist()], return_inverse=True)
    label = of_entry[which] if len(entries) else which
    return {str(name): _flows(postings, in_period & (label == at)) for at, name in enumerate(labels)}


def _balance(postings: Postings, chosen: NDArray[np.bool_]) -> dict[str, int]:
    m2 = postings.m2[chosen]
    gained = _sums(postings.after[chosen], m2, count=len(STATUSES))
    balance = gained - _sums(postings.before[chosen], m2, count=len(STATUSES))
    return {status: int(balance[number]) for number, status in enumerate(STATUSES) if status in LAND_KINDS}


def _flows(postings: Postings, chosen: NDArray[np.bool_]) -> tuple[Flow, ...]:
    code = (postings.flow[chosen].astype(np.int16) * 6 + postings.before[chosen]) * 6 + postings.after[chosen]
    m2 = _sums(code, postings.m2[chosen], count=36 * len(FLOWS))
    return tuple(
        Flow(FLOWS[code // 36], STATUSES[code // 6 % 6], STATUSES[code % 6], int(m2[code]))
        for code in np.flatnonzero(m2).tolist()
    )


def _sums(which: NDArray[np.integer], m2: NDArray[np.int64], *, count: int) -> NDArray[np.int64]:
    """Square metres by number. Whole numbers below 2^53 are exact in floating point; the Earth has less land."""
    return np.bincount(which, weights=m2, minlength=count).astype(np.int64)
