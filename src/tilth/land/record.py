"""The land record of an entry: what it did to the faces, in whole numbers, sealed with it.

Whoever reads the journal again applies these numbers and never measures: that is why what was known on a day is
identical for ever, whatever is drawn later and whichever geometry library is installed.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LandRecord:
    """Faces are numbered in order of birth: the entry's own new face first, then one child for every split."""

    first_face: int  # number of the first face born here
    new: tuple[int, int] | None = None  # (booked m², measured cm²) of land no entry spoke of before
    splits: list[tuple[int, int, int]] = field(default_factory=list)  # (parent face, m² and cm² that go to the child)
    whole: list[int] = field(default_factory=list)  # faces covered entirely
    lost: list[int] = field(default_factory=list)  # faces of the amended entry that this one gives up
    redates: bool = False  # the entry changes only the date of the one it amends

    def faces(self) -> list[int]:
        """Every face the entry covers, as numbered right after its booking."""
        born = len(self.splits) + (self.new is not None)
        return [*range(self.first_face, self.first_face + born), *self.whole]

    def encode(self) -> bytes:
        """As little-endian 64-bit integers, for the journal."""
        new = self.new or (-1, -1)
        splits = [number for split in self.splits for number in split]
        head = [self.first_face, int(self.redates), *new, len(self.splits), len(self.whole), len(self.lost)]
        return array("q", [*head, *splits, *self.whole, *self.lost]).tobytes()


def decode(sealed: bytes) -> LandRecord:
    """The record back from its sealed bytes. Raises ValueError if they are not a land record."""
    numbers = array("q")
    numbers.frombytes(sealed)
    if len(numbers) < 7:
        raise ValueError("a land record has at least seven numbers")
    first, redates, new_m2, new_cm2, splits, whole, lost = numbers[:7]
    rest = numbers[7:].tolist()
    if len(rest) != 3 * splits + whole + lost:
        raise ValueError("a land record is cut short")
    children = [(rest[at], rest[at + 1], rest[at + 2]) for at in range(0, 3 * splits, 3)]
    return LandRecord(
        first,
        None if new_m2 < 0 else (new_m2, new_cm2),
        children,
        rest[3 * splits : 3 * splits + whole],
        rest[3 * splits + whole :],
        bool(redates),
    )
