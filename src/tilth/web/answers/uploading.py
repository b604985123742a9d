"""Importing a file over HTTP: the same door as `tilth import`, row for row."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from tilth.desk.importing import import_sheets
from tilth.desk.starting import about
from tilth.exchange.source import refuse_other_kinds
from tilth.web.answers.asking import FINDINGS
from tilth.web.operation import Operation, Parameter, Values, as_json
from tilth.web.room import room_of
from tilth.web.schema import integer, record
from tilth.web.viewer import viewer_of

KINDS = (
    *("suspected", "confirmed", "cancelled", "reduced", "cleared"),
    *("accidents", "victims", "finds", "tasks", "progress", "statements"),
)


def upload(request: Request, values: Values) -> Response:
    """Import the file that was sent."""
    from tilth.exchange.read import read_sheets

    refuse_other_kinds(values["file"])
    with room_of(request).write() as programme:
        report = import_sheets(
            programme,
            read_sheets(values["file"]),
            kind=values.get("as"),
            said_by=values.get("said_by"),
            author=viewer_of(request).name,
            now=datetime.now(UTC),
            outline=about(programme).outline(),
            dry_run=values.get("dry_run", False),
        )
        head = programme.store.head()
    return as_json(report.as_json(), status=201, tilth_head=str(head))


OPERATIONS = (
    Operation(
        "/api/imports",
        "importFile",
        "Import a file: each row is booked or set aside with a reason, and nothing is booked twice",
        upload,
        (
            Parameter(
                "name",
                {"type": "string", "minLength": 1, "maxLength": 200},
                "Name of the file; its suffix says the format.",
                required=True,
            ),
            Parameter("as", {"type": "string", "enum": list(KINDS)}, "Kind of the rows."),
            Parameter("said_by", {"type": "string", "minLength": 1, "maxLength": 200}, "Who states these rows."),
            Parameter("dry_run", {"type": "boolean"}, "Tell what would happen and keep nothing."),
        ),
        method="POST",
        body={"type": "string", "format": "binary"},
        body_types=("application/octet-stream",),
        is_upload=True,
        answer=record(
            {
                "read": integer(),
                "booked": integer(),
                "repaired": integer(),
                "set_aside": integer(),
                "findings": FINDINGS,
            },
            required=("read", "booked", "repaired", "set_aside", "findings"),
        ),
        status=201,
        right="write",
        tag="writing",
    ),
)
