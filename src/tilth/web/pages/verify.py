"""Verifying: the chain of entries, the balances, and a head that somebody kept outside."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tilth.desk.checking import verify as verified
from tilth.web.pages.asking import asked, reading_for
from tilth.web.rendering import page


def verify(request: Request) -> Response:
    """`/verify`: the whole journal read again; with `head` also whether it still holds that head."""
    head, geometry = asked(request, "head"), asked(request, "geometry") == "yes"
    with reading_for(request) as reading:
        key = ("verify", head, geometry)
        found = reading.once(key, lambda programme: verified(programme, head=head, geometry=geometry))
    return page(request, "verify.html", values={"reading": reading, "found": found, "head": head, "geometry": geometry})


ROUTES = (Route("/verify", verify, name="verify"),)
