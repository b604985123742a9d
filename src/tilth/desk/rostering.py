"""Rostering: what a person says about teams and certificates, each one entry that can be amended and withdrawn.

Every function checks that what it names is on record, writes one entry, and answers what was booked.
"""

from __future__ import annotations

from datetime import date

from tilth.desk.booking import Booked, write
from tilth.desk.draft import Draft
from tilth.desk.programme import Programme, known_entries
from tilth.desk.refusal import Refusal
from tilth.desk.registering import Clerk, near
from tilth.desk.standing import fault_of
from tilth.evidence.source import plain
from tilth.journal.entry import TEAM_KINDS
from tilth.journal.upcast import upcast
from tilth.teams.period import period_of
from tilth.teams.roster import Roster, roster
from tilth.teams.unit import Asset, Member, Team
from tilth.teams.words import code_of, skills_in
from tilth.units.dates import When, parse_when

# fields that are kept in the word of the vocabulary, however they were written
_CODED = {
    "team_kind": "team_kinds",
    "asset_kind": "asset_kinds",
    "certificate_kind": "certificate_kinds",
    "role": "skills",
}


def roster_of(programme: Programme, known_at: str | None = None) -> Roster:
    """The roster as it was known at a moment or at the end of a day (ISO text), with everything for None.

    Raises Refusal for a text that is no moment.
    """
    last = known_entries(programme.store, known_at) if known_at else programme.store.head().entries
    read = programme.store.read(kinds=("withdrawal", *TEAM_KINDS), drawn=False)
    return roster(upcast(sealed.entry) for sealed in read if sealed.entry.number <= last)


def add_team(programme: Programme, fields: dict[str, str], *, clerk: Clerk) -> Booked:
    """Put a team on record: name, operator, team_kind, from, until. Said again for the same beginning, it amends."""
    earlier = _same(roster_of(programme).stated(fields.get("name", "")), fields)
    return _write(programme, "team", fields, clerk=clerk, amends=earlier)


def add_member(programme: Programme, fields: dict[str, str], *, clerk: Clerk) -> Booked:
    """Put a person into a team, by key: team, key, role, skills, from, until. For the same beginning it amends."""
    known = roster_of(programme)
    fields = fields | {"team": team_meant(known, fields.get("team", ""))}
    stated = [
        one for one in known.entries.members if _is(one.team, fields["team"]) and _is(one.key, fields.get("key", ""))
    ]
    return _write(programme, "member", fields, clerk=clerk, amends=_same(stated, fields))


def add_asset(programme: Programme, fields: dict[str, str], *, clerk: Clerk) -> Booked:
    """Put a dog or machine into a team: team, asset_kind, asset_id, from, until. For the same beginning it amends."""
    known = roster_of(programme)
    fields = fields | {"team": team_meant(known, fields.get("team", ""))}
    stated = [
        one for one in known.entries.assets if _is(one.team, fields["team"]) and _is(one.id, fields.get("asset_id", ""))
    ]
    return _write(programme, "asset", fields, clerk=clerk, amends=_same(stated, fields))


def add_course(programme: Programme, fields: dict[str, str], *, on: str, clerk: Clerk) -> Booked:
    """Say what a team was taught: team, topic, place, trainer; `on` as stated, empty where nobody stated a day."""
    when = parse_when(on) if on else None
    if on and (when is None or when.first > clerk.now.date()):
        hint = "Write 2025-06-30, 2025-06, 2025 or 2025-06..2025-07." if when is None else "It has not come yet."
        raise Refusal("422.1", what="The date", text=on, hint=hint)
    fields = fields | {"team": team_meant(roster_of(programme), fields.get("team", ""))}
    return _write(programme, "course", fields, clerk=clerk, when=when, undated=True)


def certify(programme: Programme, fields: dict[str, str], *, clerk: Clerk) -> Booked:
    """Book a certificate: holder (a team or an operator), certificate_kind, level, from, until, issued_by, number.

    With member or asset it is about that person, dog or machine of the team.
    """
    known = roster_of(programme)
    fields = fields | _about_meant(known, fields)
    return _write(programme, "certificate", fields, clerk=clerk, said_by=fields.get("issued_by"))


