"""The parts of a Markdown text as Typst markup, and that as PDF. Every text is a string literal: nothing in it runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tilth.desk.refusal import Refusal
from tilth.reports.markdown import SIGNATURES, Picture, signatures_in
from tilth.reports.page import MOST_SVG_BYTES, text_of
from tilth.reports.sandbox import printable

if TYPE_CHECKING:
    from markdown_it.token import Token

SHORT_TABLE = 12  # rows that are kept on one page
SHORT_WORDS = 18  # letters of a column that is as wide as it needs

_OPEN = {
    "paragraph_open": "#par[",
    "blockquote_open": "#notice[",
    "bullet_list_open": "#list(",
    "list_item_open": "[",
    "strong_open": "#strong[",
    "em_open": "#emph[",
}
_CLOSE = {
    "paragraph_close": "]\n",
    "heading_close": "]\n",
    "blockquote_close": "]\n",
    "bullet_list_close": ")\n",
    "ordered_list_close": ")\n",
    "list_item_close": "],\n",
    "strong_close": "];",
    "em_close": "];",
    "link_close": "];",
    "thead_open": "table.header(",
    "thead_close": "),\n",
    "th_close": "],",
    "td_close": "],",
    "table_close": ")]\n",
}


def pdf_of(head: Mapping[str, object], tokens: Sequence[Token], pictures: Mapping[str, Picture], *, what: str) -> bytes:
    """A document as PDF: `head` holds what `paper.typ` writes around it, texts and lists of texts.

    The same input gives the same bytes. It is tagged for readers of the screen (PDF/UA-1) unless a letter has no shape
    in any font. Raises Refusal 501.1, which names `what`, where typst is not installed.
    """
    try:
        import typst
    except ImportError:
        raise Refusal("501.1", what=what, package="typst") from None
    source = f"{text_of('paper.typ')}\n#show: paper.with({_arguments(head)})\n{markup_of(tokens, pictures)}"
    with TemporaryDirectory() as folder:
        for name, picture in pictures.items():
            (Path(folder) / _file_of(name, picture)).write_bytes(_data_of(picture))
        page = Path(folder) / "page.typ"
        page.write_text(source, encoding="utf-8")
        try:
            return _pdf(page, folder, ["ua-1"])
        except typst.TypstError:
            return _pdf(page, folder, [])


def _pdf(page: Path, folder: str, standards: list[str]) -> bytes:
    import typst

    made = typst.compile(str(page), root=folder, format="pdf", pdf_standards=standards, timestamp=0)  # type: ignore[call-overload]
    return bytes(made)


def _file_of(name: str, picture: Picture) -> str:
    return f"{name}.{'svg' if len(picture.svg) < MOST_SVG_BYTES else 'png'}"


def _data_of(picture: Picture) -> bytes:
    return picture.svg if len(picture.svg) < MOST_SVG_BYTES else picture.png


def _arguments(head: Mapping[str, object]) -> str:
    def literal(value: object) -> str:
        if isinstance(value, list | tuple):
            return f"({''.join(f'{literal(one)}, ' for one in value)})"
        return quoted(str(value))

    return ", ".join(f"{name}: {literal(value)}" for name, value in head.items())


def quoted(text: str) -> str:
    """A string literal of Typst."""
    return '"' + printable(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def markup_of(tokens: Sequence[Token], pictures: Mapping[str, Picture]) -> str:
    """The parts as Typst markup, in the functions that `paper.typ` defines."""
    return "".join(_blocks(tokens, pictures))


def _blocks(tokens: Sequence[Token], pictures: Mapping[str, Picture]) -> Iterator[str]:
    skip = 0
    for at, token in enumerate(tokens):
        if skip:
            skip -= 1
        elif (name := _alone(tokens[at : at + 3])) is not None:
            skip = 2  # a picture that is a paragraph of its own stands on a sheet of its own
            if name in pictures:
                picture = pictures[name]
                yield f"#sheet({quoted(_file_of(name, picture))}, {quoted(picture.alt)})\n"
        elif token.type == "inline":
            yield from _inline(token.children or (), pictures)
        else:
            yield _block(token, tokens[at:])


def _alone(three: Sequence[Token]) -> str | None:
    """The name of the picture that a paragraph consists of, if it does, and stands in nothing else."""
    if len(three) < 3 or three[0].type != "paragraph_open" or three[0].level:
        return None
    parts = [one for one in three[1].children or () if one.type not in ("softbreak",)]
    return str(parts[0].attrGet("src")) if [one.type for one in parts] == ["image"] else None


def _block(token: Token, rest: Sequence[Token]) -> str:
    match token.type:
        case "heading_open":
            return f"#heading(level: {int(token.tag[1:])})["
        case "ordered_list_open":
            return f"#enum(start: {int(token.attrGet('start') or 1)},"
        case "table_open":
            return _table(token, rest)
        case "th_open":
            return "th["
        case "td_open":
            return "th[" if token.meta.get("heads") else "["
        case "hr":
            return "#rule\n"
        case "fence" if token.info.strip() == SIGNATURES:
            return f"#signatures(({''.join(f'{quoted(one)}, ' for one in signatures_in(token))}))\n"
        case "fence" | "code_block":
            return f"#raw({quoted(token.content)}, block: true)\n"
    return _OPEN.get(token.type, "") or _CLOSE.get(token.type, "")


def _table(token: Token, rest: Sequence[Token]) -> str:
    """The opening of a table: numbers stand right, wide words get the room that is left, short tables stay whole."""
    end = next(at for at, one in enumerate(rest) if one.type == "table_close")
    rows = _rows(rest[:end])
    sides = ["right" if "right" in str(one.attrGet("style") or "") else "left" for one, _ in rows[0]]
    is_headless = bool(token.meta.get("headless"))
    widths = ["32%", *("1fr" for _ in sides[1:])] if is_headless else _widths(rows, sides)
    whole = "#together[" if len(rows) <= SHORT_TABLE else "#["
    kind = "facts" if is_headless else "rows"
    return f"{whole}#{kind}({_array(widths)}, {_array(sides)},\n"


def _rows(parts: Sequence[Token]) -> list[list[tuple[Token, str]]]:
    """The cells of each row of a table, each with its text."""
    rows: list[list[tuple[Token, str]]] = []
    for at, one in enumerate(parts):
        if one.type == "tr_open":
            rows.append([])
        elif one.type in ("th_open", "td_open"):
            rows[-1].append((one, "".join(part.content for part in parts[at + 1].children or ())))
    return rows


def _widths(rows: Sequence[Sequence[tuple[Token, str]]], sides: Sequence[str]) -> list[str]:
    """Columns of words share the room by their longest text, within limits; others take what they need."""
    longest = [max(len(row[at][1]) for row in rows if at < len(row)) for at in range(len(sides))]
    narrow = [side == "right" or count <= SHORT_WORDS for side, count in zip(sides, longest, strict=True)]
    return ["auto" if one else f"{min(count, 60)}fr" for one, count in zip(narrow, longest, strict=True)]


def _array(words: Sequence[str]) -> str:
    return f"({''.join(f'{word}, ' for word in words)})"


def _inline(children: Sequence[Token], pictures: Mapping[str, Picture]) -> Iterator[str]:
    for token in children:
        match token.type:
            case "softbreak":
                yield '#" ";'
            case "hardbreak":
                yield "#linebreak();"
            case "code_inline":
                yield f"#raw({quoted(token.content)});"
            case "link_open":
                yield f"#link({quoted(str(token.attrGet('href')))})["
            case "strong_open" | "em_open":
                yield _OPEN[token.type]
            case "strong_close" | "em_close" | "link_close":
                yield _CLOSE[token.type]
            case _:
                if token.content:
                    yield f"#{quoted(token.content)};"
