"""Chains that a text implies: an agency told of an event with somebody, and then the text goes on with their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tilth.names.coreference import Cast
from tilth.texts.speech import Segment
from tilth.texts.speech_words import alternatives, words

_REACH = 8  # sentences


def with_implied_chains(segments: Iterable[Segment], cast: Cast) -> Iterator[Segment]:
    """The segments, those of a person whom an agency told of shortly before with that agency as their chain."""
    carrier = re.compile(rf"\b(?:{alternatives(words('carrier'))})\b", re.IGNORECASE)
    told_by: dict[str, tuple[str, int]] = {}
    for segment in segments:
        voice, number = segment.voice, segment.sentence.number
        if voice.kind == "organisation" and carrier.search(voice.name):
            for one in cast.within(*segment.content):
                if one.kind == "person":
                    told_by[one.stands_for] = (voice.name, number)
        agency, at = told_by.get(voice.name, ("", -_REACH - 1))
        if voice.kind == "named" and not voice.via and agency and 0 < number - at <= _REACH:
            told_by[voice.name] = (agency, number)
            yield replace(segment, voice=replace(voice, via=(agency,), via_implied=True))
        else:
            yield segment
