"""The file a programme lives in: what can be wrong with it before it is opened."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tilth.desk.refusal import Refusal

APPLICATION_ID = 0x47504B47  # "GPKG"
USER_VERSION = 10200  # GeoPackage 1.2
NETWORK_FILE_SYSTEMS = ("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "fuse.sshfs", "davfs")


def refuse_network_drive(path: Path, mounts: str) -> None:
    """Refuse a file on a network drive. `mounts` is the text of /proc/mounts, empty where there is none."""
    folder = path.resolve().parent
    best, kind = Path("/"), ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        at = Path(fields[1].replace("\\040", " "))
        if (folder == at or at in folder.parents) and len(at.parts) >= len(best.parts):
            best, kind = at, fields[2]
    if kind in NETWORK_FILE_SYSTEMS:
        raise Refusal("409.2", path=path, kind=kind)


def refuse_what_is_no_programme(path: Path) -> None:
    """Refuse a file that is missing or does not begin as an SQLite file."""
    refuse_what_is_too_small(path)
    with path.open("rb") as file:
        start = file.read(100)
    if not start.startswith(b"SQLite format 3\0"):
        raise Refusal("415.2", path=path)


def refuse_what_is_too_small(path: Path) -> None:
    """Refuse a file that is missing or too small for a database, without opening it.

    A process that opens and closes a database beside SQLite loses every lock that SQLite holds on it there (POSIX
    advisory locks): another program would then take the file for unused and remove its log, and what is in it.
    """
    if not path.is_file():
        raise Refusal("404.1", path=path)
    if path.stat().st_size < 100:
        raise Refusal("415.2", path=path)


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the file into a refusal: locked, disk full, damaged, read-only."""
    try:
        yield
    except sqlite3.Error as error:
        said = str(error)
        for words, number in _SAYINGS.items():
            if words in said:
                raise Refusal(number, path=path) from error
        raise


_SAYINGS = {
    "locked": "423.1",
    "busy": "423.1",
    "full": "507.1",
    "disk I/O error": "507.1",
    "readonly": "403.1",
    "unable to open": "403.1",
    "malformed": "415.3",
    "not a database": "415.2",
    "no such table": "415.4",
    "no such column": "415.4",
}
