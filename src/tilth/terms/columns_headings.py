"""Checks of headings against what stands below them: columns under each other's name, columns about persons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from tilth.terms.columns_bench import Bench
from tilth.terms.columns_personal import Apart, take_persons_apart
from tilth.terms.columns_words import fold, topics, topics_with_words, words_of

_HOLDS = 0.8  # so many values must be words of a topic for the column to hold that topic
_KEPT = "kept in the vault, apart from the journal; list who is held with: tilth people FILE"
_LET_GO = "set aside and not kept, as no vault is here; keep them in your own protected records"


def set_persons_aside(bench: Bench, records: Sequence[str | None], in_vault: Callable[[], bool]) -> Apart:
    """What is about persons leaves the bench, is reported without being quoted, and is handed to the caller.

    `records` says what each row is a record of. `in_vault` is asked only where there are persons: whether the caller
    will keep them.
    """
    apart = take_persons_apart(bench.columns, records=records)
    if not apart.values:
        return apart
    kept = _KEPT if in_vault() else _LET_GO
    mentions = Counter(name for name, _ in apart.mentioned)
    for name, values in apart.values.items():
        count = sum(value not in (None, "") for value in values)
        if name not in mentions or count > mentions[name]:
            bench.note("personal_column", name, count=count - mentions[name], kept=kept)
    for name, at in apart.mentioned:
        bench.note("person_in_text", name, at)
    return apart


def compare_headings(bench: Bench) -> None:
    """A column named for one thing that holds the words of another is reported and left as it is."""
    for name in bench.columns:
        named = topics(name)
        words = _words(bench, name) if named else Counter()
        if not words or _share(words, named) >= _HOLDS:
            continue
        for held in topics_with_words():
            share = _share(words, frozenset({held}))
            if held not in named and share >= _HOLDS:
                said = {"named": " or ".join(sorted(named)), "held": held, "share": round(100 * share)}
                bench.note("swapped_columns", name, **said)
                break


def _words(bench: Bench, column: str) -> Counter[str]:
    """How often each folded text occurs."""
    words: Counter[str] = Counter()
    for text, where in bench.positions(column).items():
        words[fold(text)] += len(where)
    return words


def _share(words: Counter[str], held: frozenset[str]) -> float:
    """Share of all values that are words of one of the topics `held`."""
    known = frozenset().union(*(words_of(topic) for topic in held))
    return sum(count for word, count in words.items() if word in known) / sum(words.values())
