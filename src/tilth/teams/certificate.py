"""A certificate: what somebody may do, from which day to which, by whose word; and the days it was taken away for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tilth.evidence.source import plain
from tilth.teams.period import Period
from tilth.teams.spans import Span, minus
from tilth.teams.words import rank_of, row_of

EFFECTS = ("suspended", "revoked")
Subject = tuple[str, str]  # what a certificate is about (holder, member or asset), and its plain name


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """A certificate suspended for some days, or revoked for all days from one on."""

    entry: int
    of_entry: int
    effect: str  # suspended or revoked
    period: Period
    issued_by: str
    why: str

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        told: dict[str, object] = {"entry": self.entry, "effect": self.effect}
        return told | self.period.as_json() | {"issued_by": self.issued_by, "why": self.why}


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Of a team or its operator (`holder`), of a person in it (`member`, a key), or of a dog or machine (`asset`)."""

    entry: int
    kind: str  # terms/certificate_kinds.csv
    level: str
    holder: str
    member: str
    asset: str
    period: Period
    issued_by: str
    number: str
    suspensions: tuple[Suspension, ...] = ()

    @property
    def name(self) -> str:
        """What it is called, with its level."""
        level = self.level.removeprefix("eod_").replace("_plus", "+") if rank_of(self.level) else self.level
        return f"{row_of('certificate_kinds', self.kind)['name']} {level}".strip()

    @property
    def who(self) -> str:
        """Whom or what it is about."""
        return self.member or self.asset or self.holder

    @property
    def subject(self) -> Subject:
        """What it is looked up by: a person and a dog keep theirs when they change team."""
        about = "member" if self.member else "asset" if self.asset else "holder"
        return about, plain(self.who)

    @property
    def days(self) -> tuple[Span, ...]:
        """Every day on which it is valid: its period without the days of its suspensions."""
        return minus([self.period.span], [one.period.span for one in self.suspensions])

    def state(self, on: date) -> str:
        """What it is on a day: not yet, expired, suspended, revoked or valid."""
        first, last = self.period.span
        if on.toordinal() < first:
            return "not yet"
        if on.toordinal() > last:
            return "expired"
        stopped = self.stopped(on)
        return stopped.effect if stopped else "valid"

    def stopped(self, on: date) -> Suspension | None:
        """What takes it away on a day; revoking weighs more than suspending."""
        found = [one for one in self.suspensions if one.period.holds(on)]
        return max(found, key=lambda one: (EFFECTS.index(one.effect), one.entry), default=None)

    def as_json(self, on: date) -> dict[str, object]:
        """Plain values, and its state on a day."""
        about = {name: text for name in ("member", "asset", "level", "number") if (text := getattr(self, name))}
        told: dict[str, object] = {"entry": self.entry, "certificate_kind": self.kind, "name": self.name}
        told |= {"state": self.state(on), "holder": self.holder} | about
        told |= self.period.as_json() | {"issued_by": self.issued_by}
        return told | {"suspensions": [one.as_json() for one in self.suspensions]}
