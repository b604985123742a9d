"""Organisations and units whose name goes on in small letters, or that are taken up again by a description.

"Tavria regional government", "Russian defence ministry" and "36th marine brigade" are names; "the ministry" and "the
regiment" mean one that the text has named (see `antecedents`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tilth.names import name_lexicon as lexicon
from tilth.names.antecedents import Antecedents
from tilth.names.drafts import Draft, as_name
from tilth.names.name_kinds import ends_phrase
from tilth.names.tokens import Words

_LONGEST = 5  # words in small letters


def extend(words: Words, one: Draft) -> None:
    """Let a name go on over small words that belong to it, in place."""
    if one.kind not in {"", "place", "nationality", "organisation"}:
        return
    first = one.last + 1
    if not 0 < first < len(words) or not words.together(first) or words.is_capital(first):
        return
    low = words.low[first]
    if low in lexicon.places("tail") and not one.country and not words.owns[one.last] and one.kind in {"", "place"}:
        one.kind, one.head, one.last = "place", low, first
        return
    if words.owns[one.last] and not one.country and one.kind != "place":
        return
    if (last := _last_head(words, first, is_country=bool(one.country) and one.kind != "organisation")) is not None:
        kind = lexicon.organisations()[words.low[last]][0]
        one.kind, one.head, one.last, one.full = "unit" if kind == "unit" else "organisation", words.low[last], last, ""


def _last_head(words: Words, first: int, *, is_country: bool) -> int | None:
    """The last head of an organisation among small words of field from `first` on, if they make a name."""
    found: int | None = None
    for at in range(first, min(first + _LONGEST, len(words))):
        low = words.low[at]
        kind = lexicon.organisations().get(low, ("",))[0]
        if words.sentence[at] != words.sentence[first] or not (kind or low in lexicon.fields()):
            break
        is_named = low in lexicon.proper() or (is_country and at > first and kind == "head")
        if kind and is_named and (low not in lexicon.fields() or ends_phrase(words, at + 1)):
            found = at
        if words.owns[at]:
            break
    return found


def numbered_unit(words: Words, first: int) -> Draft | None:
    """A unit behind an ordinal, in small letters: "36th marine brigade"."""
    if not words.word[first][0].isdigit():
        return None
    for at in range(first + 1, min(first + _LONGEST + 1, len(words))):
        low = words.low[at]
        kind, answers = lexicon.organisations().get(low, ("", ()))
        if kind == "unit" or "unit" in answers:
            return Draft(first, at, "unit", head=low)
        if low not in lexicon.fields():
            return None
    return None


def join_owners(words: Words, drafts: Sequence[Draft]) -> list[Draft]:
    """Join "Ukraine's" to the body behind it: two ministries of one text are two."""
    found: list[Draft] = []
    for one in drafts:
        owner = found[-1] if found else None
        if (
            owner
            and owner.kind == "place"
            and owner.last == one.first - 1
            and words.owns[owner.last]
            and one.kind in {"organisation", "unit"}
        ):
            one.first, one.country = owner.first, owner.country or one.country
            found.pop()
        found.append(one)
    return found


def descriptions(words: Words, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Mentions such as "the ministry" or "the regional government", with what they stand for, in order."""
    bodies = [as_name(words, one) for one in drafts if one.kind in {"organisation", "unit"}]
    taken = {at for one in drafts for at in range(one.first, one.last + 1)}
    known, ahead = Antecedents(), Antecedents(bodies)
    coming = 0
    for at in range(len(words)):
        if words.low[at] not in lexicon.organisations() or at in taken or (at + 1 in taken and not words.owns[at]):
            continue
        while coming < len(bodies) and bodies[coming].span[0] < words.start[at]:
            known.add(bodies[coming])
            coming += 1
        first = _determiner(words, at)
        one = None if first is None or first in taken else _described(words, first, at, known, ahead)
        if one is not None:
            known.add(as_name(words, one))
            yield one


def _determiner(words: Words, at: int) -> int | None:
    """The determiner of the phrase that ends at a head, over words of field."""
    back = at - 1
    while back > 0 and at - back < _LONGEST and words.low[back] in lexicon.fields():
        back -= 1
    is_phrase = back >= 0 and words.low[back] in lexicon.cue("definite") and words.sentence[back] == words.sentence[at]
    return back if is_phrase else None


def _described(words: Words, first: int, last: int, known: Antecedents, ahead: Antecedents) -> Draft | None:
    """The draft a description makes: of the body it means, or of itself if it says enough."""
    head = words.low[last]
    about = frozenset(words.low[first + 1 : last])
    if meant := known.last(head, about=about) or ahead.first(head, about=about, after=words.start[last]):
        return Draft(first, last, meant.kind, meant.country, meant.stands_for, head)
    if (
        words.capital[last]
        and "outlet" in lexicon.organisations()[head][1]
        and words.low_at(last + 1) in lexicon.saying()
    ):
        return Draft(first, last, "organisation", full=" ".join(words.printed(first, last).split()), head=head)
    if about and head in lexicon.proper() and ends_phrase(words, last + 1):
        kind = "unit" if lexicon.organisations()[head][0] == "unit" else "organisation"
        return Draft(first, last, kind, full=" ".join(words.printed(first + 1, last).split()), head=head)
    return None
