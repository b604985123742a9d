"""Turns of an interview or transcript: paragraphs that begin with "NAME:", "ANCHOR:" or the initials of a speaker."""

from __future__ import annotations

import re
from collections import Counter

from tilth.texts.bylines import numbering_end
from tilth.texts.document import Document, Sentence
from tilth.texts.voices import NARRATOR, Voice, Voices

LABEL = re.compile(
    r"\s*(?:[A-Z]+\s\d{1,2}\s[–—-]\s)?([A-Z][\w.’'-]*(?:[ \t]+[\w.’'&-]+){0,5})\s*(?:\([^()\n]{1,30}\)\s*)?:\s+(?=\S)"
)
_OF_A_FORM = re.compile(r"(?:Answer|Question|A|Q)$")  # whose answer it is, these do not say
_SHORT = 5  # letters of initials


class Turns:
    """Whose turn it is, paragraph by paragraph."""

    def __init__(self, document: Document, voices: Voices) -> None:
        """Learn the labels of a text: names and initials of its persons, and words used again and again."""
        self.document = document
        self.labels = self._known(voices)
        labelled = [one.number for one in document.sentences if self._label(one) in self.labels]
        self.last = max(labelled, default=0)  # what stands behind the last turn is the writer's

    def after(self, before: Voice | None, sentence: Sentence, text: str) -> Voice | None:
        """Who has the turn in the paragraph that begins with `sentence`; a paragraph without a label goes on."""
        label = LABEL.match(text)
        if label and label[1] in self.labels:
            return self.labels[label[1]]
        return None if label or sentence.number > self.last else before

    def label_end(self, text: str) -> int:
        """Where the label of a turn ends; 0 where a paragraph begins without one."""
        label = LABEL.match(text)
        return label.end() if label and label[1] in self.labels else 0

    def _label(self, sentence: Sentence) -> str:
        if not sentence.begins_paragraph:
            return ""
        start, end = sentence.span
        label = LABEL.match(self.document.seen, start + numbering_end(self.document.seen[start:end]), end)
        return label[1] if label else ""

    def _known(self, voices: Voices) -> dict[str, Voice]:
        counted = Counter(label for one in self.document.sentences if (label := self._label(one)))
        first = min((one.span[0] for one in self.document.sentences if _OF_A_FORM.match(self._label(one))), default=0)
        asked = [one.stands_for for one in voices.cast.within(0, first) if one.kind == "person"]
        persons = {one.stands_for for one in voices.cast.names if one.kind == "person"}
        known: dict[str, Voice] = {}
        for label, count in counted.items():
            if person := next((one for one in sorted(persons) if _is_label_of(label, one)), None):
                known[label] = Voice(person, "named", printed=label)
            elif asked and _OF_A_FORM.match(label):  # "Q:" and "A:" in an interview with somebody named before
                known[label] = Voice(asked[-1], "named", printed=label) if label.startswith("A") else NARRATOR
            elif count > 1 and not _OF_A_FORM.match(label):
                is_role = label.isupper() and len(label) > _SHORT
                known[label] = Voice(label, "anonymous" if is_role else "organisation")
        return known


def _is_label_of(label: str, name: str) -> bool:
    words, plain = name.casefold().split(), label.casefold().split()
    initials = "".join(word[0] for word in name.split())
    return (
        plain[-len(words) :] == words or plain == words[-len(plain) :] or label in (initials, ".".join(initials) + ".")
    )
