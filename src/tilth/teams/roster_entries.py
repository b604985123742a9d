"""From entries of the journal to what they state about teams: each live entry becomes one value."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tilth.journal.entry import TEAM_KINDS, Entry
from tilth.teams.certificate import Certificate, Suspension
from tilth.teams.period import period_of
from tilth.teams.roster_rules import fault_of, words_of
from tilth.teams.unit import Asset, Course, Member, Team
from tilth.teams.words import code_of, rank_of, skills_in
from tilth.units.dates import parse_when


@dataclass(slots=True)
class Entries:
    """What live entries state, each list by number of entry; suspensions stand with their certificates."""

    teams: list[Team] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    assets: list[Asset] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)


def read_entries(entries: Iterable[Entry]) -> Entries:
    """Read entries in any order; those of other kinds count only by what they amend or withdraw."""
    every = sorted(entries, key=lambda entry: entry.number)
    replaced = {entry.amends: entry.number for entry in every if entry.amends}
    found, suspensions = Entries(), []
    for entry in every:
        if entry.kind in TEAM_KINDS and entry.number not in replaced:
            body = json.loads(entry.body)
            if not fault_of(entry.kind, body):
                taken = _take(found, entry, words_of(body))
                suspensions += [taken] if taken else []
    found.certificates = [_with(one, suspensions, replaced) for one in found.certificates]
    return found


def _with(certificate: Certificate, suspensions: list[Suspension], replaced: dict[int, int]) -> Certificate:
    own = [one for one in suspensions if _latest(one.of_entry, replaced) == certificate.entry]
    return replace(certificate, suspensions=tuple(own))


def _latest(number: int, replaced: dict[int, int]) -> int:
    """The entry that stands for `number` now; each replaces an earlier one, so this ends."""
    while number in replaced:
        number = replaced[number]
    return number


def _take(found: Entries, entry: Entry, body: dict[str, str]) -> Suspension | None:
    """Put one entry in its list; a suspension is handed back, for its certificate may be any."""
    number, period = entry.number, period_of(body)

    def text(name: str) -> str:
        return body.get(name, "")

    match entry.kind:
        case "team":
            kind = code_of("team_kinds", text("team_kind")) or "unknown"
            found.teams.append(
                Team(entry=number, name=body["name"], operator=text("operator"), kind=kind, period=period)
            )
        case "member":
            skills = tuple(code_of("skills", one) for one in skills_in(text("skills")))
            role = code_of("skills", body["role"])
            found.members.append(
                Member(entry=number, team=body["team"], key=body["key"], role=role, skills=skills, period=period)
            )
        case "asset":
            kind = code_of("asset_kinds", body["asset_kind"])
            found.assets.append(Asset(entry=number, team=body["team"], kind=kind, id=body["asset_id"], period=period))
        case "course":
            when = parse_when(entry.happened_on) if entry.happened_on else None
            place, trainer = text("place"), text("trainer")
            found.courses.append(
                Course(entry=number, team=body["team"], topic=body["topic"], place=place, trainer=trainer, when=when)
            )
        case "certificate":
            found.certificates.append(_certificate(number, body))
        case "suspension":
            return Suspension(
                entry=number,
                of_entry=int(body["of_entry"]),
                effect=body["effect"],
                period=period,
                issued_by=body["issued_by"],
                why=body["why"],
            )
    return None


def _certificate(number: int, body: dict[str, str]) -> Certificate:
    level = body.get("level", "")
    return Certificate(
        entry=number,
        kind=code_of("certificate_kinds", body["certificate_kind"]),
        level=code_of("skills", level) if rank_of(level) else level,
        holder=body["holder"],
        member=body.get("member", ""),
        asset=body.get("asset", ""),
        period=period_of(body),
        issued_by=body["issued_by"],
        number=body.get("number", ""),
    )
