"""Whether an entry made of words can stand: one door to the rules of what such an entry must say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tilth.evidence import register_rules
from tilth.journal.entry import REGISTER_KINDS, TEAM_KINDS
from tilth.teams import roster_rules

Body = Mapping[str, object]
_RULES: dict[str, Callable[[str, Body], str]] = {
    **dict.fromkeys(REGISTER_KINDS, register_rules.fault_of),
    **dict.fromkeys(TEAM_KINDS, roster_rules.fault_of),
}
WORDED_KINDS = tuple(_RULES)  # kinds of entry that have no ground and must say certain things


def fault_of(kind: str, body: Body) -> str:
    """Why an entry cannot stand as it is, in words; empty where it can, and for kinds that have no such rules."""
    rule = _RULES.get(kind)
    return rule(kind, body) if rule else ""
