"""The key of a person: random, made from nothing about the person, and the only word for a person in the journal."""

from __future__ import annotations

import re

_KEY = re.compile(r"P-[0-9a-f]{20}")
_INSIDE = re.compile(rf"(?<![\w-])(?:{_KEY.pattern})(?![\w-])")


def is_key(value: object) -> bool:
    """Whether a value is the key of a person."""
    return isinstance(value, str) and _KEY.fullmatch(value) is not None


def keys_in(text: str) -> list[str]:
    """Every key that a text holds, in order."""
    return _INSIDE.findall(text) if "P-" in text else []
