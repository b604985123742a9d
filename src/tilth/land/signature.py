"""The signature of a face: one 64-bit number for the set of entries that cover it.

Every entry has a well-mixed number of its own; the signature of a set is their exclusive or, so that adding an
entry is one operation and the order does not matter. Method: A. L. Zobrist, "A new hashing method with application
for game playing", University of Wisconsin TR 88 (1970); the mixer is SplitMix64 (Steele, Lea and Flood, 2014,
doi:10.1145/2660193.2660195). With three million faces two sets share a signature with probability below 3e-7.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_MASK = (1 << 64) - 1


def of_entries(numbers: NDArray[np.integer]) -> NDArray[np.uint64]:
    """The number of each entry, from its place in the journal."""
    with np.errstate(over="ignore"):
        z = (numbers.astype(np.uint64) + np.uint64(1)) * _GOLDEN
        z = (z ^ (z >> np.uint64(30))) * _MIX_1
        z = (z ^ (z >> np.uint64(27))) * _MIX_2
    return z ^ (z >> np.uint64(31))


def of_entry(number: int) -> int:
    """The number of one entry; the same as `of_entries`, without an array."""
    z = ((number + 1) * int(_GOLDEN)) & _MASK
    z = ((z ^ (z >> 30)) * int(_MIX_1)) & _MASK
    z = ((z ^ (z >> 27)) * int(_MIX_2)) & _MASK
    return z ^ (z >> 31)


def of_sets(owner: NDArray[np.integer], members: NDArray[np.uint64], *, count: int) -> NDArray[np.uint64]:
    """The signature of each of `count` sets, where set `owner[i]` has the member `members[i]`; 0 if it has none."""
    signatures = np.zeros(count, dtype=np.uint64)
    np.bitwise_xor.at(signatures, owner, members)
    return signatures
