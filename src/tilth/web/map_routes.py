"""All routes of the map: its page, its base map, its registry of layers, and drawing on it."""

from __future__ import annotations

from starlette.routing import BaseRoute

from tilth.web import base_map, ground_check, ground_drafts, land_tiles, map_registry, scenery, what_if
from tilth.web.operation import routes
from tilth.web.pages import map as map_page

OPERATIONS = (*ground_check.OPERATIONS, *ground_drafts.OPERATIONS, *what_if.OPERATIONS)
ROUTES: tuple[BaseRoute, ...] = (
    *base_map.ROUTES,
    *scenery.ROUTES,
    *map_registry.ROUTES,
    *land_tiles.ROUTES,
    *map_page.ROUTES,
    *routes(OPERATIONS),
)
