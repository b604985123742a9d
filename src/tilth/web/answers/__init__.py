"""The answers of the command line over HTTP, and writing through the same desk."""

from __future__ import annotations

from tilth.web.answers import asking, texts, uploading, writing
from tilth.web.operation import routes

OPERATIONS = (*asking.OPERATIONS, *writing.OPERATIONS, *texts.OPERATIONS, *uploading.OPERATIONS)
ROUTES = routes(OPERATIONS)
