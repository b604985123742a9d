"""OGC API - Features, Part 1 (Core, GeoJSON) and Part 2 (reference systems), over the layers of a programme."""

from __future__ import annotations

from tilth.web.ogc import collections, items, service
from tilth.web.operation import routes

OPERATIONS = (*service.OPERATIONS, *collections.OPERATIONS, *items.OPERATIONS)
ROUTES = routes(OPERATIONS)
