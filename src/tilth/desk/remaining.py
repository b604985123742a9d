"""What a search leaves on an area, in figures and in words; it needs no programme."""

from __future__ import annotations

from typing import Any

from tilth.desk.refusal import Refusal
from tilth.work.density import density_seen
from tilth.work.residual import Search, left, tell_left


def remaining(search: dict[str, Any], *, items_before: int, searched_before_m2: int) -> dict[str, Any]:
    """Expected items, the chance that none is left, and the sentence.

    `search` holds the fields of `tilth.work.residual.Search`; `items_before` were found on `searched_before_m2` of like
    ground, which is what is known before the search. Raises Refusal 422.1 for figures that cannot be.
    """
    hint = "Write chances and shares from 0 to 1, areas above 0, and finds only where something could be found."
    try:
        before = density_seen(items_before, searched_m2=searched_before_m2)
        done = Search(**search)
    except ValueError as fault:
        raise Refusal("422.1", what="The search", text=str(fault)[:120], hint=hint) from None
    rest = left(before, done)
    return search | {
        "passes": list(done.passes),
        "expected_items": rest.expected,
        "none_left": rest.none(),
        "at_most_items": rest.at_most(),
        "sentence": tell_left(before, done),
    }
