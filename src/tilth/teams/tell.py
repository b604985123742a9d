"""A mission on one screen, for somebody who has a minute: what is declared, by whom, and what nobody has stated."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tilth.evidence.statement import Statement
from tilth.teams.bound import Bound
from tilth.teams.mission import Mission
from tilth.teams.phase import Phase
from tilth.teams.tell_conflicts import tell_conflicts

HEIGHT = 60
CONFLICT_LINES = 12
NEUTRAL = (
    "Naming a unit records what was published about it and endorses nothing; names imply no position on any "
    "territory. This is not permission to enter any ground; ask the mine action authority."
)
_WHEN = 24  # columns for the stated date or value


def tell(mission: Mission, *, width: int = 100, height: int = HEIGHT, conflicts: bool = True) -> list[str]:
    """At most `height` (30 or more) lines of at most `width` (60 or more) columns.

    Where the lines are too few each statement is cut to one line; what does not fit then is counted and named.
    """
    if not mission.statements:
        return _nothing(mission, width)
    end = _end(mission, width, height // 2, conflicts=conflicts)
    room = height - len(end)
    told: list[str] = []
    for one_line in (False, True):
        told = _body(mission, _Paper(width, one_line=one_line))
        if len(told) <= room:
            return told + end
    return [*told[: room - 1], _cut(f"... {len(told) - room + 1} more lines; all statements with --json", width), *end]


@dataclass(frozen=True, slots=True)
class _Paper:
    """How wide the screen is, and whether a statement may take more than one line of it."""

    width: int
    one_line: bool

    def statement(self, lead: str, text: str) -> list[str]:
        if self.one_line:
            return [_cut(lead + text, self.width)]
        return textwrap.wrap(text, self.width, initial_indent=lead, subsequent_indent=" " * len(lead))


# --- the parts ------------------------------------------------------------------------------------------------------


def _nothing(mission: Mission, width: int) -> list[str]:
    return [*_title(mission, width), *_wrap("Nothing is recorded about this unit. No record means unknown.", width)]


def _title(mission: Mission, width: int) -> list[str]:
    told = [_cut(f"MISSION  {mission.unit or 'no unit named'}", width)]
    return told + _wrap("What was published, side by side. Nothing is verified; nothing is averaged.", width)


def _body(mission: Mission, paper: _Paper) -> list[str]:
    told = _title(mission, paper.width)
    told += _section("MANDATE", mission.mandate, paper)
    told += [line for phase in mission.phases for line in _phase(phase, paper)]
    told += _section("RESULTS  declared by those named, unverified", mission.results, paper)
    told += _section("ASSETS", mission.assets, paper)
    events = [one for one in mission.events if not _phase_of(one)]
    told += _section("PARTNERS, EVENTS AND TASK", [*mission.partners, *events], paper)
    return told + _section("DETAILS", mission.details, paper)


def _end(mission: Mission, width: int, most: int, *, conflicts: bool) -> list[str]:
    """What cannot all hold, what is not stated, what is assumed, what is kept apart, and the neutrality line."""
    told = tell_conflicts(mission.conflicts, lines=CONFLICT_LINES, width=width) if conflicts else []
    topics = "; ".join(one.topic for one in mission.not_stated)
    told += _wrap(f"NOT STATED  {topics}", width) if topics else []
    told += _assumptions(mission, width)
    told += _others(mission.others, width)
    if mission.assessments:
        text = f"OPINIONS  {len(mission.assessments)} of the writer and others, kept, labelled, not computed with"
        told.append(_cut(f"{text}: {_ids(mission.assessments)}", width))
    if mission.other_units:
        told.append(_cut(f"OTHER UNITS on record (--unit NAME)  {'; '.join(mission.other_units)}", width))
    told += [line for text in _texts(mission.statements) for line in _wrap(text, width)]
    return [*told[:most], *_wrap(NEUTRAL, width)]


def _phase(phase: Phase, paper: _Paper) -> list[str]:
    precision = f" (to the {phase.precision})" if phase.precision and phase.precision != "interval" else ""
    together = "".join(f"; {text}" for text in (_together(phase.starts, "begins"), _ended(phase)) if text)
    told = [_cut(f"{phase.name.upper()}  {_days(phase.start, phase.end)}{precision}{together}", paper.width)]
    return told + [line for one in phase.statements for line in _statement(one, paper)]


def _ended(phase: Phase) -> str:
    """What the statements of an end agree on, where they are not the statements of the start as well."""
    return "" if phase.ends == phase.starts else _together(phase.ends, "ends")


def _together(found: Bound | None, verb: str) -> str:
    """The days that several statements leave open together; nothing where there is only one statement."""
    if found is None or len(found.claims) + len(found.set_aside) < 2:
        return ""
    if found.agreed is None:
        return f"{verb}: no day agreed on"
    first, last = found.agreed
    aside = f", {', '.join(one.claim_id for one in found.set_aside)} set aside" if found.set_aside else ""
    return f"together: {verb} {first}{f'..{last}' if last != first else ''}{aside}"


def _days(start: date | None, end: date | None) -> str:
    if start and start == end:
        return start.isoformat()
    told = [f"{word} {day.isoformat()}" for word, day in (("from", start), ("to", end)) if day]
    return " ".join(told) or "no date stated"


def _section(title: str, statements: Iterable[Statement], paper: _Paper) -> list[str]:
    told = [line for one in statements for line in _statement(one, paper)]
    return [title, *told] if told else []


# --- one statement --------------------------------------------------------------------------------------------------


def _statement(one: Statement, paper: _Paper) -> list[str]:
    """The id, what was stated, who said it, and our words for it."""
    stated = " ".join(part for part in (one.qualifier, _value(one), "" if _is_date(one) else one.unit) if part)
    stated = stated or ("no date stated" if _phase_of(one) else one.metric.removeprefix("unit_").replace("_", " "))
    words = one.words or _text_value(one) or ("" if _phase_of(one) or one.about is None else one.about.meaning)
    planned = "planned: " if one.modality == "planned" else ""
    text = ": ".join(part for part in (_speaker(one), planned + words.rstrip(".")) if part)
    return paper.statement(_cut(f"  {one.claim_id:<5} {stated:<{_WHEN}} ", paper.width - 20), text)


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


def _text_value(one: Statement) -> str:
    return one.value if isinstance(one.value, str) and one.about and one.about.dimension == "text" else ""


# --- what is assumed and what is kept apart -------------------------------------------------------------------------


def _assumptions(mission: Mission, width: int) -> list[str]:
    names: dict[str, list[str]] = {}
    for one in mission.assumptions:
        names.setdefault(one.because, []).append(f'"{one.subject}"')
    told = [f"{', '.join(subjects)}: {because}" for because, subjects in names.items()]
    return _wrap(f"TAKEN AS THE SAME UNIT, reversible  {'; '.join(told)}", width) if told else []


def _others(others: Iterable[Statement], width: int) -> list[str]:
    """What the same texts say about something else, so that nobody reads it as said of this mission."""
    told: dict[str, list[str]] = {}
    every = list(others)
    facts = [one for one in every if one.is_fact and one.about and one.group]
    for one in facts:
        name = f"{one.group}, {one.metric.replace('_', ' ')}"
        told.setdefault(name, []).append(f"{_stated(one)}, {_dated_speaker(one)} [{one.claim_id}]")
    parts = [f"{name}: {'; '.join(ones)}" for name, ones in told.items()]
    if len(facts) < len(every):
        parts.append(f"and {len(every) - len(facts)} opinions, plans and remarks, with --json")
    return _wrap(f"SAID OF OTHERS, not of this mission  {'; '.join(parts)}", width) if parts else []


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
