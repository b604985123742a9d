"""Sources and what they are called: a name as printed may be another name of a source somebody knows.

A mistyped or translated name is an *alias*. That it is one is a stated, reversible assumption: the name as printed
stays with the statement, and withdrawing the alias takes the two names apart again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from tilth.units.dates import When


@dataclass(frozen=True, slots=True)
class Stated:
    """Who put an entry of the register into the journal, why, and on which day."""

    entry: int
    user: str
    on: str  # ISO day
    why: str

    def as_json(self) -> dict[str, object]:
        """The four fields; an entry that needs no reason has none."""
        told: dict[str, object] = {"entry": self.entry, "user": self.user, "date": self.on}
        return told | ({"why": self.why} if self.why else {})


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody who says things: named, organisation, anonymous or narrator (`terms/source_kinds.csv`)."""

    name: str
    kind: str
    stated: Stated


@dataclass(frozen=True, slots=True)
class Alias:
    """A printed name that is another name of a source."""

    name: str  # as printed
    of: str  # the source's name
    stated: Stated

    def as_json(self) -> dict[str, object]:
        """The two names and who joined them."""
        return {"name": self.name, "of": self.of} | self.stated.as_json()


@dataclass(frozen=True, slots=True)
class Identity:
    """An assumption: what is said of one name is said of the other. It holds for every claim on that name."""

    name: str  # as printed
    of: str  # the name it is taken as
    stated: Stated

    def as_json(self) -> dict[str, object]:
        """The two names, who joined them, and how to take them apart."""
        return {"name": self.name, "taken_as": self.of} | self.stated.as_json()


@dataclass(frozen=True, slots=True)
class Report:
    """A document that statements were read in."""

    sha256: str  # hex digest of its bytes as read
    published: When | None
    title: str
    outlet: str
    url: str
    stated: Stated

    def as_json(self) -> dict[str, object]:
        """What is known of it; empty fields are left out."""
        published = str(self.published) if self.published else ""
        told = {"sha256": self.sha256, "published": published, "title": self.title, "outlet": self.outlet}
        return {name: text for name, text in (told | {"url": self.url}).items() if text} | self.stated.as_json()


class Joining(Protocol):
    """An alias or an identity: one name taken as another."""

    @property
    def name(self) -> str:
        """The name as printed."""
        ...

    @property
    def of(self) -> str:
        """The name it is taken as."""
        ...


J = TypeVar("J", bound=Joining)


def plain(name: str) -> str:
    """A name without what two prints of it differ in: capitals and blanks."""
    return " ".join(name.split()).casefold()


def by_name(joined: Iterable[J]) -> dict[str, J]:
    """The joinings by the plain name they start from; the later of two for one name holds."""
    return {plain(one.name): one for one in joined}


def followed(name: str, joined: Mapping[str, J]) -> list[J]:
    """The joinings that lead from a name to the one it is taken as, in order; a circle ends where it would close."""
    steps: list[J] = []
    met = {plain(name)}
    while (step := joined.get(plain(name))) is not None and plain(step.of) not in met:
        steps.append(step)
        name = step.of
        met.add(plain(name))
    return steps
