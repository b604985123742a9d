"""Links of the API: absolute, and the same for the same question."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

JSON = "application/json"
GEOJSON = "application/geo+json"
SCHEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"


def link(
    request: Request, path: str, rel: str, *, media_type: str = JSON, title: str = "", **query: Any
) -> dict[str, str]:
    """One link object; `query` in the order given."""
    given = {name: value for name, value in query.items() if value is not None}
    href = str(request.base_url).rstrip("/") + path + (f"?{urlencode(given)}" if given else "")
    return {"href": href, "rel": rel, "type": media_type} | ({"title": title} if title else {})
