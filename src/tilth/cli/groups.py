"""A group of commands whose first word may be left out: what it stands before then says which command is meant."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from typer.core import TyperGroup

_HELP = ("-h", "--help")


class GroupWithDefault(TyperGroup):
    """`before` words come before the name of the command; `alone` is meant without one, `named` for an unknown word."""

    before = 0
    alone = "list"
    named = "list"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the name of the command that is meant where it was left out."""
        flags = list(takewhile(_is_flag, args)) if self.before else []
        args = [*args[len(flags) :], *flags]  # `tilth source --json FILE` is `tilth source FILE --json`
        start, rest = args[: self.before], args[self.before :]
        if len(start) == self.before and not any(word.startswith("-") for word in start):
            if rest and rest[0] in _HELP:
                args = rest
            elif args and (not rest or rest[0].startswith("-")):
                args = [*start, self.alone, *rest]
            elif rest and rest[0] not in self.commands:
                args = [*start, self.named, *rest]
        return list(super().parse_args(ctx, args))


def _is_flag(word: str) -> bool:
    return word.startswith("-") and word not in _HELP
