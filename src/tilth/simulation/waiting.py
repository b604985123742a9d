"""What waits in the compiled simulation: hazards by priority in each queue, and moments in the order in which they are.

A queue is a set of small whole numbers as three levels of bits, so that its least element is found in three steps
(P. van Emde Boas, 1975, doi:10.1109/SFCS.1975.26, with words of 64). Moments are in binary heaps.
"""

# mypy: disable-error-code="no-any-return"
# numba's scalars are numpy's while it compiles, and Python's while nobody compiles

from __future__ import annotations

from typing import Any

import numpy as np

from tilth.simulation.draws import compiled, part
from tilth.simulation.kernel_tables import Floats, Ints, Room

_U0, _U1, _U58, _U63 = (np.uint64(k) for k in (0, 1, 58, 63))
_DEBRUIJN = np.uint64(0x03F79D71B4CB0A89)
_BIT = np.zeros(64, np.int64)
for _at in range(64):
    _BIT[((1 << _at) * 0x03F79D71B4CB0A89 & (1 << 64) - 1) >> 58] = _at


@compiled
def bit_of(word: Any) -> int:
    """The place of the lowest bit of a word that has one (Leiserson, Prokop and Randall, 1998)."""
    return _BIT[np.int64(((word & (~word + _U1)) * _DEBRUIJN) >> _U58)]


@part
def put(room: Room, q: int, h: int) -> None:
    """A hazard waits in a queue; nothing changes if it did."""
    a, b, c = h >> 6, h >> 12, h >> 18
    room.low[q, a] |= _U1 << (np.uint64(h) & _U63)
    room.mid[q, b] |= _U1 << (np.uint64(a) & _U63)
    room.top[q, c] |= _U1 << (np.uint64(b) & _U63)


@part
def drop(room: Room, q: int, h: int) -> None:
    """A hazard waits no more in a queue in which it did, or did not."""
    a, b, c = h >> 6, h >> 12, h >> 18
    room.low[q, a] &= ~(_U1 << (np.uint64(h) & _U63))
    if room.low[q, a] == _U0:
        room.mid[q, b] &= ~(_U1 << (np.uint64(a) & _U63))
        if room.mid[q, b] == _U0:
            room.top[q, c] &= ~(_U1 << (np.uint64(b) & _U63))


@part
def first(room: Room, q: int) -> int:
    """The waiting hazard of highest priority, -1 if none waits."""
    for c in range(room.top.shape[1]):
        word = room.top[q, c]
        if word != _U0:
            b = (c << 6) + bit_of(word)
            a = (b << 6) + bit_of(room.mid[q, b])
            return (a << 6) + bit_of(room.low[q, a])
    return -1


@compiled
def push(at: Floats, what: Ints, count: int, time: float, who: int) -> None:
    """Add to a binary heap of `count` moments; equal moments stand by `who`."""
    i = count
    while i > 0:
        up = (i - 1) >> 1
        if at[up] < time or (at[up] == time and what[up] < who):
            break
        at[i], what[i] = at[up], what[up]
        i = up
    at[i], what[i] = time, who


@compiled
def sink(at: Floats, what: Ints, count: int, time: float, who: int) -> None:
    """Put a moment in the place of the first of `count`."""
    i = 0
    while True:
        c = 2 * i + 1
        if c >= count:
            break
        r = c + 1
        if r < count and (at[r] < at[c] or (at[r] == at[c] and what[r] < what[c])):
            c = r
        if time < at[c] or (time == at[c] and who < what[c]):
            break
        at[i], what[i] = at[c], what[c]
        i = c
    at[i], what[i] = time, who
