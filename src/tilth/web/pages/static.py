"""Files as they are: the style sheet, the mark, and what the build made; kept by browsers until they change."""

from __future__ import annotations

import os

from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_FOR_EVER = "public, max-age=31536000, immutable"


class _Kept(StaticFiles):
    """What is asked for by a name that changes with its content may be kept for ever."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        answer = super().file_response(full_path, stat_result, scope, status_code)
        changes_name = scope["query_string"].startswith(b"v=") or "/built/assets/" in scope["path"]
        answer.headers["Cache-Control"] = _FOR_EVER if changes_name else "no-cache"
        return answer


ROUTES = (Mount("/static", _Kept(packages=[("tilth.web", "static")]), name="static"),)
