"""Labels: the properties that tiles carry, encoded once for each row and not once for each tile."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from tilth.journal.entry import Entry
from tilth.web.tiles.mvt import Texts, encoded_value

NAMES = ("status", "day", "said_by", "operator")
_DECODER = json.JSONDecoder()


class Labels:
    """For each row its id, and the number of its status, day, speaker and operator in lists of those that occur."""

    def __init__(self) -> None:
        """No rows yet."""
        self._ids: list[bytes] = []
        self._codes = np.empty((0, len(NAMES)), dtype=np.int64)
        self._numbers: tuple[dict[str, int], ...] = tuple({} for _ in NAMES)
        self._values: tuple[list[bytes], ...] = tuple([] for _ in NAMES)

    def add(self, entries: Sequence[Entry]) -> None:
        """One row for each entry."""
        start, stop = len(self._ids), len(self._ids) + len(entries)
        if stop > len(self._codes):
            more = np.empty((max(stop, 2 * len(self._codes), 64), len(NAMES)), dtype=np.int64)
            more[:start] = self._codes[:start]
            self._codes = more
        self._ids += [encoded_value(entry.source_id or "") for entry in entries]
        for row, entry in enumerate(entries, start):
            self._codes[row] = [self._code(at, text) for at, text in enumerate(_texts(entry))]

    @classmethod
    def joined(cls, parts: Iterable[tuple[Labels, NDArray[np.int64]]]) -> Labels:
        """The labels of some rows of several layers, one after another."""
        one, codes = cls(), [np.empty((0, len(NAMES)), dtype=np.int64)]
        for labels, rows in parts:
            one._ids += [labels._ids[row] for row in rows.tolist()]
            mine = labels._codes[rows]
            for at, texts in enumerate(labels._numbers):
                table = np.array([one._code(at, text) for text in list(texts)], dtype=np.int64)
                mine[:, at] = table[mine[:, at]]
            codes.append(mine)
        one._codes = np.concatenate(codes)
        return one

    def properties(self, rows: NDArray[np.int64]) -> list[Texts]:
        """The properties of some rows."""
        codes, ids = self._codes[rows], self._ids
        named = [Texts(name, codes[:, at], self._values[at]) for at, name in enumerate(NAMES)]
        return [Texts("id", np.arange(len(rows)), [ids[row] for row in rows.tolist()]), *named]

    def counted(self, rows: NDArray[np.int64], status: str) -> NDArray[np.int64]:
        """Which rows have a status, as ones and zeros."""
        return np.asarray(self._codes[rows, 0] == self._numbers[0].get(status, -1), dtype=np.int64)

    def _code(self, at: int, text: str) -> int:
        numbers = self._numbers[at]
        code = numbers.get(text)
        if code is None:
            code = len(numbers)
            self._values[at].append(encoded_value(text))  # before its number can be asked for
            numbers[text] = code
        return code


def _texts(entry: Entry) -> tuple[str, str, str, str]:
    return entry.kind, entry.counts_on if entry.happened_on else "", entry.said_by, operator_of(entry)


def operator_of(entry: Entry) -> str:
    """The operator that an entry names; the body is canonical JSON, which need not be taken apart for it."""
    _, found, rest = entry.body.partition('"operator":')
    return str(_DECODER.raw_decode(rest)[0] or "") if found else ""
