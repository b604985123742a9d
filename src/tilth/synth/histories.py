"""The history of an invented province, streamed: village by village, or day by day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np

from tilth.synth.draft import Draft
from tilth.synth.entries import Entries, draw_entries
from tilth.synth.province import Province
from tilth.synth.rings import join

BATCH = 20_000


def histories(province: Province) -> Iterator[Draft]:
    """All land drafts day by day; a date of lower precision stands at its last possible day."""
    for batch in batches(province, order="time"):
        yield from batch


def batches(province: Province, *, order: Literal["village", "time"]) -> Iterator[list[Draft]]:
    """All land drafts in lists of about 20,000.

    `village`: one village after the other, each from first day to last; holds one list at a time.
    `time`: the whole province day by day, same days in the order of villages; holds about 350 bytes per draft.
    """
    villages = [village.name for village in province.villages]
    districts = [village.district for village in province.villages]
    for columns in columnar(province, order=order):
        yield columns.drafts(villages=villages, districts=districts)


def columnar(province: Province, *, order: Literal["village", "time"]) -> Iterator[Entries]:
    """The same as `batches`, as columns and rings that nobody has put into words yet."""
    by_village = (draw_entries(hazards, events, rng=rng) for hazards, events, rng in province.blocks())
    return by_village if order == "village" else _by_day(list(by_village))


def _by_day(blocks: list[Entries]) -> Iterator[Entries]:
    everything = Entries(np.concatenate([block.columns for block in blocks]), join([block.rings for block in blocks]))
    order = np.argsort(everything.columns["day"], kind="stable")
    for start in range(0, len(order), BATCH):
        yield everything.take(order[start : start + BATCH])
