"""Accounts of people who log in: a file of its own beside the programme, for its owner alone.

The file is SQLite, made with mode 0600 before a byte is written into it. It holds argon2id digests of passwords, the
digests of session tokens, failed attempts, and who read restricted data. Nothing of it enters the journal but names.
A. Biryukov, D. Dinu, D. Khovratovich: Argon2, RFC 9106, 2021, doi:10.17487/RFC9106.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING, NamedTuple

from tilth.desk.refusal import Refusal
from tilth.store.files import refusing
from tilth.store.vault import MODE, refuse_what_others_reach

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SUFFIX = ".accounts"
ROLES = ("viewer", "data_entry", "approver", "administrator")
RESERVED = ("owner", "anonymous")  # whoever sits at a desk without accounts, and whoever has none
LEAST_LETTERS, MOST_LETTERS = 12, 1000  # of a password
SESSION_S = 12 * 3600.0  # however it is used
IDLE_S = 2 * 3600.0  # without being used
_NOTE_EVERY_S = 60.0  # a use is noted so often, so that reading a page does not write
_ATTEMPTS_S = 3600.0  # failures that old are forgotten
_LONGEST_WAIT_S = 900.0
_NAME = re.compile(r"[\w][\w.@-]{0,63}")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS account (name TEXT PRIMARY KEY NOT NULL, role TEXT NOT NULL, password TEXT NOT NULL,
  since REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS session (digest BLOB PRIMARY KEY NOT NULL, name TEXT NOT NULL, began REAL NOT NULL,
  used REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failure (who TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS failure_by_who ON failure (who, at);
CREATE TABLE IF NOT EXISTS reading (minute INTEGER NOT NULL, name TEXT NOT NULL, what TEXT NOT NULL,
  address TEXT NOT NULL, times INTEGER NOT NULL, PRIMARY KEY (minute, name, what, address)) WITHOUT ROWID;
"""


class Account(NamedTuple):
    """One who may log in."""

    name: str
    role: str
    since: float  # seconds since 1970, UTC


class Read(NamedTuple):
    """Restricted data that somebody read, counted by the minute."""

    minute: int  # since 1970, UTC
    name: str
    what: str
    address: str
    times: int


def accounts_path(programme: Path) -> Path:
    """Where the accounts of a programme stand: beside the file itself, also when that is opened through a link."""
    file = programme.resolve()
    return file.with_name(file.name + SUFFIX)


def has_accounts(programme: Path) -> bool:
    """Whether somebody can log in to a programme."""
    accounts = Accounts(accounts_path(programme))
    try:
        return accounts.in_use()
    finally:
        accounts.close()


