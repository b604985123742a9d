"""What speaks against a team's work on a day. These are findings: they are told, and nothing is held up by them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from tilth.evidence.source import plain
from tilth.teams.group import Group
from tilth.teams.requirement import Requirement
from tilth.teams.spans import last_before
from tilth.teams.unit import Member, Team
from tilth.teams.words import rank_of, row_of
from tilth.terms.finding import Finding, finding

if TYPE_CHECKING:
    from tilth.teams.roster import Roster

SOON_DAYS = 30  # an end this near is told beforehand


def findings_of(roster: Roster, name: str, on: date, action: str) -> Iterator[Finding]:
    """What is missing, over, taken away or about to end; see `Roster.allowed`."""
    team = roster.team(name, on)
    if team is None:
        yield finding("team_not_on_record", team=name, on=on, action=action)
        return
    groups = roster.groups(name, on)
    for group in groups:
        yield from _of_group(group, on)
    for one in roster.requirements:
        if one.is_for(action):
            yield from _missing(roster, team, groups, one, on=on, action=action)


def _of_group(group: Group, on: date) -> Iterator[Finding]:
    """Valid for a while yet, valid and about to end, taken away, or over."""
    run = group.run(on)
    if run is not None and run[1] - on.toordinal() > SOON_DAYS:
        return
    name = group.name
    said: dict[str, Any] = {"what": name[:1].upper() + name[1:], "who": group.who, "team": group.team, "on": on}
    if run is not None:
        days = run[1] - on.toordinal()
        yield finding("certificate_ends_soon", ended=date.fromordinal(run[1]), days=days, **said)
        return
    begun = group.begun(on)
    stopped = next((found for one in reversed(begun) if (found := one.stopped(on)) and one.period.holds(on)), None)
    if stopped is not None:
        by: dict[str, Any] = {
            "effect": stopped.effect,
            "by": stopped.issued_by,
            "why": stopped.why,
            "of": stopped.entry,
        }
        yield finding("certificate_suspended", entry=stopped.entry, **by, **said)
    elif begun:
        ended = last_before((span for one in begun for span in one.days), on)
        # one that was revoked on its first day was never valid: its own last day is told
        last = ended or date.fromordinal(max(one.period.span[1] for one in begun))
        yield finding("certificate_expired", entry=begun[-1].entry, ended=last, kind_word=group.kind, **said)


def _missing(
    roster: Roster, team: Team, groups: list[Group], asked: Requirement, *, on: date, action: str
) -> Iterator[Finding]:
    """What the action asks for and nobody, or not everybody, holds. What is over was told already."""
    own = [group for group in groups if group.kind == asked.needs and group.part in asked.held_by]
    members = roster.members(team.name, on) if "member" in asked.held_by else []
    answered = {plain(group.who) for group in own if group.run(on, rank=asked.rank) or _told(group, asked, on)}
    answered |= {plain(one.key) for one in members if asked.rank and _skilled(one, own, asked.rank)}
    if asked.every:
        assets = [one.id for one in roster.assets(team.name, on) if one.kind in asked.held_by]
        missing = [who for who in (*(one.key for one in members), *assets) if plain(who) not in answered]
    else:
        holders = [team.name, team.operator] if team.operator else [team.name]
        missing = [] if answered else [" or ".join(holders)]
    need = row_of("certificate_kinds", asked.needs)["name"]
    said: dict[str, Any] = {"team": team.name, "on": on, "action": action, "needs": need, "kind_word": asked.needs}
    said["level"] = asked.rank if asked.rank < 4 else "3+"
    for who in missing:
        yield finding(asked.finding, who=who, **said)


def _told(group: Group, asked: Requirement, on: date) -> bool:
    """Whether a certificate that would do was told to be over or taken away."""
    return group.run(on) is None and any(rank_of(one.level) >= asked.rank for one in group.begun(on))


def _skilled(member: Member, own: list[Group], rank: int) -> bool:
    """Whether a stated EOD level will do; where certificates are on record, these speak instead of it."""
    return member.eod_rank >= rank and all(plain(group.who) != plain(member.key) for group in own)
