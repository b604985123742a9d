"""What cannot all hold, in a few plain sentences, the gravest first."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from tilth.conflicts.conflict import Conflict, in_order

SEVERITIES = {"error": "conflict", "warning": "doubt", "info": "explained"}  # for a reader: nobody is called wrong
_MOST_LINES = 2  # of one conflict
ALL = "All, with what would make them agree: tilth conflicts FILE"


def tell_conflicts(
    conflicts: Iterable[Conflict], *, lines: int, width: int = 100, first: Sequence[str] = ()
) -> list[str]:
    """At most `lines` (4 or more) lines of at most `width` columns; nothing where nothing clashes.

    What is only explained (severity "info") is counted, not told. Each kind is told once before any kind a second
    time; the gravest kinds come first, and of equally grave conflicts those that touch the claims `first`.
    """
    every = in_order(conflicts)
    grave = _one_of_each_kind_first([one for one in every if one.severity != "info"], set(first))
    if not grave:
        return []
    counted = f"WHAT CANNOT ALL HOLD  {_counts(every)}; nobody is called wrong"
    told, left = [_cut(counted, width)], 0
    for one in grave:
        text = _wrapped(one, width)
        if len(told) + len(text) > lines - 1:
            left += 1
        else:
            told += text
    rest = f"  ... and {left} more. {ALL}" if left else f"  {ALL}"
    return [*told, _cut(rest, width)]


def _wrapped(one: Conflict, width: int) -> list[str]:
    """A conflict in a few lines: its assumptions where they fit, and a sentence that is too long is cut."""
    told = _sentence(one)
    for text in (f"{told}{_assumed(one)}", told):
        lines = textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="    ")
        if len(lines) <= _MOST_LINES:
            return lines
    return [*lines[: _MOST_LINES - 1], _cut(f"{lines[_MOST_LINES - 1]} …", width)]


def _sentence(one: Conflict) -> str:
    """The sentence with its claims, without who said them and where: the command at the end tells that too."""
    told = _without_who(one.sentence, one.claims)
    missing = [name for name in one.claims if name not in told]
    cited = f" [{', '.join(missing)}]" if missing else ""
    return f"{SEVERITIES[one.severity]}: {told}{cited}"


def _assumed(one: Conflict) -> str:
    return f" If: {'; '.join(one.assumptions)}." if one.assumptions else ""


def _without_who(sentence: str, claims: Iterable[str]) -> str:
    """The sentence with each "(day, claim, who (where))" cut after the claim."""
    for name in claims:
        at = sentence.find(f"{name}, ")
        opened = sentence.rfind("(", 0, max(at, 0))
        if at < 0 or opened < 0 or ")" in sentence[opened:at]:
            continue
        end, depth = at, 1
        while depth and end < len(sentence):
            depth += {"(": 1, ")": -1}.get(sentence[end], 0)
            end += 1
        if not depth:
            sentence = f"{sentence[: at + len(name)]}){sentence[end:]}"
    return sentence


def _one_of_each_kind_first(conflicts: list[Conflict], first: set[str]) -> list[Conflict]:
    """The kinds take turns, the gravest kind first, so that no kind fills the screen."""
    order = {"error": 0, "warning": 1}
    seen: dict[tuple[str, str], int] = {}
    keyed = []
    for at, one in enumerate(conflicts):
        turn = seen[one.severity, one.kind] = seen.get((one.severity, one.kind), -1) + 1
        touches = not first & {*one.claims, *one.also}
        keyed.append(((turn, order[one.severity], touches, at), one))
    return [one for _, one in sorted(keyed, key=lambda pair: pair[0])]


def _counts(conflicts: Iterable[Conflict]) -> str:
    severities = [one.severity for one in conflicts]
    counts = [(severities.count(name), word) for name, word in SEVERITIES.items()]
    return ", ".join(f"{count} {_many(word, count)}" for count, word in counts if count)


def _many(word: str, count: int) -> str:
    return word if word == "explained" or count == 1 else f"{word}s"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"
