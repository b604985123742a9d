"""Which characters the bytes of a text file stand for."""

from __future__ import annotations

import codecs
from pathlib import Path

from tilth.desk.refusal import Refusal
from tilth.exchange.source import unreadable
from tilth.terms.finding import Finding, finding

_PIECE = 1 << 20


def encoding_of(path: Path, *, layer: str | None = None, stated: str | None = None) -> tuple[str, list[Finding]]:
    """The encoding of a file: the one stated, UTF-16 where its mark says so, UTF-8, or else Western European.

    The last is a guess and comes with a finding. Raises Refusal for an encoding nobody knows.
    """
    if stated is not None:
        try:
            return codecs.lookup(stated).name, []
        except LookupError as error:
            raise Refusal("422.1", what="encoding", text=stated, hint="Write for example utf-8 or cp1251.") from error
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16", []
    if _decodes(path, "utf-8"):
        return "utf-8-sig", []
    # cp1252 leaves five bytes undefined; Latin-1 has a character for every byte.
    guess = "cp1252" if _decodes(path, "cp1252") else "latin-1"
    return guess, [finding("encoding_guessed", layer=layer, encoding=guess)]


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    except OSError as error:
        raise unreadable(path, error.strerror) from error
    return True
