"""Saving what was drawn on the map: a record like any other, by the desk's own rules, to be approved by somebody else.

A new area is imported as a row; a changed outline amends the entry that was looked at. Where somebody else amended that
entry meanwhile nothing is lost: the drawing is booked beside it, and the answer names both.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np
import shapely
from starlette.requests import Request
from starlette.responses import Response

from tilth.desk.importing import import_sheets
from tilth.desk.mending import amend
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.desk.sheet import Sheet
from tilth.desk.starting import about
from tilth.exchange.geojson_shapes import read_geometries
from tilth.places.frame import LONLAT, to_lonlat
from tilth.web.ground_check import GEOMETRY, examined_drawing
from tilth.web.operation import Operation, Values, as_json
from tilth.web.pages.asking import now
from tilth.web.problem import Problem
from tilth.web.room import room_of
from tilth.web.schema import day, integer, listing, record, text
from tilth.web.viewer import viewer_of

SOURCE = "drawn on the map"
REPLACED = "409.3"  # the refusal to amend an entry that was replaced
_BODY = record(
    {
        "geometry": GEOMETRY,
        "kind": text("Status of the land", enum=["suspected", "confirmed"]),
        "id": text("Name or number of the area", minLength=1, maxLength=80),
        "happened_on": day("Day on which it was seen so"),
        "why": text("Reason and source", minLength=1, maxLength=400),
        "of_entry": integer("The entry whose outline is changed; without it the area is new"),
    },
    required=("geometry", "kind", "id", "why"),
)
_ANSWER = record(
    {
        "entry": integer("The new entry"),
        "id": text(),
        "conflict_with": integer("The entry of somebody else that changed the same area meanwhile", nullable=True),
        "findings": listing(record({"code": text(), "severity": text(), "sentence": text()}, is_open=True)),
        "sentence": text(),
        "link": text(),
    }
)


def save(request: Request, values: Values) -> Response:
    """Book the drawing. Raises Problem or Refusal where it cannot stand."""
    body = values["body"]
    author = viewer_of(request).name
    with room_of(request).write() as programme:
        shape = examined_drawing(programme, body["geometry"]).geometry[0]
        if shape is None:
            raise Problem(422, "The drawing is no area that can be booked. Set three corners or more.")
        if body.get("of_entry"):
            answer = _changed(programme, shape, body, author=author)
        else:
            answer = _new(programme, body, author=author)
    return as_json(answer | {"link": f"/entries/{answer['entry']}"}, status=201)


def _changed(programme: Programme, shape: shapely.Geometry, body: dict[str, Any], *, author: str) -> dict[str, Any]:
    """Amend the entry that was drawn over; where it was replaced meanwhile, book the drawing beside its successor."""
    earlier = body["of_entry"]
    wkt = shapely.to_wkt(to_lonlat(np.array([shape], dtype=object))[0], rounding_precision=9)
    changes = {"geometry": wkt, "kind": body["kind"]}
    if body.get("happened_on"):
        changes["happened_on"] = body["happened_on"]
    try:
        booked = amend(programme, earlier, changes, why=body["why"], author=author, now=now())
    except Refusal as refusal:
        if refusal.number != REPLACED:
            raise
        return _beside(programme, body, author=author, other=int(str(refusal.details["by"])))
    said = f"Entry {booked.number} takes the place of entry {earlier}. Somebody else should approve it."
    return {"entry": booked.number, "id": body["id"], "conflict_with": None, "findings": [], "sentence": said}


def _beside(programme: Programme, body: dict[str, Any], *, author: str, other: int) -> dict[str, Any]:
    """Keep both outlines: this one gets a name of its own."""
    name = f"{body['id']} ({author}, {now():%Y-%m-%d %H:%M:%S})"
    booked = _new(programme, body | {"id": name}, author=author)
    said = (
        f"Somebody changed this area while you drew: entry {other}. Both outlines are kept, yours as entry "
        f"{booked['entry']}. Compare them, and withdraw the one that does not hold."
    )
    return booked | {"conflict_with": other, "sentence": said}


def _new(programme: Programme, body: dict[str, Any], *, author: str) -> dict[str, Any]:
    if numbers := programme.store.live_ids(None, [body["id"]], body["kind"]).get(body["id"]):
        said = (
            f"There is an area {body['id']} already (entry {numbers[0]}). Choose another name, or change its outline."
        )
        raise Problem(409, said)
    sheet, when = _sheet(body), now()
    report = import_sheets(
        programme,
        [sheet],
        kind=body["kind"],
        said_by=author,
        author=author,
        now=when,
        outline=about(programme).outline(),
    )
    if not report.booked:
        raise Problem(422, " ".join(found.sentence for found in report.findings) or "Nothing was booked.")
    number = programme.store.head().entries
    return {
        "entry": number,
        "id": body["id"],
        "conflict_with": None,
        "findings": [found.as_json() for found in report.findings],
        "sentence": f"Saved as entry {number}. Somebody else should approve it.",
    }


def _sheet(body: dict[str, Any]) -> Sheet:
    """The drawing as one row of a source, so that it is judged as every other row is."""
    raw = json.dumps(body, sort_keys=True, ensure_ascii=False).encode("utf-8", "backslashreplace")
    columns: dict[str, list[Any]] = {"id": [body["id"]], "evidence_text": [body["why"]]}
    if body.get("happened_on"):
        columns["happened_on"] = [body["happened_on"]]
    shapes = read_geometries([{"geometry": body["geometry"]}])
    return Sheet(SOURCE, hashlib.sha256(raw).hexdigest(), None, 1, columns, shapes, LONLAT)


OPERATIONS = (
    Operation(
        "/api/ground/drafts",
        "saveGround",
        "Book an area that was drawn, or a changed outline",
        save,
        method="POST",
        body=_BODY,
        answer=_ANSWER,
        status=201,
        right="write",
        tag="writing",
    ),
)
