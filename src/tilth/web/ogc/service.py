"""Landing page and conformance of the API."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from tilth.desk.starting import about
from tilth.web.ogc.links import OPENAPI, link
from tilth.web.operation import Operation, Parameter, Values, as_json
from tilth.web.room import room_of
from tilth.web.schema import listing, record, text
from tilth.web.viewer import viewer_of

_SPEC = "http://www.opengis.net/spec"
CONFORMANCE = (
    f"{_SPEC}/ogcapi-common-1/1.0/conf/core",
    f"{_SPEC}/ogcapi-common-2/1.0/conf/collections",
    f"{_SPEC}/ogcapi-features-1/1.0/conf/core",
    f"{_SPEC}/ogcapi-features-1/1.0/conf/oas30",
    f"{_SPEC}/ogcapi-features-1/1.0/conf/geojson",
    f"{_SPEC}/ogcapi-features-2/1.0/conf/crs",
)
NOTE = "What is on record is not permission to enter; ask the mine action authority. No record means unknown."
FORMAT = Parameter("f", {"type": "string", "enum": ["json"]}, "The format: json.")
LINKS = listing(record({"href": text(), "rel": text()}, required=("href", "rel"), is_open=True))


def landing(request: Request, values: Values) -> Response:
    """What there is, and where."""
    del values
    with room_of(request).read() as reading:
        name = about(reading.programme).name if viewer_of(request).sees_restricted else "Mine action programme"
    return as_json(
        {
            "title": name or "tilth",
            "description": f"Features of a mine action programme. {NOTE}",
            "links": [
                link(request, "/ogc", "self", title="This document"),
                link(request, "/ogc/api", "service-desc", media_type=OPENAPI, title="The API, OpenAPI 3.0"),
                link(request, "/ogc/conformance", "conformance", title="What the API conforms to"),
                link(request, "/ogc/collections", "data", title="Collections of features"),
            ],
        }
    )


def conformance(request: Request, values: Values) -> Response:
    """The conformance classes."""
    del request, values
    return as_json({"conformsTo": list(CONFORMANCE)})


OPERATIONS = (
    Operation(
        "/ogc",
        "getLandingPage",
        "What there is, and where",
        landing,
        (FORMAT,),
        answer=record({"title": text(), "description": text(), "links": LINKS}, required=("links",), is_open=True),
        tag="features",
    ),
    Operation(
        "/ogc/conformance",
        "getConformanceDeclaration",
        "What the API conforms to",
        conformance,
        (FORMAT,),
        answer=record({"conformsTo": listing(text())}, required=("conformsTo",)),
        tag="features",
        is_fixed=True,
    ),
)
