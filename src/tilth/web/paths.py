"""Whole numbers in addresses: of no more digits than a file counts to; a longer one names no page."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor


class _Whole(Convertor[int]):
    regex = "[0-9]{1,15}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("whole", _Whole())


def whole(name: str) -> str:
    """The part of a route's path that takes a whole number under `name`."""
    return f"{{{name}:whole}}"
