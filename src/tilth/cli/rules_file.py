"""Files that an authority edits: the rules of a dossier and the templates of documents."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tilth.desk.refusal import Refusal
from tilth.work.dossier import Rule, read_rules

MOST_BYTES = 1_000_000


def rules_in(path: Path | None) -> tuple[Rule, ...] | None:
    """The rules of a file; None where no file is named. Raises Refusal 404.2 or 415.21 for one that is of no use."""
    if path is None:
        return None
    try:
        return read_rules(csv.DictReader(io.StringIO(text_in(path)), restval=""))
    except (ValueError, csv.Error) as fault:
        raise Refusal("415.21", path=path, fault=fault) from None


def text_in(path: Path) -> str:
    """The text of a file. Raises Refusal 404.2 where it is missing and 415.1 where it is no text of a usual size."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Refusal("404.2", path=path) from None
    except OSError as fault:
        raise Refusal("415.1", path=path, reason=fault.strerror) from None
    if len(raw) > MOST_BYTES:
        raise Refusal("415.1", path=path, reason="it is too large for that")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal("415.1", path=path, reason="it is not UTF-8 text") from None
