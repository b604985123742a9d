"""What a page asks of whoever opens it."""

from __future__ import annotations

from starlette.requests import Request

from tilth.desk.refusal import Refusal
from tilth.web.viewer import Viewer, viewer_of

_WORDS = {
    "see": "see land that is not released, findings or the journal",
    "write": "write",
    "approve": "approve or hand over",
    "administer": "look after accounts",
}


def need(request: Request, right: str) -> Viewer:
    """The viewer, if the role gives the right. Raises Refusal 403.10, or 401.1 for whoever has not logged in."""
    viewer = viewer_of(request)
    if viewer.may(right):
        return viewer
    if not viewer.name:
        raise Refusal("401.1", what=_WORDS[right])
    raise Refusal("403.10", role=viewer.role.replace("_", " "), what=_WORDS[right])
