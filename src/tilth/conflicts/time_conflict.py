"""A clash in time as a conflict: its sentence, what it assumes, what would reconcile it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tilth.conflicts.clash_duration import Strained
from tilth.conflicts.conflict import Conflict
from tilth.conflicts.event_days import Lasted, Told
from tilth.conflicts.tour import Item, Tour
from tilth.conflicts.tour_network import Clash, orders, since

KIND = "dates"
ONE_TOUR = "all of them tell of one tour"


def of_dates(
    clash: Clash, items: Sequence[Item], *, remarks: Sequence[str] = (), reconciled_by: Sequence[str] = ()
) -> Conflict:
    """The conflict of statements that cannot all hold: an error only if nothing but what always holds is assumed."""
    assumed = (*clash.assumed, *([ONE_TOUR] if _may_be_two_tours(items) else []))
    under = ", under the assumptions named" if assumed or clash.always else ""
    return Conflict(
        KIND,
        "warning" if assumed else "error",
        tuple(sorted(clash.claims)),
        (*assumed, *clash.always),
        " ".join([f"{_listed(items)} cannot all hold{under}.", *remarks]),
        (*reconciled_by, *_undone(assumed, items)),
        tuple(sorted(set(clash.also) - clash.claims)),
    )


def of_duration(found: Strained, tour: Tour) -> Conflict:
    """The conflict of dates with a duration."""
    items = tour.of(found.clash.claims)
    lengths = {one.text for one in items if isinstance(one, Lasted)}
    unread = (f'the "{text}" may be counted from a beginning that nobody dates' for text in sorted(lengths))
    return of_dates(found.clash, items, remarks=found.remarks, reconciled_by=(*found.reconciled_by, *unread))


def _may_be_two_tours(items: Iterable[Item]) -> bool:
    """Whether different texts date something that a unit can do more than once."""
    dated = list(items)
    texts = {one.statement.document_sha256 or one.statement.url or one.statement.outlet or one.claim for one in dated}
    return len(texts) > 1 and any(isinstance(one, Lasted) or one.event.kind != "once" for one in dated)


def _listed(items: Iterable[Item]) -> str:
    told = list(dict.fromkeys(f"{one.claim} ({one.text})" for one in items))
    return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)


def _undone(assumed: Sequence[str], items: Iterable[Item]) -> Iterator[str]:
    """What would be so if an assumption did not hold."""
    others: dict[str, list[str]] = {}
    for one in items:
        if one.same and one.same in assumed:
            others.setdefault(one.statement.subject, []).append(one.claim)
    yield from (f'"{subject}" may be others ({", ".join(claims)})' for subject, claims in others.items())
    for one in items:
        if isinstance(one, Told) and one.still is not None and since(one) in assumed:
            stated = f"{one.statement.qualifier} {one.statement.when}"
            yield f'"{stated}" may be told of other work, or before {one.statement.when} was over ({one.claim})'
    if ONE_TOUR in assumed:
        yield "they may tell of different tours"
    exceptions = {sentence for order in orders()[0] for sentence in order.labels}
    yield from (f"here it may be otherwise than assumed: {sentence}" for sentence in assumed if sentence in exceptions)
