"""Items: features of a collection, chosen, in pages whose links stay good while entries are added."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import numpy as np
import shapely
from starlette.requests import Request
from starlette.responses import Response

from tilth.web.columns import COLUMNS, filters_of, properties_of
from tilth.web.features import Features, Indices
from tilth.web.layers import Layer
from tilth.web.ogc.collections import COLLECTION_ID, visible
from tilth.web.ogc.crs import SYSTEMS, System, boxes_in_degrees, system_of, written_in
from tilth.web.ogc.filters import between, in_boxes, with_property
from tilth.web.ogc.links import GEOJSON, link
from tilth.web.ogc.service import FORMAT, LINKS
from tilth.web.operation import Operation, Parameter, Values
from tilth.web.problem import Problem
from tilth.web.room import Reading, room_of
from tilth.web.schema import integer, listing, record, text

DEFAULT_LIMIT, MOST = 100, 10_000
_URI = {"type": "string", "enum": [system.uri for system in SYSTEMS]}
_CRS = Parameter("crs", _URI, "Reference system of the answer, an address out of the collection's list; else CRS84.")
PAGING = (
    Parameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_LIMIT},
        f"How many features a page has at most, 1 to {MOST}.",
    ),
    Parameter("offset", integer(), "How many features to pass over. The `next` links use `after`, which stays good."),
    Parameter("after", integer(), "Only features whose id comes after this one."),
)
PARAMETERS = (
    *PAGING,
    Parameter(
        "bbox",
        {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6},
        "Only features that meet this box: minx,miny,maxx,maxy in CRS84, or in bbox-crs.",
    ),
    Parameter("bbox-crs", _URI, "Reference system of bbox, an address out of the collection's list."),
    _CRS,
    Parameter(
        "datetime",
        {"type": "string", "maxLength": 100},
        "Only features whose stated day can lie there: a moment, a day, or an interval such as 2024-01-01/...",
    ),
    FORMAT,
)
FEATURE_ID = Parameter("feature", {"type": "integer", "minimum": 1}, "Number of a feature.", where="path")
FILTERS = {column.name: text() for columns in COLUMNS.values() for column in columns if column.is_filter}
FEATURE = record(
    {
        "type": {"type": "string", "enum": ["Feature"]},
        "id": integer(),
        "geometry": {"type": "object", "nullable": True},
        "properties": {"type": "object"},
        "links": LINKS,
    },
    required=("type", "geometry", "properties"),
)
COLLECTION = record(
    {
        "type": {"type": "string", "enum": ["FeatureCollection"]},
        "features": listing(FEATURE),
        "links": LINKS,
        "timeStamp": text(),
        "numberMatched": integer(),
        "numberReturned": integer(),
    },
    required=("type", "features"),
)


def items(request: Request, values: Values) -> Response:
    """A page of features."""
    system = system_of(values.get("crs"), parameter="crs")
    with room_of(request).read() as reading:
        layer, features = visible(request, reading, values["collection"])
        wanted = {name: values[name] for name in FILTERS if name in values}
        strange = wanted.keys() - {column.name for column in filters_of(layer.name)}
        if strange:
            raise Problem(400, f"{', '.join(sorted(strange))}: no such property. See the queryables of {layer.name}.")
        rows = chosen(reading, layer, features, values, wanted)
        page, is_last = _page(features, rows, values)
        links = _links(request, layer, features, page, is_last=is_last)
        return _answer(layer, features, page, system, links=links, matched=len(rows))


def chosen(reading: Reading, layer: Layer, features: Features, values: Values, wanted: dict[str, str]) -> Indices:
    """Every standing row that fits, in the order of their ids; worked out once for a head and a question."""
    box, moment = values.get("bbox"), values.get("datetime")
    boxes = boxes_in_degrees(box, system_of(values.get("bbox-crs"), parameter="bbox-crs")) if box else None
    days = between(moment) if moment is not None else None
    key = ("rows", layer.name, tuple(boxes or ()), boxes is None, days, tuple(sorted(wanted.items())))

    def choose() -> Indices:
        mask = features.live()
        if days is not None:
            mask &= features.on(*days)
        if boxes is not None:
            mask &= in_boxes(features, boxes)
        rows = with_property(features, layer.name, np.flatnonzero(mask), wanted)
        return rows[np.argsort(features.root[rows], kind="stable")]

    found: Indices = reading.once(key, lambda programme: choose())
    return found


def _page(features: Features, rows: Indices, values: Values) -> tuple[Indices, bool]:
    """The rows of the page asked for, and whether none come after it."""
    start = int(np.searchsorted(features.root[rows], values.get("after", 0), side="right")) + values.get("offset", 0)
    stop = start + values.get("limit", DEFAULT_LIMIT)
    return rows[start:stop], stop >= len(rows)


def _links(request: Request, layer: Layer, features: Features, page: Indices, *, is_last: bool) -> list[dict[str, str]]:
    path = f"/ogc/collections/{layer.name}/items"
    asked = dict(request.query_params)
    links = [
        link(request, path, "self", media_type=GEOJSON, **asked),
        link(request, f"/ogc/collections/{layer.name}", "collection"),
    ]
    if len(page) and not is_last:
        following = {name: value for name, value in asked.items() if name not in ("offset", "after")}
        after = int(features.root[page[-1]])
        links.append(link(request, path, "next", media_type=GEOJSON, **following, after=after))
    return links


def item(request: Request, values: Values) -> Response:
    """One feature by its id, which stays the same through all amendments."""
    system = system_of(values.get("crs"), parameter="crs")
    with room_of(request).read() as reading:
        layer, features = visible(request, reading, values["collection"])
        row = features.row_of(values["feature"])
        if row is None:
            raise Problem(404, f"There is no such feature in {layer.name}; it may have been withdrawn.")
        path = f"/ogc/collections/{layer.name}"
        links = [
            link(request, f"{path}/items/{values['feature']}", "self", media_type=GEOJSON),
            link(request, path, "collection"),
        ]
        (feature,) = written(layer, features, np.array([row]), system)
        body = f'{feature[:-1]}, "links": {json.dumps(links)}}}'
        return _geojson(body, system)


def written(layer: Layer, features: Features, rows: Indices, system: System) -> Iterable[str]:
    """Each feature as GeoJSON text."""
    shapes = written_in(features.shapes[rows], system)
    for row, shape in zip(rows.tolist(), shapely.to_geojson(shapes).tolist(), strict=True):
        said = properties_of(layer.name, features.entries[row], int(features.numbers[row, 5]), drawn=shape is not None)
        yield (
            f'{{"type": "Feature", "id": {features.numbers[row, 0]}, "geometry": {shape or "null"}, '
            f'"properties": {json.dumps(said, ensure_ascii=False)}}}'
        )


def _answer(
    layer: Layer, features: Features, page: Indices, system: System, *, links: list[Any], matched: int
) -> Response:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    head = {"timeStamp": now, "numberMatched": matched, "numberReturned": len(page), "links": links}
    many = ",\n".join(written(layer, features, page, system))
    body = f'{{"type": "FeatureCollection", {json.dumps(head)[1:-1]}, "features": [\n{many}\n]}}'
    return _geojson(body, system)


def _geojson(body: str, system: System) -> Response:
    raw = body.encode("utf-8", "backslashreplace")  # half surrogates of damaged rows become JSON escapes
    return Response(raw, headers={"content-crs": f"<{system.uri}>"}, media_type=GEOJSON)


_BY_PROPERTY = tuple(
    Parameter(name, schema, f"Only features whose {name} is exactly this.") for name, schema in FILTERS.items()
)
OPERATIONS = (
    Operation(
        "/ogc/collections/{collection}/items",
        "getFeatures",
        "Features of a collection",
        items,
        (COLLECTION_ID, *PARAMETERS, *_BY_PROPERTY),
        answer=COLLECTION,
        media_type=GEOJSON,
        tag="features",
    ),
    Operation(
        "/ogc/collections/{collection}/items/{feature}",
        "getFeature",
        "One feature",
        item,
        (COLLECTION_ID, FEATURE_ID, _CRS, FORMAT),
        answer=FEATURE,
        media_type=GEOJSON,
        tag="features",
    ),
)
