"""Files that somebody sends: kept in a folder of their own for as long as they are needed, under names of ours."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.datastructures import FormData, UploadFile

from tilth.desk.refusal import Refusal
from tilth.exchange.source import refuse_other_kinds

_NOT_PLAIN = re.compile(r"[^\w.() -]+")
_LONGEST = 100


def plain_name(name: str) -> str:
    """A file's name without folders, control letters or anything a file system could read otherwise."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = _NOT_PLAIN.sub("_", last).strip(" .")
    return plain[-_LONGEST:].lstrip(" .") or "file"


@contextmanager
def received(form: FormData, field: str) -> Iterator[list[Path]]:
    """The files of a field, those to be read first; gone afterwards. Raises Refusal 422.1 where there is none."""
    sent = [one for one in form.getlist(field) if isinstance(one, UploadFile) and one.filename]
    if not sent:
        raise Refusal("422.1", what="The file", text="nothing", hint="Choose a file and send it again.")
    with tempfile.TemporaryDirectory(prefix="tilth-") as folder:
        paths = []
        for one in sent:
            path = Path(folder) / plain_name(one.filename or "")
            with path.open("wb") as out:
                shutil.copyfileobj(one.file, out)
            paths.append(path)
        yield paths


def main_files(paths: list[Path]) -> list[Path]:
    """Those that are read by themselves: of a shapefile the .shp, not what stands beside it."""
    beside = {".dbf", ".shx", ".prj", ".cpg", ".qpj", ".sbn", ".sbx"}
    stems = {path.stem for path in paths if path.suffix.lower() == ".shp"}
    read = [path for path in paths if not (path.suffix.lower() in beside and path.stem in stems)]
    for path in read:
        refuse_other_kinds(path)
    return read
