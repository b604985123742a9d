"""What cannot all be true: the conflicts among statements, each with its smallest set, assumptions and sentence.

A rule is a function from the record to conflicts, listed below. Every rule sorts and sweeps; none compares all pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tilth.conflicts.clash_copies import meanings, rewrites, undated_copies
from tilth.conflicts.clash_flows import outliers
from tilth.conflicts.clash_headlines import headlines
from tilth.conflicts.clash_missions import revised_totals
from tilth.conflicts.clash_rates import jumps
from tilth.conflicts.clash_scope import kinds_of_things, parts_and_wholes
from tilth.conflicts.clash_series import old_figures, totals
from tilth.conflicts.clash_shares import shares
from tilth.conflicts.clash_sums import flows_and_totals, sub_totals, sums
from tilth.conflicts.clash_time import clashes
from tilth.conflicts.clash_values import slips_of_size, values
from tilth.conflicts.conflict import Conflict, in_order
from tilth.conflicts.record import Record, record_of
from tilth.evidence.statement import Statement

RULES: tuple[Callable[[Record], Iterator[Conflict]], ...] = (
    values,
    slips_of_size,
    totals,
    old_figures,
    revised_totals,
    jumps,
    flows_and_totals,
    sums,
    sub_totals,
    shares,
    outliers,
    parts_and_wholes,
    kinds_of_things,
    headlines,
    undated_copies,
    rewrites,
    meanings,
)


def conflicts(statements: Iterable[Statement]) -> tuple[Conflict, ...]:
    """Every conflict among the statements, the gravest first; the same whatever order they come in.

    Opinions and plans are never computed with, nor are figures without a number, a known unit or the dimension their
    metric asks for; they stay where they are and take part in no conflict.
    """
    told = list(statements)
    record = record_of(told)
    return in_order([*(one for rule in RULES for one in rule(record)), *clashes(told)])
