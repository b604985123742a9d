"""What is imperfect about a statement. Each rule returns its findings and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tilth.evidence.metrics import NUMBERS, dimension, known_units
from tilth.evidence.rows import Row
from tilth.terms.finding import Finding, finding

if TYPE_CHECKING:
    from tilth.evidence.statement import Statement


def check_statement(
    statement: Statement, told: Row, *, spoiled: list[str], row: int | None, entry: int | None
) -> list[Finding]:
    """All findings on one statement; `told` is its row as read, `spoiled` names its dates that cannot be."""
    kinds = [
        *_an_impossible_date_is_left_out(told, spoiled),
        *_every_statement_has_a_name(told),
        *_somebody_said_it(statement),
        *_it_is_about_something_known(statement),
        *_its_unit_fits(statement),
        *_its_value_is_a_number(statement),
        *_it_has_a_day(statement, spoiled),
        *_a_flow_has_a_period(statement, spoiled),
        *_its_span_rises(statement, told),
        *_its_modality_is_known(told),
    ]
    return [
        finding(kind, row=row, entry=entry, field=field, claim=statement.claim_id, **values)
        for kind, field, values in kinds
    ]


Found = list[tuple[str, str, dict[str, str]]]  # kind, column, values of its sentence


def _an_impossible_date_is_left_out(told: Row, spoiled: list[str]) -> Found:
    return [("bad_date", name, {"text": told[name]}) for name in spoiled]


def _every_statement_has_a_name(told: Row) -> Found:
    return [] if told["claim_id"] else [("no_claim_id", "claim_id", {})]


def _somebody_said_it(statement: Statement) -> Found:
    named = statement.speaker or statement.outlet or statement.url or statement.document_sha256
    return [] if named else [("no_source", "speaker", {})]


def _it_is_about_something_known(statement: Statement) -> Found:
    return [] if statement.about else [("unknown_metric", "metric", {"metric": statement.metric or "nothing named"})]


def _its_unit_fits(statement: Statement) -> Found:
    if statement.value is None:
        return []
    if not statement.unit:
        return [("no_unit", "unit", {})]
    found = dimension(statement.unit)
    if found is None:
        return [("unknown_unit", "unit", {"unit": statement.unit, "known": ", ".join(known_units())})]
    expected = statement.about.dimension if statement.about else found
    if found == expected or (expected == "time" and found == "text"):  # "decades" is a time without a number
        return []
    names = {"metric": statement.metric, "unit": statement.unit, "found": found, "expected": expected}
    return [("other_dimension", "unit", names)]


def _its_value_is_a_number(statement: Statement) -> Found:
    asked = statement.about is not None and statement.about.dimension in NUMBERS
    if not asked or not isinstance(statement.value, str) or dimension(statement.unit) == "text":
        return []
    return [("value_not_a_number", "value", {"metric": statement.metric, "value": statement.value})]


def _it_has_a_day(statement: Statement, spoiled: list[str]) -> Found:
    computed = statement.modality != "opinion"
    return [("undated_statement", "as_of", {})] if computed and not statement.when and not spoiled else []


def _a_flow_has_a_period(statement: Statement, spoiled: list[str]) -> Found:
    flow = statement.about is not None and statement.about.family == "flow"
    if not flow or statement.period or "period" in spoiled:
        return []
    return [("flow_without_period", "period_from", {"metric": statement.metric})]


def _its_span_rises(statement: Statement, told: Row) -> Found:
    if statement.span or not (told["span_start"] or told["span_end"]):
        return []
    return [("bad_span", "span_start", {"start": told["span_start"], "end": told["span_end"]})]


def _its_modality_is_known(told: Row) -> Found:
    if told["modality"] in ("", "asserted", "reported", "planned", "opinion"):
        return []
    return [("unknown_modality", "modality", {"modality": told["modality"]})]
