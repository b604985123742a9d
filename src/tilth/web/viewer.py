"""Who looks: the name, the role, and whether restricted data may be seen.

Without accounts the room is open on the loopback address only, and whoever sits there is the owner. With accounts the
app's `door` says who a request comes from; a request without a session comes from `ANONYMOUS`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from starlette.requests import Request

# What each role may do. Everybody may see the generalised public view.
RIGHTS: dict[str, frozenset[str]] = {
    "anonymous": frozenset(),
    "viewer": frozenset({"see"}),
    "data_entry": frozenset({"see", "write"}),
    "approver": frozenset({"see", "write", "approve"}),
    "administrator": frozenset({"see", "write", "approve", "administer"}),
}


class Viewer(NamedTuple):
    """Who a request comes from. `name` is the account key that stands as author in the journal."""

    name: str
    role: str
    sees_restricted: bool

    def may(self, right: str) -> bool:
        """Whether the role gives a right: see, write, approve or administer."""
        return right in RIGHTS.get(self.role, frozenset())


OWNER = Viewer("owner", "administrator", sees_restricted=True)
ANONYMOUS = Viewer("", "anonymous", sees_restricted=False)
Door = Callable[[Request], Viewer]


def owners_desk(request: Request) -> Viewer:
    """The door of a room without accounts: everybody at this machine is the owner."""
    del request
    return OWNER


def viewer_of(request: Request) -> Viewer:
    """Who a request comes from, as the app's door says; asked once for a request."""
    known: Viewer | None = getattr(request.state, "viewer", None)
    if known is None:
        door: Door = request.app.state.door
        known = request.state.viewer = door(request)
    return known
