"""A vault in memory: for tests, and for trying things out."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from typing import Any

from tilth.desk.ports import Person, SourceRow

KEY_BYTES = 10
SECRET_BYTES = 32


def new_key() -> str:
    """A random key of 80 bits: among a million persons two are equal with a probability below 1 in a trillion."""
    return f"P-{secrets.token_hex(KEY_BYTES)}"


def keyed(text: bytes, secret: bytes) -> bytes:
    """HMAC-SHA-256 of `text`; 32 bytes."""
    return hmac.digest(secret, text, "sha256")


class MemoryVault:
    """A vault without a file. Implements `tilth.desk.ports.Vault`."""

    name = "the vault in memory"

    def __init__(self) -> None:
        """An empty vault with a secret of its own."""
        self._secret = secrets.token_bytes(SECRET_BYTES)
        self._people: dict[str, dict[str, Any]] = {}
        self._rows: dict[bytes, dict[int, SourceRow]] = {}
        self._exists = False

    def exists(self) -> bool:
        """Whether anything was kept yet."""
        return self._exists

    def new_key(self) -> str:
        """A random key."""
        return new_key()

    def keyed(self, text: bytes) -> bytes:
        """A digest that needs the secret."""
        return keyed(text, self._secret)

    def held(self) -> list[str]:
        """The keys of all persons held."""
        return sorted(self._people)

    def fields(self, key: str) -> dict[str, Any] | None:
        """What is held of a person."""
        held = self._people.get(key)
        return None if held is None else dict(held)

    def rows(self, content: bytes) -> list[SourceRow]:
        """Imported rows of this content."""
        return list(self._rows.get(content, {}).values())

    def keep(self, people: Iterable[Person], rows: Iterable[SourceRow] = ()) -> None:
        """Keep people and rows."""
        self._exists = True
        self._people |= {key: dict(fields) for key, fields in people}
        for row in rows:
            self._rows.setdefault(row.content, {})[row.ordinal] = row

    def erase(self, key: str) -> bool:
        """Remove what is held of a person."""
        return self._people.pop(key, None) is not None

    def close(self) -> None:
        """Nothing to let go of."""
