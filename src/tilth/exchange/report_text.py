"""The text of a report from a file: bounded, decoded, and refused where it is no text."""

from __future__ import annotations

import codecs
import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from tilth.desk.refusal import Refusal
from tilth.exchange.source import unreadable
from tilth.terms.finding import Finding, finding

MOST_BYTES = 20 * 2**20
_NOT_TEXT = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"SQLite format 3\x00",
    b"\xd0\xcf\x11\xe0",
    b"GIF8",
    b"{\\rtf",
)
_LOOKED_AT = 65_536  # bytes of a file whose signs are counted
_MOST_CONTROLS = 0.02  # share of control signs beyond which a file is no text
_FIRST_HIGH = 0xC0  # letters of the one-byte encodings stand above


@dataclass(frozen=True, slots=True)
class ReportText:
    """The text of a file, the digest of its bytes, and what had to be assumed."""

    name: str
    text: str
    sha256: str
    findings: tuple[Finding, ...]


def read_report_text(path: Path) -> ReportText:
    """The text of a file, or of standard input for "-".

    Raises Refusal for a missing file, a folder, a file of more than 20 MB, and one that is no text.
    """
    name = path.name if str(path) != "-" else "standard input"
    data = _bytes_of(path)
    if len(data) > MOST_BYTES:
        raise Refusal("413.1", path=name, most=MOST_BYTES // 2**20)
    if data.startswith(_NOT_TEXT):
        raise unreadable(Path(name), "it is a document or picture and not text; save it as plain text")
    encoding, assumed = _encoding_of(data)
    text = data.decode(encoding, "replace")
    if _controls(text[:_LOOKED_AT]) > _MOST_CONTROLS:
        raise unreadable(Path(name), "it is not text: too many of its signs are control signs")
    findings = (finding("encoding_guessed", encoding=encoding),) if assumed else ()
    return ReportText(name, text, hashlib.sha256(data).hexdigest(), findings)


def _bytes_of(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    if not path.exists():
        raise Refusal("404.2", path=path)
    if path.is_dir():
        raise unreadable(path, "it is a folder; name a file in it")
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise unreadable(path, error.strerror) from error


def _encoding_of(data: bytes) -> tuple[str, bool]:
    """The encoding of some bytes, and whether it was only assumed."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", False
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32", False
    some = data[:_LOOKED_AT]
    if len(some) > 3 and some[1::2].count(0) > 0.4 * len(some[1::2]) and some[0::2].count(0) < 0.05 * len(some):
        return "utf-16-le", True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _one_byte(some), True
    return "utf-8-sig", False


def _one_byte(some: bytes) -> str:
    """Cyrillic where most letters stand in the upper half, else Western European."""
    high = sum(byte >= _FIRST_HIGH for byte in some)
    letters = high + sum(chr(byte).isalpha() for byte in some if byte < 0x80)
    if letters and high > letters / 2:
        return "cp1251"
    try:
        some.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def _controls(text: str) -> float:
    """The share of control signs and undecoded bytes; NUL signs in a text of words are a finding, not a refusal."""
    odd = sum((letter < " " and letter not in "\t\n\r\f\v\x00\x1a\x1b") or letter == "\ufffd" for letter in text)
    nul = text.count("\x00")
    return (odd + (nul if nul > len(text) / 4 else 0)) / max(len(text), 1)
