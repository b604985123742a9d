"""A claim in the making, and what else was found in its text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from tilth.figures.stated import Quantity, StatedDate
from tilth.names.name import Name
from tilth.texts.modality import Weight
from tilth.texts.speech import Segment
from tilth.texts.voices import Voice
from tilth.units.spans import Span


class _HasSpan(Protocol):
    @property
    def span(self) -> Span: ...


Thing = TypeVar("Thing", bound=_HasSpan)


class Found:
    """What else was found in a text, each in order of its place."""

    def __init__(
        self,
        *,
        names: Sequence[Name],
        quantities: Sequence[Quantity],
        dates: Sequence[StatedDate],
        published: date | None,
    ) -> None:
        """Keep what was found, ready to be asked for by place."""
        self.published = published
        self._names, self._quantities, self._dates = _Placed(names), _Placed(quantities), _Placed(dates)

    def quantities(self, span: Span) -> tuple[Quantity, ...]:
        """The quantities that begin inside a span."""
        return self._quantities.within(span)

    def dates(self, span: Span) -> tuple[StatedDate, ...]:
        """The dates that begin inside a span."""
        return self._dates.within(span)

    def names(self, span: Span) -> tuple[Name, ...]:
        """The names that begin inside a span."""
        return self._names.within(span)


class _Placed(Generic[Thing]):
    """Things in order of their place."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self.things = tuple(things)
        self.starts = [one.span[0] for one in things]

    def within(self, span: Span) -> tuple[Thing, ...]:
        return self.things[bisect_left(self.starts, span[0]) : bisect_left(self.starts, span[1])]


@dataclass(slots=True)
class Draft:
    """A claim in the making, with what remarks and statements need to know beyond it."""

    span: Span
    content: Span
    segment: Segment
    voice: Voice
    modality: str
    weight: Weight
    is_aside: bool
    is_implied: bool
    joint: str
    subject: str = ""
    subject_kind: str = ""
    subject_name: str = ""  # the fullest name the text gives it
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[StatedDate, ...] = ()
    names: tuple[Name, ...] = ()
    lead_names: tuple[Name, ...] = ()  # of the words before what is said: "In X, officials said ..."