class Accounts:
    """The accounts in a file, which is made when the first one is added. Threads may use it side by side."""

    def __init__(self, path: Path) -> None:
        """The accounts at `path`, which need not exist yet."""
        self.path = path
        self._db: sqlite3.Connection | None = None
        self._lock = Lock()
        self._hashing = BoundedSemaphore(2)  # each takes 64 MiB: a flood of logins must not take all there is

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None

    def in_use(self) -> bool:
        """Whether there is an account, so that everybody has to log in."""
        if not os.path.lexists(self.path):
            return False
        with self._open() as db:
            return db.execute("SELECT 1 FROM account LIMIT 1").fetchone() is not None

    # --- people -----------------------------------------------------------------------------------------------------

    def every(self) -> list[Account]:
        """All accounts by name."""
        with self._open() as db:
            return [Account(*row) for row in db.execute("SELECT name, role, since FROM account ORDER BY name")]

    def add(self, name: str, *, role: str, password: str, now: float) -> None:
        """Add somebody. Raises Refusal for a name that is taken or no name, a role or password that will not do."""
        _refuse_unless_known(role)
        if not _NAME.fullmatch(name) or name.casefold() in RESERVED:
            hint = "Use letters, digits, and . _ - @, at most 64; “owner” and “anonymous” are kept for the room itself."
            raise Refusal("422.1", what="The name", text=name, hint=hint)
        hashed = self._hashed(password)
        with self._open() as db:
            if role != "administrator" and db.execute("SELECT 1 FROM account LIMIT 1").fetchone() is None:
                hint = "The first account looks after the others: make it an administrator."
                raise Refusal("422.1", what="The role", text=role, hint=hint)
            if any(one.casefold() == name.casefold() for (one,) in db.execute("SELECT name FROM account")):
                raise Refusal("409.40", name=name)
            db.execute("INSERT INTO account VALUES (?, ?, ?, ?)", (name, role, hashed, now))

    def set_role(self, name: str, role: str) -> None:
        """Give another role; open sessions end. Raises Refusal where nobody would be left to look after accounts."""
        _refuse_unless_known(role)
        with self._open() as db:
            self._refuse_without_administrator(db, name, role)
            self._must_change(db.execute("UPDATE account SET role = ? WHERE name = ?", (role, name)), name)
            db.execute("DELETE FROM session WHERE name = ?", (name,))

    def set_password(self, name: str, password: str) -> None:
        """Give another password; open sessions end."""
        hashed = self._hashed(password)
        with self._open() as db:
            self._must_change(db.execute("UPDATE account SET password = ? WHERE name = ?", (hashed, name)), name)
            db.execute("DELETE FROM session WHERE name = ?", (name,))

    def remove(self, name: str) -> None:
        """Remove an account and its sessions; what it wrote stays in the journal."""
        with self._open() as db:
            self._refuse_without_administrator(db, name, None)
            self._must_change(db.execute("DELETE FROM account WHERE name = ?", (name,)), name)
            db.execute("DELETE FROM session WHERE name = ?", (name,))

    @staticmethod
    def _must_change(cursor: sqlite3.Cursor, name: str) -> None:
        if cursor.rowcount < 1:
            raise Refusal("404.4", what="account", name=name, hint="List them with: tilth users FILE list")

    @staticmethod
    def _refuse_without_administrator(db: sqlite3.Connection, name: str, role: str | None) -> None:
        """Others would be left who need somebody to look after their accounts."""
        left = dict(db.execute("SELECT name, role FROM account").fetchall())
        was = left.pop(name, None)
        if was == "administrator" and role != was and left and "administrator" not in left.values():
            raise Refusal("409.41", name=name)

    # --- logging in -------------------------------------------------------------------------------------------------

    def log_in(self, name: str, password: str, *, address: str, now: float) -> str | None:
        """A new session's token for whoever knows the password, else None.

        Raises Refusal 429.1 where too many attempts of this name or from this address failed: each further one waits
        twice as long as the one before, up to a quarter of an hour.
        """
        limits = _limits(name, address)
        # An attempt counts as failed until it is known not to be: of many at once each finds those before it.
        with self._open() as db:
            _refuse_hurry(db, limits, now)
            rows = [db.execute("INSERT INTO failure VALUES (?, ?)", (who, now)).lastrowid for who, _ in limits]
            db.execute("DELETE FROM failure WHERE at < ?", (now - _ATTEMPTS_S,))
            row = db.execute("SELECT password FROM account WHERE name = ?", (name,)).fetchone()
        if not self._fits(password, row[0] if row else None):
            return None
        token = secrets.token_urlsafe(32)
        with self._open() as db:
            db.executemany("DELETE FROM failure WHERE rowid = ?", [(one,) for one in rows])
            db.execute("DELETE FROM failure WHERE who = ?", (limits[0][0],))
            db.execute("DELETE FROM session WHERE began < ? OR used < ?", (now - SESSION_S, now - IDLE_S))
            db.execute("INSERT INTO session VALUES (?, ?, ?, ?)", (_digest(token), name, now, now))
        return token

    def who(self, token: str, *, now: float) -> Account | None:
        """Whose session a token is; None once it has ended."""
        digest = _digest(token)
        with self._open() as db:
            row = db.execute(
                "SELECT a.name, a.role, a.since, s.used FROM session AS s JOIN account AS a USING (name) "
                "WHERE s.digest = ? AND s.began > ? AND s.used > ?",
                (digest, now - SESSION_S, now - IDLE_S),
            ).fetchone()
            if row is None:
                return None
            if now - row[3] > _NOTE_EVERY_S:
                db.execute("UPDATE session SET used = ? WHERE digest = ?", (now, digest))
        return Account(*row[:3])

    def log_out(self, token: str) -> None:
        """End a session."""
        with self._open() as db:
            db.execute("DELETE FROM session WHERE digest = ?", (_digest(token),))

    # --- who read what ----------------------------------------------------------------------------------------------

    def note_reading(self, name: str, what: str, *, address: str, now: float) -> None:
        """Note that somebody read restricted data; the same within a minute is counted."""
        with self._open() as db:
            db.execute(
                "INSERT INTO reading VALUES (?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1",
                (int(now // 60), name, what[:300], address),
            )

    def readings(self, *, most: int = 500, name: str | None = None) -> list[Read]:
        """Who read what, the last first."""
        with self._open() as db:
            rows = db.execute(
                "SELECT minute, name, what, address, times FROM reading WHERE ? IS NULL OR name = ? "
                "ORDER BY minute DESC, name, what LIMIT ?",
                (name, name, most),
            )
            return [Read(*row) for row in rows]

    # --- passwords --------------------------------------------------------------------------------------------------

    def _hashed(self, password: str) -> str:
        if not LEAST_LETTERS <= len(password) <= MOST_LETTERS:
            raise Refusal("422.6", least=LEAST_LETTERS)
        with self._hashing:
            return str(_hasher().hash(password))

    def _fits(self, password: str, hashed: str | None) -> bool:
        """Whether a password is the one; it takes as long where there is no such account."""
        from argon2.exceptions import VerificationError

        with self._hashing:
            try:
                return bool(_hasher().verify(hashed or _nobodys(), password[:MOST_LETTERS])) and hashed is not None
            except VerificationError:
                return False

    # --- the file ---------------------------------------------------------------------------------------------------

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The open file in one transaction, for one thread at a time."""
        with self._lock, refusing(self.path):
            if self._db is None:
                self._db = self._connect()
            with self._db:
                yield self._db

    def _connect(self) -> sqlite3.Connection:
        _make_private(self.path)
        refuse_what_others_reach(self.path)
        db = sqlite3.connect(self.path, timeout=10.0, check_same_thread=False)
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA journal_mode = WAL")  # the files beside it take its mode
        db.execute("PRAGMA synchronous = NORMAL")
        db.executescript(_SCHEMA)
        return db


def _limits(name: str, address: str) -> tuple[tuple[str, int], ...]:
    """What failures are counted by, and how many are free: this name from here, from here, this name from anywhere."""
    return (f"{name.casefold()} {address}", 4), (f"from {address}", 12), (f"name {name.casefold()}", 24)


def _refuse_hurry(db: sqlite3.Connection, limits: tuple[tuple[str, int], ...], now: float) -> None:
    for who, free in limits:
        count, last = db.execute(
            "SELECT count(*), max(at) FROM failure WHERE who = ? AND at > ?", (who, now - _ATTEMPTS_S)
        ).fetchone()
        if count >= free:
            wait = last + min(2.0 ** (count - free + 1), _LONGEST_WAIT_S) - now
            if wait > 0:
                raise Refusal("429.1", seconds=ceil(wait))


def _refuse_unless_known(role: str) -> None:
    if role not in ROLES:
        raise Refusal("422.1", what="The role", text=role, hint=f"Known are: {', '.join(ROLES)}.")


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _make_private(path: Path) -> None:
    """An empty file that is its owner's alone from the first moment on; one that is there stays as it is."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        os.close(os.open(path, flags, MODE))
    except FileExistsError:
        return
    except OSError as error:
        raise Refusal("403.1", path=path) from error


_NOBODYS: list[str] = []


def _nobodys() -> str:
    """The digest of a password that nobody has."""
    if not _NOBODYS:
        _NOBODYS.append(str(_hasher().hash(secrets.token_urlsafe(32))))
    return _NOBODYS[0]


def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher
    except ImportError:
        raise Refusal("501.1", what="Logging in", package="argon2-cffi") from None
    return PasswordHasher()