def suspend(programme: Programme, number: int, fields: dict[str, str], *, clerk: Clerk) -> Booked:
    """Say that an authority suspended or revoked the certificate of an entry: effect, from, until, issued_by, why."""
    entry = programme.store.entry(number)
    if entry is None:
        path = getattr(programme.store, "path", "FILE")
        raise Refusal("404.3", entry=number, last=programme.store.head().entries, path=path)
    if entry.kind != "certificate":
        raise Refusal("409.20", entry=number, kind=entry.kind)
    successor = programme.store.replacement(number)
    if successor is not None:
        raise Refusal("409.3", entry=number, by=successor)
    fields = fields | {"of_entry": str(number)}
    return _write(programme, "suspension", fields, clerk=clerk, said_by=fields.get("issued_by"))


# --- what is on record ----------------------------------------------------------------------------------------------


def team_meant(known: Roster, name: str) -> str:
    """The team's name as it is on record. Raises Refusal 404.4 for one that is not."""
    stated = known.stated(name)
    if not stated:
        otherwise = f'Put it on record first: tilth team FILE add "{name}"'
        raise Refusal("404.4", what="team", name=name, hint=near(name, known.names(), otherwise=otherwise))
    return stated[-1].name


def _about_meant(known: Roster, fields: dict[str, str]) -> dict[str, str]:
    """The team or operator, and the person or asset of it, as they are on record, on any day."""
    name = fields.get("holder", "")
    if "member" not in fields and "asset" not in fields:
        operator = next((one for one in known.operators() if _is(one, name)), "")
        return {"holder": operator if operator and not known.stated(name) else team_meant(known, name)}
    found = {"holder": team_meant(known, name)}
    belongs = {
        "member": [one.key for one in known.entries.members if _is(one.team, found["holder"])],
        "asset": [one.id for one in known.entries.assets if _is(one.team, found["holder"])],
    }
    for field, ids in ((field, ids) for field, ids in belongs.items() if field in fields):
        found[field] = next((one for one in ids if _is(one, fields[field])), "")
        if not found[field]:
            hint = near(fields[field], ids, otherwise=f'Put it in first: tilth team FILE {field} "{name}"')
            raise Refusal("404.4", what=f"{field} of {name}", name=fields[field], hint=hint)
    return found


def _is(name: str, other: str) -> bool:
    return plain(name) == plain(other)


def _same(stated: list[Team] | list[Member] | list[Asset], fields: dict[str, str]) -> int | None:
    """The entry that states the same thing from the same day on."""
    first = period_of(fields).span[0]
    return next((one.entry for one in stated if one.period.span[0] == first), None)


# --- drafts ---------------------------------------------------------------------------------------------------------


def _write(
    programme: Programme,
    kind: str,
    fields: dict[str, str],
    *,
    clerk: Clerk,
    said_by: str | None = None,
    amends: int | None = None,
    when: When | None = None,
    undated: bool = False,
) -> Booked:
    """One checked entry, said today unless it has a day of its own. Raises Refusal for what cannot stand."""
    fault = fault_of(kind, fields)
    if fault:
        raise Refusal("422.2", kind=kind, fault=fault)
    body = {name: _as_kept(name, text) for name, text in fields.items()}
    today = None if undated else parse_when(clerk.now.date().isoformat())
    draft = Draft(kind, said_by or clerk.author, when or today, body=body, amends=amends)
    return write(programme, [draft], author=clerk.author, now=clerk.now)[0]


def _as_kept(name: str, text: str) -> str:
    """What is written of a field: kinds and skills in the word of the vocabulary, all else as it was said."""
    if name == "skills":
        return ", ".join(code_of("skills", one) for one in skills_in(text))
    return code_of(_CODED[name], text) if name in _CODED else text.strip()


def day_asked(text: str | None, *, today: date) -> date:
    """The day a question is about; today if none is given. Raises Refusal for what is not one day."""
    if text is None:
        return today
    when = parse_when(text)
    if when is None or when.first != when.last:
        raise Refusal("422.1", what="The day", text=text, hint="Write one day, such as 2026-05-31.")
    return when.first
