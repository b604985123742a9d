"""Pages: HTML that needs no network, no script and no other file, all of one look."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib.resources import files
from typing import Any

from tilth.desk.refusal import Refusal
from tilth.evidence.flows import spell

MOST_SVG_BYTES = 1_500_000
_WORD = re.compile(r"(\w[\w.-]*\w|\w)")
_THIN = "\N{NARROW NO-BREAK SPACE}"


def render_page(template: str, values: Mapping[str, Any], *, what: str) -> str:
    """A template of this folder with `values` in it; all text is escaped.

    Raises Refusal 501.1, which names `what`, where jinja2 is not installed.
    """
    try:
        from jinja2 import Environment, FunctionLoader
        from markupsafe import Markup
    except ImportError:
        raise Refusal("501.1", what=what, package="jinja2") from None
    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, loader=FunctionLoader(text_of))
    page.filters |= {one.__name__: one for one in (grouped, km2, signed_km2, stated, words, days)}
    page.filters["linked"] = lambda text: Markup("").join(
        Markup('<a href="#{}">{}</a>').format(where, part) if where else part
        for part, where in with_places(text, values["anchors"])
    )
    style = Markup(text_of("brief.css"))  # our own file, no data in it
    return page.get_template(template).render(dict(values) | {"style": style, "web_address": web_address})


def text_of(name: str) -> str:
    """A file of this folder."""
    return files("tilth.reports").joinpath(name).read_text(encoding="utf-8")


def embedded(svg: bytes, png: bytes) -> str:
    """A picture as a data address: the drawing where it is small enough, else the pixels."""
    kind, data = ("svg+xml", svg) if len(svg) < MOST_SVG_BYTES else ("png", png)
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"


def anchors_of(statements: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Where on the page each claim is listed."""
    return {one["claim_id"]: f"claim-{at}" for at, one in enumerate(statements, start=1)}


def with_places(text: str, anchors: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The parts of a text, each with the place a claim of that id is listed at, empty where it is no such id.

    Only ids of letters and digits are found: a bare number in a sentence is a number.
    """
    for part in _WORD.split(text):
        is_id = part in anchors and any(map(str.isalpha, part)) and any(map(str.isdigit, part))
        yield part, anchors[part] if is_id else ""


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
