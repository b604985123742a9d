"""This parcel: draw it, send it or type its corners; the answer is a status, a date, a basis, and what to do next."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tilth.desk.ground import drawn
from tilth.desk.parcel import near, parcel
from tilth.desk.refusal import Refusal
from tilth.desk.sheet import Sheet
from tilth.desk.starting import about
from tilth.exchange.read import read_sheets
from tilth.places.frame import LONLAT
from tilth.places.outline import Outline
from tilth.terms.finding import Finding
from tilth.web.accounts.forms import posted, text
from tilth.web.assets import styles
from tilth.web.cells import public_until
from tilth.web.pages.asking import reading_for, today
from tilth.web.pages.drawing import drawing_of
from tilth.web.pages.uploads import main_files, received
from tilth.web.rendering import page
from tilth.web.viewer import viewer_of

MOST_BYTES = 4 * 1024 * 1024
MOST_CORNERS = 5_000
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


def ask(request: Request) -> Response:
    """`/parcel`: which piece of ground."""
    return page(request, "parcel.html", values={"sketch_styles": styles("parcel.js"), "corners": ""})


def answer(request: Request, form: FormData) -> Response:
    """What is on record about it; without an account no more than what the public may know."""
    with reading_for(request, right=None) as reading:
        programme = reading.programme
        shape, noticed = _shape(form, about(programme).outline())
        values: dict[str, Any] = {"reading": reading, "noticed": noticed, "corners": text(form, "corners")}
        if viewer_of(request).sees_restricted:
            found = parcel(programme, shape, as_at=today())
            values |= {"found": found, "as_at": today(), "drawing": drawing_of({"own": [shape]}), "coarse": None}
        else:
            until = public_until(today())
            values |= {"found": None, "as_at": until, "coarse": near(programme, shape, as_at=until)}
    return page(request, "parcel_answer.html", values=values)


def _shape(form: FormData, outline: Outline | None) -> tuple[shapely.Geometry, list[Finding]]:
    """The ground from what was drawn, else from the file, else from the corners typed in."""
    if told := text(form, "geometry"):
        with tempfile.TemporaryDirectory(prefix="tilth-") as folder:
            path = Path(folder) / "parcel.geojson"
            path.write_text(told, encoding="utf-8")
            return drawn(read_sheets(path), outline=outline)
    file = form.get("file")
    if isinstance(file, UploadFile) and file.filename:
        with received(form, "file") as paths:
            return drawn((sheet for path in main_files(paths) for sheet in read_sheets(path)), outline=outline)
    return drawn([_typed(text(form, "corners"))], outline=outline)


def _typed(told: str) -> Sheet:
    """Corners as people type them: a line each, latitude before longitude, in degrees."""
    corners = [_corner(line) for line in told.splitlines() if line.strip()]
    if not 3 <= len(corners) <= MOST_CORNERS:
        hint = "Type three corners or more, one a line, latitude before longitude: 44.8125, 17.2241"
        raise Refusal("422.1", what="The parcel", text=f"{len(corners)} corners", hint=hint)
    shape = shapely.Polygon([(longitude, latitude) for latitude, longitude in corners])
    return Sheet("parcel", "", None, 1, {}, np.array([shape], dtype=object), LONLAT)


def _corner(line: str) -> tuple[float, float]:
    numbers = [float(one) for one in _NUMBER.findall(line.replace("\u2212", "-"))]
    if len(numbers) != 2 or abs(numbers[0]) > 90 or abs(numbers[1]) > 180:
        hint = "Write latitude and longitude in degrees with a point: 44.8125, 17.2241"
        raise Refusal("422.1", what="The corner", text=json.dumps(line[:80], ensure_ascii=False), hint=hint)
    return numbers[0], numbers[1]


ROUTES = (
    Route("/parcel", ask, methods=["GET"], name="parcel"),
    Route("/parcel", posted(answer, most_bytes=MOST_BYTES), methods=["POST"]),
)
