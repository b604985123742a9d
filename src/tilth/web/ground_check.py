"""What is there under a drawn area: its size, how much of it is on record in which status, and what is wrong with it.

Nothing is booked. The area is measured as it would be booked: rounded to 1 cm in the one frame all land is measured in.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from starlette.requests import Request
from starlette.responses import Response

from tilth.desk.ground import m2_of
from tilth.desk.picturing import land_picture
from tilth.desk.programme import Programme
from tilth.desk.starting import about
from tilth.exchange.geojson_shapes import read_geometries
from tilth.places.examine import Examined, examine
from tilth.places.frame import LONLAT
from tilth.terms.finding import Finding, finding
from tilth.web.operation import Operation, Values, as_json
from tilth.web.pages.asking import today
from tilth.web.problem import Problem
from tilth.web.room import room_of
from tilth.web.schema import integer, listing, record, text

MOST_VERTICES = 20_000
MOST_NEIGHBOURS = 2_000  # outlines that are looked at while somebody draws
LEAST_M2 = 2  # rounding may leave a square metre on either side
_UNCLEARED = ("suspected", "confirmed")
GEOMETRY = record(
    {
        "type": text("Polygon or MultiPolygon", enum=["Polygon", "MultiPolygon"]),
        "coordinates": {"type": "array", "items": {}},
    },
    required=("type", "coordinates"),
    is_open=True,
)
_BODY = record(
    {"geometry": GEOMETRY, "of_entry": integer("The entry that the drawing would amend; its own land is no overlap")},
    required=("geometry",),
)
_OVERLAP = record({"entry": integer(), "id": text(), "status": text(), "m2": integer(), "link": text()})
_ANSWER = record(
    {
        "area_m2": integer("Whole square metres"),
        "by_status": {"type": "object", "additionalProperties": integer()},
        "overlaps": listing(_OVERLAP),
        "repaired": {"type": "boolean"},
        "findings": listing(record({"code": text(), "severity": text(), "sentence": text()}, is_open=True)),
    }
)


def check(request: Request, values: Values) -> Response:
    """Area, overlap by status, the outlines it overlaps, and findings. Raises Problem where nothing can be measured."""
    body = values["body"]
    with room_of(request).read() as reading:
        examined = examined_drawing(reading.programme, body["geometry"])
        shape = examined.geometry[0]
        if shape is None:
            raise Problem(422, _said(examined.findings))
        answer = _report(reading.programme, shape, without=body.get("of_entry"))
    own = [found.as_json() for found in examined.findings]
    return as_json(answer | {"repaired": bool(examined.repaired[0]), "findings": own + answer["findings"]})


def examined_drawing(programme: Programme, geometry: dict[str, Any]) -> Examined:
    """A GeoJSON geometry (longitude first) as it would be booked. Raises Problem 413 for too many corners."""
    raw = read_geometries([{"geometry": geometry}])
    count = shapely.get_num_coordinates(raw[0]) if isinstance(raw[0], shapely.Geometry) else 0
    if count > MOST_VERTICES:
        raise Problem(
            413, f"The area has {count} corners; up to {MOST_VERTICES} are looked at here. Import it as a file."
        )
    return examine(raw, crs=LONLAT, wanted="polygon", outline=about(programme).outline())


def _said(findings: list[Finding]) -> str:
    return findings[0].sentence if findings else "The drawing is no area. Set three corners or more."


def _report(programme: Programme, shape: shapely.Geometry, *, without: int | None) -> dict[str, Any]:
    area_m2 = m2_of(shape)
    numbers, wkb = programme.store.touching(np.array([shape.bounds]))
    if len(numbers) > MOST_NEIGHBOURS:
        raise Problem(
            413, f"It reaches over {len(numbers)} outlines; up to {MOST_NEIGHBOURS} are looked at. Draw less."
        )
    by_status = _by_status(programme, shape)
    overlaps = _overlaps(programme, shape, numbers.tolist(), wkb, without=without)
    return {
        "area_m2": area_m2,
        "by_status": by_status,
        "overlaps": overlaps,
        "findings": [one.as_json() for one in _warnings(area_m2, overlaps, by_status)],
    }


def _by_status(programme: Programme, shape: shapely.Geometry) -> dict[str, int]:
    """Whole square metres of the drawing in each status today; what is not on record is left out."""
    land = land_picture(programme, as_at=today(), within=shape.bounds).by_status
    found = {status: m2_of(shapely.intersection(of_status, shape)) for status, of_status in land.items()}
    return {status: m2 for status, m2 in found.items() if m2 >= LEAST_M2}


def _overlaps(
    programme: Programme, shape: shapely.Geometry, numbers: list[int], wkb: list[bytes], *, without: int | None
) -> list[dict[str, Any]]:
    """Standing outlines that the drawing overlaps, the largest overlap first."""
    found = []
    for number, raw in zip(numbers, wkb, strict=True):
        m2 = m2_of(shapely.intersection(shapely.from_wkb(raw), shape))
        if m2 < LEAST_M2 or number == without or programme.store.replacement(number) is not None:
            continue
        entry = programme.store.entry(number)
        if entry is not None:
            one = {"entry": number, "id": entry.source_id or "", "status": entry.kind, "m2": m2}
            found.append(one | {"link": f"/entries/{number}"})
    return sorted(found, key=lambda one: -int(str(one["m2"])))


def _warnings(area_m2: int, overlaps: list[dict[str, Any]], by_status: dict[str, int]) -> list[Finding]:
    """The finding that booking it would raise: land that stands in the books already."""
    found = []
    for status in _UNCLEARED:
        drawn_twice = sum(one["m2"] for one in overlaps if one["status"] == status)
        m2 = min(drawn_twice, by_status.get(status, 0))
        if m2 >= LEAST_M2:
            found.append(finding("overlap", m2=m2, percent=round(100 * m2 / max(area_m2, 1), 1), status=status))
    return found


OPERATIONS = (
    Operation(
        "/api/ground/check",
        "checkGround",
        "What is on record under an area that somebody draws; nothing is booked",
        check,
        method="POST",
        body=_BODY,
        answer=_ANSWER,
        right="write",
        tag="answers",
    ),
)
