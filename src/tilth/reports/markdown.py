"""Markdown to HTML: no markup of its own passes through, no picture but ours is shown, no other file is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from tilth.desk.refusal import Refusal

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

SIGNATURES = "signatures"  # a fenced block of this name holds one line for each signature
_ADDRESS = re.compile(r"(https?://|mailto:)[^\s]+", flags=re.IGNORECASE)
_PICTURE = re.compile(r"[a-z-]{1,40}")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a document can show by its name."""

    svg: bytes
    png: bytes
    src: str  # as a data address
    alt: str


def tokens_of(text: str, *, what: str) -> list[Token]:
    """The parts of a Markdown text; a table whose heading is empty has none, and its first column heads its rows.

    Raises Refusal 501.1, which names `what`, where markdown-it-py is not installed.
    """
    return _headed(_reader(what).parse(text))


def html_of(tokens: Sequence[Token], pictures: Mapping[str, Picture], *, what: str) -> str:
    """The parts as HTML, headings one level down: the page has a title of its own."""
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1:]) + 1)}"
    reader = _reader(what)
    return str(reader.renderer.render(tokens, reader.options, {"pictures": pictures}))


def _reader(what: str) -> MarkdownIt:
    try:
        from markdown_it import MarkdownIt
    except ImportError:
        raise Refusal("501.1", what=what, package="markdown-it-py") from None
    made = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False}).enable("table")
    made.validateLink = _is_harmless  # type: ignore[assignment, method-assign]
    for name, rule in (("image", _image), ("fence", _fence), ("table_open", _table), ("table_close", _table_end)):
        made.add_render_rule(name, rule)
    return made


def _is_harmless(address: str) -> bool:
    """A web or mail address, or the name of a picture: nothing that runs or reads a file."""
    return bool(_ADDRESS.fullmatch(address) or _PICTURE.fullmatch(address))


def _headed(tokens: list[Token]) -> list[Token]:
    """The parts with empty headings of tables taken out."""
    done: list[Token] = []
    for token in tokens:
        done.append(token)
        if token.type == "thead_close":
            start = max(at for at, one in enumerate(done) if one.type == "thead_open")
            if not any(one.content.strip() for one in done[start:]):
                del done[start:]
                done[-1].meta["headless"] = True
        elif token.type == "td_open" and done[-2].type == "tr_open" and _is_headless(done):
            token.meta["heads"] = True
            token.tag = "th"
            token.attrSet("scope", "row")
        elif token.type == "td_close" and _opening(done).meta.get("heads"):
            token.tag = "th"
    return done


def _is_headless(done: Sequence[Token]) -> bool:
    table = next(one for one in reversed(done) if one.type == "table_open")
    return bool(table.meta.get("headless"))


def _opening(done: Sequence[Token]) -> Token:
    return next(one for one in reversed(done) if one.type == "td_open")


# --- what is written otherwise --------------------------------------------------------------------------------------


def _image(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    token = tokens[at]
    picture = env["pictures"].get(str(token.attrGet("src")))
    if picture is None:
        return escape(token.content)
    return f'<img src="{picture.src}" alt="{escape(picture.alt)}">'


def _fence(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    token = tokens[at]
    if token.info.strip() != SIGNATURES:
        return f"<pre>{escape(token.content)}</pre>\n"
    lines = "".join(f"<div><span>{escape(line)}</span><span>Date</span></div>" for line in signatures_in(token))
    return f'<div class="signatures">{lines}</div>\n'


def signatures_in(token: Token) -> list[str]:
    """Who signs, one line each."""
    return [line.strip() for line in token.content.splitlines() if line.strip()]


def _table(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    kind = ' class="facts-table"' if tokens[at].meta.get("headless") else ""
    return f'<div class="scroll" tabindex="0" role="region" aria-label="Table"><table{kind}>\n'


def _table_end(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return "</table></div>\n"
