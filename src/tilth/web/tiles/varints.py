"""Protobuf's variable-length whole numbers, for a whole array at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.uint64]


def lengths(values: Whole) -> NDArray[np.int64]:
    """How many bytes each value takes: seven bits to a byte."""
    taken = np.ones(len(values), dtype=np.int64)
    for bits in range(7, 64, 7):
        longer = values >= np.uint64(1 << bits)
        if not longer.any():
            break
        taken += longer
    return taken


def encoded(values: Whole) -> bytes:
    """All values, one after another."""
    taken = lengths(values)
    stops = np.cumsum(taken)
    out = np.zeros(int(stops[-1]) if len(stops) else 0, dtype=np.uint8)
    starts = stops - taken
    for at in range(int(taken.max(initial=0))):
        has = taken > at
        part = (values[has] >> np.uint64(7 * at)) & np.uint64(0x7F)
        more = taken[has] > at + 1
        out[starts[has] + at] = part.astype(np.uint8) | (more.astype(np.uint8) << 7)
    return out.tobytes()


def zigzag(values: NDArray[np.int64]) -> Whole:
    """Signed numbers as unsigned ones, small for small: 0, -1, 1, -2 become 0, 1, 2, 3."""
    return ((values << 1) ^ (values >> 63)).astype(np.uint64)
