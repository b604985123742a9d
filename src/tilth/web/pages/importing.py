"""Importing in the browser: files, a dry run with its findings, then the booking, as on the command line."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tilth.desk.importing import import_sheets
from tilth.desk.reading import ROW_KINDS
from tilth.desk.starting import about
from tilth.exchange.read import read_sheets
from tilth.scale.threads import on_threads
from tilth.web.accounts.forms import posted, text
from tilth.web.accounts.rights import need
from tilth.web.pages.asking import now
from tilth.web.pages.uploads import main_files, received
from tilth.web.rendering import page
from tilth.web.room import room_of

MOST_BYTES = 64 * 1024 * 1024  # of all files together
MOST_FINDINGS = 200  # shown; all are kept with the import


def ask(request: Request) -> Response:
    """`/import`: which files, as what, said by whom."""
    need(request, "write")
    return page(request, "import.html", values=_form())


def book(request: Request, form: FormData) -> Response:
    """Try or book the rows of the files sent; rows that are booked already are set aside, so twice does no harm."""
    viewer, dry_run = need(request, "write"), text(form, "act") != "book"
    with received(form, "files") as paths, on_threads() as runner, room_of(request).write() as programme:
        report = import_sheets(
            programme,
            (sheet for path in main_files(paths) for sheet in read_sheets(path)),
            kind=text(form, "kind") or None,
            said_by=text(form, "said_by") or None,
            author=viewer.name,
            now=now(),
            outline=about(programme).outline(),
            dry_run=dry_run,
            runner=runner,
        )
    told = {"report": report, "dry_run": dry_run, "findings": report.findings[:MOST_FINDINGS]}
    return page(
        request, "import.html", values=_form() | told | {"kind": text(form, "kind"), "by": text(form, "said_by")}
    )


def _form() -> dict[str, object]:
    return {"kinds": ROW_KINDS, "most_mb": MOST_BYTES // 1024**2, "report": None, "kind": "", "by": ""}


ROUTES = (
    Route("/import", ask, methods=["GET"], name="import"),
    Route("/import", posted(book, most_bytes=MOST_BYTES, right="write"), methods=["POST"]),
)
