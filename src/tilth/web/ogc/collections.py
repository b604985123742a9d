"""Collections: the layers that hold something and that the viewer may see."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from tilth.web.cells import cells_of, public_until
from tilth.web.columns import filters_of, properties_schema
from tilth.web.features import Features, landscape_of
from tilth.web.layers import BY_NAME, LAYERS, PUBLIC, Layer
from tilth.web.ogc.crs import SYSTEMS
from tilth.web.ogc.links import GEOJSON, SCHEMA, link
from tilth.web.ogc.service import FORMAT, LINKS
from tilth.web.operation import Operation, Parameter, Values, as_json
from tilth.web.problem import Problem
from tilth.web.room import Reading, room_of
from tilth.web.schema import listing, record, text
from tilth.web.viewer import viewer_of

COLLECTION_ID = Parameter("collection", text("Name of a collection."), "See /ogc/collections.", where="path")
_CRS = [system.uri for system in SYSTEMS]
_CRS84 = _CRS[0]
_GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
COLLECTION = record(
    {"id": text(), "title": text(), "description": text(), "links": LINKS, "itemType": text()}
    | {"crs": listing(text()), "extent": {"type": "object"}},
    required=("id", "links"),
    is_open=True,
)


def visible(request: Request, reading: Reading, name: str) -> tuple[Layer, Features]:
    """A layer that is not empty and may be seen. Raises Problem 404, so that nobody learns what else there is."""
    found = dict(shown(request, reading))
    if name not in found:
        raise Problem(404, "There is no such collection. See /ogc/collections.")
    return BY_NAME[name], found[name]


def shown(request: Request, reading: Reading) -> list[tuple[str, Features]]:
    """The collections that hold something and may be seen: every layer, or for the public the cells alone."""
    landscape = landscape_of(room_of(request))
    found = [(layer.name, landscape.layer(layer.name, reading)) for layer in LAYERS]
    if not viewer_of(request).sees_restricted:
        until = public_until(datetime.now(UTC).date())
        land = [features for name, features in found if name in ("hazards", "releases")]
        found = [(PUBLIC.name, reading.once((PUBLIC.name, until), lambda programme: cells_of(land, until=until)))]
    return [(name, features) for name, features in found if features.live().any()]


def collections(request: Request, values: Values) -> Response:
    """Every collection that holds something."""
    del values
    with room_of(request).read() as reading:
        many = [described(request, reading, BY_NAME[name], features) for name, features in shown(request, reading)]
    return as_json(
        {
            "links": [link(request, "/ogc/collections", "self"), link(request, "/ogc", "root")],
            "crs": _CRS,
            "collections": many,
        }
    )


def collection(request: Request, values: Values) -> Response:
    """One collection."""
    with room_of(request).read() as reading:
        layer, features = visible(request, reading, values["collection"])
        return as_json(described(request, reading, layer, features))


def described(request: Request, reading: Reading, layer: Layer, features: Features) -> dict[str, Any]:
    """A collection as JSON."""
    path = f"/ogc/collections/{layer.name}"
    return {
        "id": layer.name,
        "title": layer.title,
        "description": layer.description,
        "itemType": "feature",
        "extent": reading.once(("extent", layer.name), lambda programme: extent(features)),
        "crs": _CRS,
        "links": [
            link(request, path, "self"),
            link(request, f"{path}/items", "items", media_type=GEOJSON, title=layer.title),
            link(request, f"{path}/queryables", "http://www.opengis.net/def/rel/ogc/1.0/queryables", media_type=SCHEMA),
        ],
    }


def extent(features: Features) -> dict[str, Any]:
    """How far the standing rows reach, in space and in field time."""
    rows = np.flatnonzero(features.live())
    bounds = features.bounds[rows]
    bounds = bounds[~np.isnan(bounds[:, 0])]
    reach: dict[str, Any] = {}
    if len(bounds):
        low, high = np.floor(bounds[:, :2].min(axis=0) * 1e6) / 1e6, np.ceil(bounds[:, 2:].max(axis=0) * 1e6) / 1e6
        reach["spatial"] = {"bbox": [[*low.tolist(), *high.tolist()]], "crs": _CRS84}
    days = features.numbers[rows, 3:5]
    days = days[days[:, 0] > 0]
    if len(days):
        first, last = (date.fromordinal(int(day)) for day in (days[:, 0].min(), days[:, 1].max()))
        reach["temporal"] = {"interval": [[f"{first}T00:00:00Z", f"{last}T23:59:59Z"]], "trs": _GREGORIAN}
    return reach


def queryables(request: Request, values: Values) -> Response:
    """What may be filtered by, as a JSON schema."""
    with room_of(request).read() as reading:
        layer, _ = visible(request, reading, values["collection"])
    known = properties_schema(layer.name)["properties"]
    named = {column.name: _plain(known[column.name]) for column in filters_of(layer.name)}
    return as_json(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": link(request, f"/ogc/collections/{layer.name}/queryables", "self")["href"],
            "type": "object",
            "title": layer.title,
            "properties": named | {"geometry": {"format": f"geometry-{layer.geometry}"}},
            "additionalProperties": False,
        },
        media_type=SCHEMA,
    )


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "nullable"}


OPERATIONS = (
    Operation(
        "/ogc/collections",
        "getCollections",
        "Every collection that holds something",
        collections,
        (FORMAT,),
        answer=record(
            {"links": LINKS, "collections": listing(COLLECTION), "crs": listing(text())},
            required=("links", "collections"),
        ),
        tag="features",
    ),
    Operation(
        "/ogc/collections/{collection}",
        "describeCollection",
        "One collection",
        collection,
        (COLLECTION_ID, FORMAT),
        answer=COLLECTION,
        tag="features",
    ),
    Operation(
        "/ogc/collections/{collection}/queryables",
        "getQueryables",
        "What may be filtered by",
        queryables,
        (COLLECTION_ID, FORMAT),
        answer=record({"properties": {"type": "object"}}, required=("properties",), is_open=True),
        media_type=SCHEMA,
        tag="features",
    ),
)
