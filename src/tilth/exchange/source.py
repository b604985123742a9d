"""The file that is read: that it is one, its digest, and what is inside where it is an archive."""

from __future__ import annotations

import hashlib
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from tilth.desk.refusal import Refusal

LARGEST_UNPACKED = 4 * 2**30  # bytes of all members of an archive together
LARGEST_RATIO = 200  # text packs 5 to 20 times; far beyond that an archive is made to fill a disk
_LAYERS = (".shp", ".geojson", ".json", ".geojsonl", ".ndjson", ".gpkg", ".kml", ".gml", ".fgb", ".tab", ".mif", ".gpx")
HOLD_ROWS = frozenset((*_LAYERS, ".dxf", ".sqlite", ".csv", ".tsv", ".txt", ".xlsx"))
_SENT = HOLD_ROWS | {".zip", ".kmz", ".xlsm"}
_SMALL = 50 * 2**20  # below this no ratio matters
# RuntimeError: what zipfile raises for encryption it does not know.
BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, RuntimeError)
_POINTERS = (b"<OGRVRT", b"<OGRWFS", b"<VRTDATASET", b"<GDAL_WM", b"<WMT_MS", b"<OGROAPIF", b"<OGRCSW")
_XML = (".kml", ".gml", ".gpx", ".xml", ".rels", ".vml")


def unreadable(path: Path, reason: object) -> Refusal:
    """The refusal of a file that cannot be read, in one line."""
    text = " ".join(str(reason).split()) or type(reason).__name__
    return Refusal("415.1", path=path.name, reason=text[:200].rstrip("."))


def digest_of(path: Path) -> str:
    """SHA-256 of the file's bytes. Raises Refusal if there is no such file or it is a folder."""
    if not path.exists():
        raise Refusal("404.2", path=path)
    if path.is_dir():
        raise unreadable(path, "it is a folder; name a file in it, or put it into a zip archive")
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(path, error.strerror) from error


def check_archive(path: Path) -> zipfile.ZipFile:
    """The archive, opened. Raises Refusal if it is damaged, locked by a password, or would unpack beyond bounds."""
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN_ARCHIVE as error:
        raise unreadable(path, f"the archive is damaged or cut short ({error})") from error
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if any(member.flag_bits & 1 for member in members):
        archive.close()
        raise unreadable(path, "the archive is locked by a password; unpack it first")
    if unpacked > LARGEST_UNPACKED or (unpacked > _SMALL and unpacked > LARGEST_RATIO * packed):
        archive.close()
        raise unreadable(path, f"it would unpack to {unpacked / 2**20:.0f} MB, which no honest file of its size does")
    return archive


def refuse_other_kinds(path: Path) -> None:
    """Refuse a file sent by somebody else whose name is not that of a kind of file which holds rows by itself."""
    if path.suffix.lower() not in _SENT:
        raise unreadable(path, f"files are taken here as {', '.join(sorted(_SENT))}; others with: tilth import FILE")


def refuse_entities(path: Path, head: bytes) -> None:
    """XML that declares its own entities can grow without bound and reach other files; no format here needs them."""
    text = head.replace(b"\0", b"").upper()
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise unreadable(path, "it is XML with a document type of its own, which is not read")


def refuse_pointers(path: Path, head: bytes) -> None:
    """XML that only points at other files, databases or addresses would have them read in the name of whoever reads.

    GDAL knows such files by what they begin with, whatever their names are.
    """
    text = head.replace(b"\0", b"").upper()
    if any(mark in text for mark in _POINTERS):
        raise unreadable(path, "it holds no rows but points at another file or address; send that one")


@contextmanager
def unpacked(path: Path) -> Iterator[list[Path]]:
    """The files of a zip archive that hold rows, in a folder that is removed afterwards."""
    with check_archive(path) as archive, TemporaryDirectory(prefix="tilth-") as folder:
        try:
            archive.extractall(folder)  # zipfile takes drive letters and `..` out of names
        except BROKEN_ARCHIVE as error:
            raise unreadable(path, error) from error
        yield _holding_rows(Path(folder))


def check_workbook_xml(path: Path) -> None:
    """Check a workbook's archive and the head of each of its XML members."""
    with check_archive(path) as archive:
        for member in archive.namelist():
            if PurePosixPath(member).suffix.lower() in _XML:
                try:
                    with archive.open(member) as file:
                        refuse_entities(path, file.read(4096))
                except BROKEN_ARCHIVE as error:
                    raise unreadable(path, error) from error


def _holding_rows(folder: Path) -> list[Path]:
    """Folders of a file geodatabase count as one file; what lies inside them does not count again."""
    databases = sorted(found for found in folder.rglob("*.gdb") if found.is_dir())
    files = [
        found
        for found in sorted(folder.rglob("*"))
        if found.is_file()
        and found.suffix.lower() in HOLD_ROWS
        and not found.name.startswith(".")
        and "__MACOSX" not in found.parts
        and not any(database in found.parents for database in databases)
    ]
    return databases + files
