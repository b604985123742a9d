"""The brief as one HTML page that needs no network, no script and no other file."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any

from tilth.desk.briefing import flow_key
from tilth.desk.refusal import Refusal
from tilth.evidence.flows import spell
from tilth.reports.map_style import LOOKS

GENERATOR = "tilth brief"  # how a page of ours is known, before it is written over
MOST_SVG_BYTES = 1_500_000
_THIN = "\N{NARROW NO-BREAK SPACE}"

_FLOWS = {
    "found": "hazard recorded where nothing was recorded before",
    "reclassified": "changed between suspected and confirmed",
    "cancelled": "released after non-technical survey",
    "reduced": "released after technical survey",
    "cleared": "released after clearance",
    "released_unrecorded": "a release of land that was never recorded as hazardous",
    "re-opened": "released land under suspicion again",
    "resized": "outline mended by a later entry",
    "corrected": "mended by a later entry",
}


def render(view: Mapping[str, Any], *, picture: str | None = None) -> str:
    """The page for a brief (`tilth.desk.briefing.brief`). `picture` is a data address, see `embedded`.

    All text is escaped. Raises Refusal 501.1 where jinja2 is not installed.
    """
    try:
        from jinja2 import Environment
        from markupsafe import Markup
    except ImportError:
        raise Refusal("501.1", what="The brief", package="jinja2") from None
    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    page.filters |= {one.__name__: one for one in (grouped, km2, signed_km2, stated, words, days)}
    anchors = {one["claim_id"]: f"claim-{at}" for at, one in enumerate(view["statements"], start=1)}
    lines = [(f"line-{at}", line) for at, line in enumerate(view["account"]["published"], start=1)]
    style = Markup(_text("brief.css"))  # our own file, no data in it
    values = {
        "view": view,
        "account": view["account"],
        "picture": picture,
        "compared": [one for one in lines if not one[1]["not_stated"]],
        "open_lines": [one for one in lines if one[1]["not_stated"]],
        "anchors": anchors,
        "flow_key": flow_key,
        "flow_words": _FLOWS,
        "looks": LOOKS,
        "style": style,
        "generator": GENERATOR,
        "widest": max(view["account"]["accounts"].values(), default=0) or 1,
        "web_address": web_address,
    }
    return page.from_string(_text("brief.html")).render(values)


def embedded(svg: bytes, png: bytes) -> str:
    """A picture as a data address: the drawing where it is small enough, else the pixels."""
    kind, data = ("svg+xml", svg) if len(svg) < MOST_SVG_BYTES else ("png", png)
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _text(name: str) -> str:
    return files("tilth.reports").joinpath(name).read_text(encoding="utf-8")


# --- how values are written -----------------------------------------------------------------------------------------


def grouped(number: float) -> str:
    """Digits in groups of three with thin spaces that do not break."""
    return f"{number:,}".replace(",", _THIN)


def km2(m2: int) -> str:
    """Square kilometres from whole square metres."""
    return f"{m2 / 1_000_000:,.2f}".replace(",", _THIN)


def signed_km2(m2: int) -> str:
    """The same with its sign."""
    sign = "+" if m2 > 0 else "\N{MINUS SIGN}" if m2 < 0 else ""
    return sign + km2(abs(m2))


def stated(statement: Mapping[str, Any]) -> str:
    """What a statement says, with the words that belong to its figure."""
    value = statement.get("value", "")
    unit = statement.get("unit", "")
    shown = grouped(value) if isinstance(value, int | float) else str(value)
    is_number = isinstance(value, int | float)
    parts = (statement.get("qualifier", ""), shown, unit if is_number else "")
    return " ".join(part for part in parts if part) or "no value stated"


def words(name: str) -> str:
    """A name of the vocabulary for a reader."""
    return name.removeprefix("unit_").replace("_", " ")


def days(period: str) -> str:
    """A period of the published book: whole years as years."""
    first, last = map(date.fromisoformat, period.split("/"))
    return spell(first, last)


def web_address(text: str) -> str:
    """The text where it is a web address, else nothing: no other kind of link is made from data."""
    return text if text.startswith(("https://", "http://")) else ""
