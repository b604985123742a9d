"""Sources: everybody a claim came from or through, with their grades."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tilth.desk.sources_view import source as source_named
from tilth.desk.sources_view import sources as sources_of
from tilth.web.pages.asking import leaf, reading_for
from tilth.web.rendering import page


def sources(request: Request) -> Response:
    """`/sources`: the one with most claims first."""
    with reading_for(request) as reading:
        found = reading.once("sources", sources_of)
    values = {"reading": reading, "leaf": leaf(request, found["sources"]), "same": found["taken_as_the_same"]}
    return page(request, "sources.html", values=values)


def source(request: Request) -> Response:
    """`/sources/NAME`: one source by any of its names."""
    name = request.path_params["source"]
    with reading_for(request) as reading:
        found = reading.once(("source", name), lambda programme: source_named(programme, name))
    return page(request, "source.html", values={"reading": reading, "one": found})


ROUTES = (
    Route("/sources", sources, name="sources"),
    Route("/sources/{source:path}", source, name="source"),
)
