"""Reading a report's text over HTTP, as `tilth read FILE TEXT` does; claims are booked only where that is asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from tilth.desk.programme import Programme
from tilth.desk.registering import Clerk
from tilth.web.operation import Operation, Values, as_json
from tilth.web.room import room_of
from tilth.web.schema import day, listing, record, text
from tilth.web.viewer import viewer_of

if TYPE_CHECKING:
    from tilth.texts.reading import Reading

MOST_LETTERS = 500_000
_OPEN = record({}, is_open=True)


def read(request: Request, values: Values) -> Response:
    """What the text says, what clashes with what is on record, and with `accept` what was booked of it."""
    from tilth.desk.reading_texts import accept  # readers of texts are loaded with the first text
    from tilth.texts.reading import read_text

    body = values["body"]
    published = date.fromisoformat(body["published"]) if "published" in body else None
    told = {name: body[name] for name in ("name", "outlet", "url") if name in body}
    reading = read_text(body["text"], published=published, **told)
    room = room_of(request)
    if not body.get("accept"):
        with room.read() as here:
            return as_json(_told(here.programme, reading))
    with room.write() as programme:
        clerk = Clerk(viewer_of(request).name, datetime.now(UTC))
        answer = _told(programme, reading)
        answer |= accept(programme, reading, only=body.get("only", ()), clerk=clerk).as_json()
    return as_json(answer)


def _told(programme: Programme, reading: Reading) -> dict[str, Any]:
    from tilth.desk.reading_texts import clashes_with

    clashes = clashes_with(programme, reading)
    return reading.as_json() | {"conflicts": [one.as_json() for one in (*reading.conflicts, *clashes)]}


OPERATIONS = (
    Operation(
        "/api/readings",
        "readText",
        "Read a report's text: who says what, with figures and dates; with accept the claims are booked",
        read,
        method="POST",
        body=record(
            {
                "text": text("The text, as it stands.", minLength=1, maxLength=MOST_LETTERS),
                "published": day("The day it was published."),
                "name": text("What to call it."),
                "outlet": text("Who published it."),
                "url": text("Where it can be read."),
                "accept": {"type": "boolean", "description": "Book its claims."},
                "only": listing(text("Id of a claim to accept.")),
            },
            required=("text",),
        ),
        answer=record({"claims": listing(_OPEN), "conflicts": listing(_OPEN)}, is_open=True),
        right="write",
        tag="writing",
    ),
)
