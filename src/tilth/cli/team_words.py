"""The words of `tilth team FILE` that say something: each writes one entry, undone by `tilth withdraw`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from tilth.cli.shared import OWNER, Author, EntryNumber, Json, Why, now, opened, print_json
from tilth.desk.booking import Booked
from tilth.desk.registering import Clerk
from tilth.desk.rostering import add_asset, add_course, add_member, add_team, certify, suspend

_Team = Annotated[str, typer.Argument(metavar="NAME", help="The team.")]
_From = Annotated[str | None, typer.Option("--from", metavar="D", help="The first day on which it is so, if stated.")]
_Until = Annotated[str | None, typer.Option("--until", metavar="D", help="The last day, if stated.")]
_By = Annotated[str, typer.Option("--by", metavar="WHO", help="The authority that says so.")]
_Start = Annotated[str, typer.Option("--from", metavar="D", help="The first day.")]


def _clerk(author: str) -> Clerk:
    return Clerk(author, now())


def _fields(**said: str | None) -> dict[str, str]:
    """What was said; a trailing underscore keeps `from` from being a word of Python."""
    return {name.rstrip("_"): text for name, text in said.items() if text}


def _answer(booked: Booked, sentence: str, *, as_json: bool) -> None:
    draft = booked.draft
    if as_json:
        dated = {"on": str(draft.when) if draft.when else None} if draft.kind == "course" else {}
        amends = {"amends": draft.amends} if draft.amends else {}
        print_json({"entry": booked.number, "kind": draft.kind} | draft.body | dated | amends)
        return
    instead = f" It stands for entry {draft.amends}." if draft.amends else ""
    typer.echo(
        f"Entry {booked.number}: {sentence}.{instead} To undo it: tilth withdraw FILE {booked.number} --why REASON"
    )


def add(
    context: typer.Context,
    name: _Team,
    operator: Annotated[str | None, typer.Option("--operator", help="The organisation it belongs to.")] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="manual, mechanical, dogs, survey, eod, mixed, ...")
    ] = None,
    from_: _From = None,
    until: _Until = None,
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """Put a team on record. Said again, it stands for what was said before; with --from, it holds from that day on.

    Example: tilth team b.gpkg add "Team 1" --operator "Demining Co" --kind manual
    """
    fields = _fields(name=name, operator=operator, team_kind=kind, from_=from_, until=until)
    with opened(context.obj) as programme:
        booked = add_team(programme, fields, clerk=_clerk(author))
    _answer(booked, f"{name} is on record" + (f", of {operator}" if operator else ""), as_json=as_json)


def member(
    context: typer.Context,
    name: _Team,
    key: Annotated[str, typer.Option("--key", help="The key of a person, such as M-014; never a name.")],
    role: Annotated[str, typer.Option("--role", help="deminer, team leader, medic, dog handler, ...")],
    skills: Annotated[
        list[str] | None, typer.Option("--skill", help="What else the person can do; EOD levels are eod_1 to eod_3+.")
    ] = None,
    from_: _From = None,
    until: _Until = None,
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """Put a person into a team, by key. Who the key stands for is kept elsewhere and can be erased there.

    Example: tilth team b.gpkg member "Team 1" --key M-014 --role "team leader" --skill eod_2 --skill medic
    """
    fields = _fields(team=name, key=key, role=role, skills=", ".join(skills or []), from_=from_, until=until)
    with opened(context.obj) as programme:
        booked = add_member(programme, fields, clerk=_clerk(author))
    _answer(booked, f"{key} is in {booked.draft.body['team']} as {booked.draft.body['role']}", as_json=as_json)


def asset(
    context: typer.Context,
    name: _Team,
    kind: Annotated[str, typer.Option("--kind", help="dog, machine, detector or other.")],
    id_: Annotated[str, typer.Option("--id", help="Its id, one for all teams.")],
    from_: _From = None,
    until: _Until = None,
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """Put a dog, a machine or a detector into a team.

    Example: tilth team b.gpkg asset "Team 1" --kind dog --id D-07
    """
    fields = _fields(team=name, asset_kind=kind, asset_id=id_, from_=from_, until=until)
    with opened(context.obj) as programme:
        booked = add_asset(programme, fields, clerk=_clerk(author))
    body = booked.draft.body
    _answer(booked, f"{body['asset_kind']} {id_} is in {body['team']}", as_json=as_json)


def course(
    context: typer.Context,
    name: _Team,
    topic: Annotated[str, typer.Option("--topic", help="What was taught.")],
    place: Annotated[str | None, typer.Option("--place", help="Where, if stated.")] = None,
    trainer: Annotated[str | None, typer.Option("--trainer", help="Which body taught it, if stated.")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="D", help="When, as precisely as stated.")] = None,
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """Say what a team was taught. Whatever nobody stated is left out and shown as not stated.

    Example: tilth team b.gpkg course "Team 1" --topic "humanitarian demining" --place Ruritania --on 2025-06
    """
    fields = _fields(team=name, topic=topic, place=place, trainer=trainer)
    with opened(context.obj) as programme:
        booked = add_course(programme, fields, on=on or "", clerk=_clerk(author))
    _answer(booked, f"{booked.draft.body['team']} was taught: {topic}", as_json=as_json)


def certifying(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A team, or the operator of one.")],
    kind: Annotated[
        str, typer.Option("--kind", help="operational accreditation, EOD level, dog licence, medical, ...")
    ],
    from_: _Start,
    by: _By,
    until: _Until = None,
    level: Annotated[str | None, typer.Option("--level", help="Its level; of an EOD level 1, 2, 3 or 3+.")] = None,
    number: Annotated[str | None, typer.Option("--number", help="The number on it.")] = None,
    of_member: Annotated[str | None, typer.Option("--member", help="The key of whom in the team it is about.")] = None,
    of_asset: Annotated[str | None, typer.Option("--asset", help="The id of the dog or machine it is about.")] = None,
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """Book a certificate of a team or operator, or of a person, dog or machine in a team. Both days are included.

    Example: tilth team b.gpkg certify "Demining Co" --kind accreditation --from 2026-01-01 --until 2026-12-31 --by NMAA
    """
    fields = _fields(holder=name, certificate_kind=kind, from_=from_, until=until, issued_by=by, level=level)
    fields |= _fields(number=number, member=of_member, asset=of_asset)
    with opened(context.obj) as programme:
        booked = certify(programme, fields, clerk=_clerk(author))
    body = booked.draft.body
    whom = body.get("member") or body.get("asset") or body["holder"]
    ends = f" to {until}" if until else ""
    said = f"{body['certificate_kind'].replace('_', ' ')} of {whom}, {from_}{ends}, by {by}"
    _answer(booked, said, as_json=as_json)


def suspending(
    context: typer.Context,
    entry: EntryNumber,
    from_: _Start,
    by: _By,
    why: Why,
    until: _Until = None,
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """Say that an authority suspended the certificate of ENTRY for some days, or until further notice.

    When it is lifted, amend this entry with the last day of it.

    Example: tilth team b.gpkg suspend 5 --from 2026-03-01 --until 2026-03-31 --by NMAA --why "accident under inquiry"
    """
    fields = _fields(effect="suspended", from_=from_, until=until, issued_by=by, why=why)
    with opened(context.obj) as programme:
        booked = suspend(programme, entry, fields, clerk=_clerk(author))
    days = f"{from_} to {until}" if until else f"{from_} until further notice"
    _answer(booked, f"the certificate of entry {entry} is suspended, {days}, by {by}", as_json=as_json)


def revoking(
    context: typer.Context,
    entry: EntryNumber,
    from_: _Start,
    by: _By,
    why: Why,
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """Say that an authority took away the certificate of ENTRY, from a day on. What was valid before stays so.

    Example: tilth team b.gpkg revoke 5 --from 2026-03-01 --by NMAA --why "work outside its scope"
    """
    fields = _fields(effect="revoked", from_=from_, issued_by=by, why=why)
    with opened(context.obj) as programme:
        booked = suspend(programme, entry, fields, clerk=_clerk(author))
    _answer(booked, f"the certificate of entry {entry} is revoked from {from_} on, by {by}", as_json=as_json)


WORDS: dict[str, Callable[..., None]] = {
    "add": add,
    "member": member,
    "asset": asset,
    "course": course,
    "certify": certifying,
    "suspend": suspending,
    "revoke": revoking,
}
