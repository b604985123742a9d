"""What an address asks: the land account and its days, the page of a list, and which programme answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

from tilth.desk.accounting import Question, answer
from tilth.desk.findings_view import Kept, Open, queue
from tilth.desk.quality_view import quality
from tilth.desk.refusal import Refusal
from tilth.desk.tasks_view import listed
from tilth.web.accounts.rights import need
from tilth.web.room import Reading, room_of
from tilth.work.fold import FOLDED_KINDS

ROWS = 100  # of a page of a list
T = TypeVar("T")


def now() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present day, UTC."""
    return now().date()


def asked(request: Request, name: str) -> str | None:
    """A value of the address; None where it is missing or empty."""
    return request.query_params.get(name, "").strip() or None


def question_of(request: Request) -> Question:
    """The account that an address asks for."""
    return Question(asked(request, "from"), asked(request, "as_at"), asked(request, "known_at"), asked(request, "by"))


def query_of(question: Question, **more: str | None) -> str:
    """The same as a query, without what is not asked."""
    told = {"from": question.start, "as_at": question.as_at, "known_at": question.known_at, "by": question.by} | more
    return urlencode({name: value for name, value in told.items() if value})


def account_of(reading: Reading, question: Question) -> dict[str, Any]:
    """The answer to `tilth account`, worked out once for a head and a day."""
    on = today()
    return reading.once(("account", question, on), lambda programme: answer(programme, question, today=on))


def brief_of(reading: Reading, question: Question) -> dict[str, Any]:
    """What the brief says, worked out once for a head and a day."""
    from tilth.desk.briefing import brief  # with all that it tells of, forecasts above all

    on = today()
    return reading.once(("brief", question, on), lambda programme: brief(programme, question, today=on))


def tasks_of(reading: Reading) -> list[dict[str, Any]]:
    """Every task with a few figures, worked out once until an entry about work comes."""
    return reading.once("tasks", lambda programme: listed(programme.store), of=FOLDED_KINDS)


def quality_of(reading: Reading) -> dict[str, Any]:
    """What waits for an inspection and what was inspected, worked out once until an entry about work comes."""
    return reading.once("quality", lambda programme: quality(programme.store), of=FOLDED_KINDS)


def findings_of(request: Request, reading: Reading) -> list[Open]:
    """The queue of findings, worked out once for a head; of the journal only what is new is read."""
    kept: Kept = request.app.state.findings
    found: list[Open] = reading.once("findings", lambda programme: queue(programme, kept))
    return found


@contextmanager
def reading_for(request: Request, right: str | None = "see") -> Iterator[Reading]:
    """The programme to read for somebody with a right (None: for anybody). Raises Refusal where it is lacking."""
    if right is not None:
        need(request, right)
    with room_of(request).read() as reading:
        yield reading


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """A part of a list, with the addresses of the parts before and after it."""

    rows: Sequence[T]
    first: int
    count: int
    before: str
    after: str


def leaf(request: Request, rows: Sequence[T], *, size: int = ROWS) -> Leaf[T]:
    """The part of a list that the address asks for. Raises Refusal 422.1 for a part that is no number."""
    text = asked(request, "start") or "0"
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Refusal("422.1", what="The start of the list", text=text, hint="Write a whole number, or leave it out.")
    first = int(text)
    part = rows[first : first + size]

    def address(start: int) -> str:
        return f"{request.url.path}?{urlencode(dict(request.query_params) | {'start': str(start)})}"

    before = address(max(0, first - size)) if first else ""
    return Leaf(part, first, len(rows), before, address(first + size) if first + size < len(rows) else "")
