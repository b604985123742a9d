"""Checks of headings against what stands below them: columns under each other's name, columns about persons."""

from __future__ import annotations

from collections import Counter

from tilth.terms.columns_bench import Bench
from tilth.terms.columns_words import fold, is_personal, topics, topics_with_words, words_of

_HOLDS = 0.8  # so many values must be words of a topic for the column to hold that topic


def set_persons_aside(bench: Bench, record: str) -> None:
    """Columns about persons are reported and their values let go: not in the columns, not among the originals."""
    for name in [name for name in bench.columns if is_personal(name, record=record)]:
        values = bench.columns.pop(name)
        bench.note("personal_column", name, count=sum(value not in (None, "") for value in values))


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
