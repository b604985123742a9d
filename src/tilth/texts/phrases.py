"""Which of many phrases stand in a text, found in one walk over its words however many phrases there are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"\w+(?:[-’'.]\w+)*|[’']\w+")
_SHORTENED = re.compile(r"[’'](?=(?:ll|d|s|re|ve|m)$)")


@lru_cache(maxsize=4096)
def words_of_text(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, shortened verbs apart ("we'll": "we", "'ll"); the month of May is no "may"."""
    found: list[str] = []
    for match in _WORD.finditer(text):
        word = match[0]
        if word == "May" and (found or text[match.end() : match.end() + 2].strip().isdigit()):
            found.append("May")
            continue
        plain = word.lower().replace("’", "'")
        cut = _SHORTENED.search(plain)
        found += [plain] if cut is None or cut.start() == 0 else [plain[: cut.start()], plain[cut.start() :]]
    return tuple(found)


class Phrases:
    """Phrases with labels, ready to be looked for."""

    def __init__(self, labelled: Iterable[tuple[str, str]]) -> None:
        """Take pairs of label and phrase; phrases are compared word by word without regard to case."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for label, phrase in labelled:
            words = words_of_text(phrase)
            if words:
                self._by_first[words[0]].append((words, label))

    def found(self, text: str) -> frozenset[str]:
        """The labels of all phrases that stand in `text`."""
        words = words_of_text(text)
        labels = set()
        for at, word in enumerate(words):
            for phrase, label in self._by_first.get(word, ()):
                if len(phrase) == 1 or words[at : at + len(phrase)] == phrase:
                    labels.add(label)
        return frozenset(labels)
