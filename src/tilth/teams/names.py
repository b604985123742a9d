"""Which units are on record, and which of them somebody means who gives a part of a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from tilth.evidence.statement import Statement


def units(statements: Iterable[Statement]) -> tuple[str, ...]:
    """The units any mission statement is about, the one with most statements first: that is no rank of the units."""
    count = Counter(one.group for one in statements if _is_of_a_mission(one) and one.group)
    return tuple(sorted(count, key=lambda name: (-count[name], name)))


def meant(statements: Iterable[Statement], text: str) -> tuple[str, ...]:
    """The units that `text` can mean: a name, words of a name, or a part of one; also a name printed for a unit.

    The closest way in which anything fits decides; more than one unit is left to whoever asked.
    """
    every = list(statements)
    known = units(every)
    printed = {name: {name.casefold()} for name in known}
    for one in every:
        if one.group in printed and one.subject:
            printed[one.group].add(one.subject.casefold())
    wanted = " ".join(text.casefold().split())
    whole = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
    ways = (
        lambda name, unit: name == wanted == unit.casefold(),
        lambda name, unit: name == wanted,
        lambda name, unit: bool(whole.search(name)),
        lambda name, unit: wanted in name,
    )
    for fits in ways if wanted else ():
        if found := tuple(unit for unit in known if any(fits(name, unit) for name in printed[unit])):
            return found
    return ()


def _is_of_a_mission(one: Statement) -> bool:
    part = one.about.mission_part if one.about else ""
    return part not in ("", "assessment")
