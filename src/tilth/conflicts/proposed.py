"""Relations between claims that follow from their words and figures alone: proposals, always labelled "computed".

Claims are compared only within one metric, scope and day, each with the first that says the same and with the one of
the same speaker before it: n log n in all, and at most three relations of one claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from tilth.conflicts.conflict import Conflict
from tilth.conflicts.figure import range_of
from tilth.evidence.relation import Relation, rewritten_from
from tilth.evidence.source import plain
from tilth.evidence.statement import Statement

_NOBODY = ("", "not stated")
_CLASH = ("error", "warning")  # what is only explained ("info") contradicts nothing


def proposed(statements: Iterable[Statement], conflicts: Iterable[Conflict] = ()) -> list[Relation]:
    """All computed relations, by claim; the order in which the statements come makes no difference."""
    same: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for one in sorted(statements, key=_published):
        if one.is_fact and one.value is not None:
            same[_thing(one)].append(one)
    found = [relation for group in same.values() for relation in _of_group(group)]
    return sorted([*found, *_contradicting(conflicts)], key=lambda one: (one.claim_id, one.relation, one.other))


def _published(statement: Statement) -> tuple[date, str, int]:
    day = statement.published.last if statement.published else date.max
    return day, statement.claim_id, statement.entry or 0


def _thing(statement: Statement) -> tuple[str, ...]:
    """What it is a figure of: metric, subject, scope, place and the days it describes."""
    when = statement.when
    days = (when.first.isoformat(), when.last.isoformat()) if when else ("", "")
    return statement.metric, plain(statement.group), plain(statement.scope), statement.place, *days


def _amount(statement: Statement) -> tuple[str, Decimal | str | None]:
    """The stated figure in its base unit, so that 1 km2 and 100 ha are one figure; a text as it stands."""
    stated = range_of(statement)
    return (stated.base, stated.value) if stated else (statement.unit, _plain(statement.value))


def _plain(value: Decimal | str | None) -> Decimal | str | None:
    return plain(value) if isinstance(value, str) else value


def _of_group(group: list[Statement]) -> Iterator[Relation]:
    """The relations within one thing; `group` is in the order of publication."""
    first: dict[object, Statement] = {}
    latest: dict[str, Statement] = {}
    for one in group:
        like = first.setdefault(_amount(one), one)
        yield from _of_figure(one, like if like is not one else None)
        speaker = _speaker(one)
        before = latest.get(speaker)
        if speaker and one.when and before is not None and _is_later(one, before) and _amount(before) != _amount(one):
            yield Relation(one.claim_id, "corrects", before.claim_id, _correction(one, before))
        latest[speaker] = one


def _correction(one: Statement, before: Statement) -> str:
    said = f"{one.speaker} gives another value for the same thing and day, published {one.published}"
    now, then = range_of(one), range_of(before)
    return f"{said}; the words of the earlier one leave it open" if now and then and now.meets(then) else said


def _of_figure(one: Statement, like: Statement | None) -> Iterator[Relation]:
    """How a claim stands to the first one with its figure, if there is one."""
    original = rewritten_from(one.outlet)
    if original is not None:
        whose = f" of {original}" if original else "; whose text it rewrites is not said"
        other = like.claim_id if like else ""
        yield Relation(one.claim_id, "rewrites", other, f"its outlet calls itself a rewrite{whose}", source=original)
    elif like is not None and one.when:
        if _speaker(one) and _speaker(like) and _speaker(one) != _speaker(like):
            yield Relation(one.claim_id, "supports", like.claim_id, "another speaker states the same figure")
        elif _is_later(one, like) and _is_elsewhere(one, like):
            why = f"the same figure for the same thing and day, published {one.published} by another outlet"
            yield Relation(one.claim_id, "repeats", like.claim_id, why)


def _speaker(statement: Statement) -> str:
    name = plain(statement.speaker)
    return "" if name in _NOBODY else name


def _is_later(one: Statement, other: Statement) -> bool:
    return bool(one.published and other.published and one.published.first > other.published.last)


def _is_elsewhere(one: Statement, other: Statement) -> bool:
    return (plain(one.outlet), one.url) != (plain(other.outlet), other.url)


def _contradicting(conflicts: Iterable[Conflict]) -> Iterator[Relation]:
    """Each conflict of two or more claims, told from its first claim to every other one of its smallest set."""
    for conflict in conflicts:
        if conflict.severity in _CLASH:
            first, *others = conflict.claims
            for other in others:
                why = f"{conflict.kind.replace('_', ' ')}, {conflict.id}: {conflict.sentence}"
                yield Relation(other, "contradicts", first, why)
