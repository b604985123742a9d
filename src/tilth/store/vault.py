"""The vault: personal data in a file of its own beside the programme, for its owner alone.

The file is SQLite. It is made with mode 0600 before a byte is written into it, and is not opened if others could read
it, if it is a link, or if it belongs to somebody else. Erased bytes are overwritten (`secure_delete`) and the file is
made anew (`VACUUM`); there is no write-ahead log in which they could stay.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tilth.desk.ports import Person, SourceRow
from tilth.desk.refusal import Refusal
from tilth.store.memory_vault import SECRET_BYTES, keyed, new_key

SUFFIX = ".vault"
MODE = 0o600
APPLICATION_ID = 0x74696C56  # "tilV"
LOCK_WAIT_S = 10.0
_SCHEMA = (
    "CREATE TABLE secret (one INTEGER PRIMARY KEY CHECK (one = 1), bytes BLOB NOT NULL)",
    "CREATE TABLE person (key TEXT PRIMARY KEY NOT NULL, fields TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE source_row (content BLOB NOT NULL, ordinal INTEGER NOT NULL, person BLOB NOT NULL, "
    "key TEXT NOT NULL, PRIMARY KEY (content, ordinal)) WITHOUT ROWID",
    f"PRAGMA application_id = {APPLICATION_ID}",
)
_SAYINGS = {
    "locked": "423.1",
    "busy": "423.1",
    "full": "507.1",
    "disk I/O error": "507.1",
    "readonly": "403.1",
    "unable to open": "403.1",
}


def vault_path(programme: Path) -> Path:
    """Where the vault of a programme stands: beside the file itself, also when that is opened through a link."""
    file = programme.resolve()
    return file.with_name(file.name + SUFFIX)


class FileVault:
    """A vault in a file. Implements `tilth.desk.ports.Vault`. Nothing is opened before it is asked for."""

    def __init__(self, path: Path) -> None:
        """The vault at `path`, which need not exist yet."""
        self.path = path
        self._db: sqlite3.Connection | None = None
        self._secret: bytes | None = None  # its own, or that of a vault which does not exist yet

    @property
    def name(self) -> str:
        """Its path."""
        return str(self.path)

    def exists(self) -> bool:
        """Whether something stands at the path, be it a vault or not."""
        return os.path.lexists(self.path)

    def close(self) -> None:
        """Let go of the file."""
        if self._db is not None:
            self._db.close()
            self._db = None

    # --- reading ----------------------------------------------------------------------------------------------------

    def new_key(self) -> str:
        """A random key of 80 bits."""
        return new_key()

    def keyed(self, text: bytes) -> bytes:
        """HMAC-SHA-256 of `text` with the secret of the vault."""
        if self._secret is None and self.exists():
            with self._open() as db:
                self._secret = _secret_in(db)
        self._secret = self._secret or secrets.token_bytes(SECRET_BYTES)
        return keyed(text, self._secret)

    def held(self) -> list[str]:
        """The keys of all persons held."""
        if not self.exists():
            return []
        with self._open() as db:
            return [key for (key,) in db.execute("SELECT key FROM person ORDER BY key")]

    def fields(self, key: str) -> dict[str, Any] | None:
        """What is held of a person."""
        if not self.exists():
            return None
        with self._open() as db:
            row = db.execute("SELECT fields FROM person WHERE key = ?", (key,)).fetchone()
        return json.loads(row[0]) if row else None

    def rows(self, content: bytes) -> list[SourceRow]:
        """Imported rows of this content."""
        if not self.exists():
            return []
        with self._open() as db:
            query = "SELECT content, person, ordinal, key FROM source_row WHERE content = ? ORDER BY ordinal"
            return [SourceRow(*row) for row in db.execute(query, (content,))]

    # --- writing ----------------------------------------------------------------------------------------------------

    def keep(self, people: Iterable[Person], rows: Iterable[SourceRow] = ()) -> None:
        """Keep people and rows in one transaction; the file is made if there is none.

        Raises Refusal if somebody else made it meanwhile: digests given before were not made with its secret.
        """
        if not self.exists():
            _make_private_file(self.path)
        told = [(key, json.dumps(fields, sort_keys=True)) for key, fields in people]
        with self._open() as db, db:
            if self._secret not in (None, _secret_in(db)):
                raise Refusal("423.1", path=self.path)
            db.executemany("INSERT OR REPLACE INTO person VALUES (?, ?)", told)
            known = [(row.content, row.ordinal, row.person, row.key) for row in rows]
            db.executemany("INSERT OR REPLACE INTO source_row VALUES (?, ?, ?, ?)", known)

    def erase(self, key: str) -> bool:
        """Remove what is held of a person; the file is then made anew without it."""
        if not self.exists():
            return False
        with self._open() as db:
            with db:
                gone = db.execute("DELETE FROM person WHERE key = ?", (key,)).rowcount > 0
            if gone:
                db.execute("VACUUM")
        return gone

    def copy_to(self, out: Path) -> None:
        """A complete copy for its owner alone. Raises Refusal if something stands there already."""
        _make_private_file(out)
        try:
            with self._open() as db:
                db.execute("VACUUM INTO ?", (str(out),))
        except BaseException:
            out.unlink(missing_ok=True)
            raise

    # --- the file ---------------------------------------------------------------------------------------------------

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The open file, checked anew each time; what SQLite says against it becomes a refusal."""
        refuse_what_others_reach(self.path)
        try:
            if self._db is None:
                self._db = self._connect()
            yield self._db
        except sqlite3.Error as error:
            said = str(error)
            number = next((number for words, number in _SAYINGS.items() if words in said), "415.6")
            raise Refusal(number, path=self.path) from error

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=rw", uri=True, timeout=LOCK_WAIT_S)
        try:
            db.execute("PRAGMA secure_delete = ON")
            db.execute("PRAGMA temp_store = MEMORY")  # no part of it is written anywhere else
            db.execute("PRAGMA journal_mode = DELETE")
            if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                self._set_up(db)
        except BaseException:
            db.close()
            raise
        return db

    def _set_up(self, db: sqlite3.Connection) -> None:
        """Make the tables in a file that is still empty. Raises Refusal for a file that is something else."""
        if self.path.stat().st_size:
            raise Refusal("415.6", path=self.path)
        with db:
            db.execute("BEGIN EXCLUSIVE")
            for statement in _SCHEMA:
                db.execute(statement)
            db.execute("INSERT INTO secret VALUES (1, ?)", (self._secret or secrets.token_bytes(SECRET_BYTES),))


