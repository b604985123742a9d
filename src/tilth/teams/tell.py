"""A mission on one screen, for somebody who has a minute: what is declared, by whom, and what nobody has stated."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import date

from tilth.evidence.statement import Statement
from tilth.teams.mission import Mission, Phase

HEIGHT = 60
NEUTRAL = (
    "Naming a unit records what was published about it and endorses nothing. Names imply no position on the status "
    "of a territory. Nothing here is permission to enter any ground; ask the mine action authority."
)
_WHEN = 24  # columns for the stated date or value


def tell(mission: Mission, *, width: int = 100) -> list[str]:
    """At most 60 lines of at most `width` (60 or more) columns; what does not fit is counted and named at the end."""
    told = [_cut(f"MISSION  {mission.unit or 'no unit named'}", width)]
    told += _wrap("What was published, side by side. Nothing is verified; nothing is averaged.", width)
    if not mission.statements:
        return [*told, *_wrap("Nothing is recorded about this unit. No record means unknown.", width)]
    told += [line for phase in mission.phases for line in _phase(phase, width)]
    told += _section("RESULTS  declared by those named, unverified", mission.results, width)
    told += _section("PARTNERS", mission.partners, width)
    told += _section("EVENTS AND TASK", [one for one in mission.events if not _phase_of(one)], width)
    told += _section("DETAILS", mission.details, width)
    end = _end(mission, width)
    room = HEIGHT - len(end)
    if len(told) > room:
        told = [*told[: room - 1], _cut(f"... {len(told) - room + 1} more lines; all statements with --json", width)]
    return told + end


def _end(mission: Mission, width: int) -> list[str]:
    """What is not stated, what is assumed, what is kept apart, and the neutrality line."""
    topics = "; ".join(one.topic for one in mission.not_stated)
    told = _wrap(f"NOT STATED  {topics}", width) if topics else []
    told += _assumptions(mission, width)
    told += _others(mission.others, width)
    if mission.assessments:
        text = f"OPINIONS  {len(mission.assessments)} of the writer and others, kept, labelled, not computed with"
        told.append(_cut(f"{text}: {_ids(mission.assessments)}", width))
    told += [line for text in _texts(mission.statements) for line in _wrap(text, width)]
    return [*told[: HEIGHT // 2], *_wrap(NEUTRAL, width)]


def _phase(phase: Phase, width: int) -> list[str]:
    days = _days(phase.start, phase.end)
    precision = f" (to the {phase.precision})" if phase.precision and phase.precision != "interval" else ""
    told = [_cut(f"{phase.name.upper()}  {days}{precision}", width)]
    return told + [line for one in phase.statements for line in _statement(one, width)]


def _days(start: date | None, end: date | None) -> str:
    if start and start == end:
        return start.isoformat()
    told = [f"{word} {day.isoformat()}" for word, day in (("from", start), ("to", end)) if day]
    return " ".join(told) or "no date stated"


def _section(title: str, statements: Iterable[Statement], width: int) -> list[str]:
    told = [line for one in statements for line in _statement(one, width)]
    return [title, *told] if told else []


def _statement(one: Statement, width: int) -> list[str]:
    """The id, what was stated, who said it, and our words for it."""
    stated = " ".join(part for part in (one.qualifier, _value(one), "" if _is_date(one) else one.unit) if part)
    stated = stated or ("no date stated" if _phase_of(one) else one.metric.removeprefix("unit_").replace("_", " "))
    words = one.words or ("" if _phase_of(one) or one.about is None else one.about.meaning)
    planned = "planned: " if one.modality == "planned" else ""
    text = ": ".join(part for part in (_speaker(one), planned + words.rstrip(".")) if part)
    lead = f"  {one.claim_id:<5} {stated:<{_WHEN}} "
    return textwrap.wrap(text, width, initial_indent=lead, subsequent_indent=" " * (_WHEN + 9))


def _speaker(one: Statement) -> str:
    """Who said it, and through whom beyond the text that was read; that text is named at the end of the screen."""
    if one.document_sha256:
        return ", via ".join([one.speaker or "not stated", *reversed(one.via[1:])])
    is_result = one.about is not None and one.about.mission_part == "result"
    return f"{one.who()}{f', {one.as_of}' if is_result and one.as_of else ''}"


def _texts(statements: Iterable[Statement]) -> list[str]:
    """The texts that were read, each with its digest and the statements taken from it."""
    ids: dict[tuple[str, str], list[str]] = {}
    for one in statements:
        if one.document_sha256:
            ids.setdefault((one.document_sha256, one.outlet or "outlet not stated"), []).append(one.claim_id)
    return [
        f"READ IN  {outlet} (SHA-256 {digest[:12]}…): {took[0]} to {took[-1]}" for (digest, outlet), took in ids.items()
    ]


def _phase_of(one: Statement) -> str:
    return one.about.phase if one.about else ""


def _is_date(one: Statement) -> bool:
    return one.about is None or one.about.dimension in ("date", "text")


def _value(one: Statement) -> str:
    if one.value is None or (one.about and one.about.dimension == "text"):
        return ""
    return str(one.value) if isinstance(one.value, str) else f"{one.value:,f}"


def _assumptions(mission: Mission, width: int) -> list[str]:
    names: dict[str, list[str]] = {}
    for one in mission.assumptions:
        names.setdefault(one.because, []).append(f'"{one.subject}"')
    told = [f"{', '.join(subjects)}: {because}" for because, subjects in names.items()]
    return _wrap(f"TAKEN AS THE SAME UNIT, reversible  {'; '.join(told)}", width) if told else []


def _others(others: Iterable[Statement], width: int) -> list[str]:
    """What the same texts say about something else, so that nobody reads it as said of this mission."""
    told: dict[str, list[str]] = {}
    for one in others:
        name = f"{one.group}, {one.metric.replace('_', ' ')}"
        told.setdefault(name, []).append(f"{_stated(one)}, {_dated_speaker(one)} [{one.claim_id}]")
    text = "; ".join(f"{name}: {'; '.join(ones)}" for name, ones in told.items())
    return _wrap(f"SAID OF OTHERS, not of this mission  {text}", width) if text else []


def _stated(one: Statement) -> str:
    unit = "" if one.unit == "text" else one.unit
    return " ".join(part for part in (one.qualifier, _value(one) or one.words, unit) if part)


def _dated_speaker(one: Statement) -> str:
    day = one.published or one.as_of
    return f"{one.speaker or one.outlet or 'nobody named'} {day}" if day else one.speaker or one.outlet


def _ids(statements: Iterable[Statement]) -> str:
    return ", ".join(one.claim_id for one in statements)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent="  ")
