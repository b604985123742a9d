"""Any JSON value as the text of a cell, and back: what reads as itself is written as itself, the rest as JSON.

`Vila Nova` stays as it is; the text "12" becomes `"12"` in quotes, so that it does not come back as a number. A
text that a spreadsheet would run as a formula (it begins with = + - @) is quoted too, and so stays a text there.
"""

from __future__ import annotations

import json
import re
from typing import Any

# Formulas, JSON strings, blanks at an end, characters that files or spreadsheets cannot hold, and their own escapes.
_UNSAFE = re.compile(
    r"^[=+\-@\"\s]|\s$|^$|[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_"
)


def quoted(text: str) -> str:
    """`text` as a JSON string in plain characters that no file format changes."""
    return json.dumps(text).replace("\x7f", "\\u007f").replace("_x", "\\u005fx")


def text_cell(text: str) -> str:
    """A text for a column that holds only texts: as it is, or quoted where it would not survive."""
    return quoted(text) if _UNSAFE.search(text) else text


def read_text_cell(cell: str) -> str:
    """The text that `text_cell` wrote."""
    if cell.startswith('"'):
        value = _json(cell)
        if isinstance(value, str):
            return value
    return cell


def value_cell(value: Any) -> str:
    """A JSON value other than None for a column of any values."""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=True, allow_nan=False)
    return quoted(value) if _UNSAFE.search(value) or _json(value) is not _NO_JSON else value


def read_value_cell(cell: str) -> Any:
    """The value that `value_cell` wrote."""
    value = _json(cell)
    return cell if value is _NO_JSON else value


_NO_JSON = object()


def _json(text: str) -> Any:
    if not text or text[0] not in '"{[-0123456789tfnNI':
        return _NO_JSON
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return _NO_JSON