def _secret_in(db: sqlite3.Connection) -> bytes:
    secret: bytes = db.execute("SELECT bytes FROM secret").fetchone()[0]
    return secret


def refuse_what_others_reach(path: Path) -> None:
    """Refuse a file that somebody but its owner could read or write, or that stands elsewhere than it seems to."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        raise Refusal("403.8", path=path, why="is not there any more", hint="Put it back.") from None
    why, hint = "", ""
    if stat.S_ISLNK(status.st_mode) or status.st_nlink != 1:
        why, hint = "is a link", "Put the vault itself in its place."
    elif not stat.S_ISREG(status.st_mode):
        why, hint = "is no file", "Move it away and put the vault in its place."
    elif hasattr(os, "getuid") and status.st_uid != os.getuid():
        why, hint = "belongs to another account", "Work under the account that owns it."
    elif os.name == "posix" and stat.S_IMODE(status.st_mode) & 0o077:
        why = f"can be reached by others (mode {stat.S_IMODE(status.st_mode):04o})"
        hint = f"Ask who may have read it, then make it yours alone with: chmod 600 {path}"
    if why:
        raise Refusal("403.8", path=path, why=why, hint=hint)


def _make_private_file(path: Path) -> None:
    """An empty file that is its owner's alone from the first moment on."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        os.close(os.open(path, flags, MODE))
    except FileExistsError as error:
        raise Refusal("409.1", path=path) from error
    except OSError as error:
        raise Refusal("403.1", path=path) from error
