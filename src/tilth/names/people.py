"""What the text says a person is: "acting governor", and of what.

Read from the words before a name ("the HALO programme manager Lucia Barreto", "the governor of Kherson, X"), behind it
("Lucia Barreto, HALO's programme manager in Angola,", "Sok Phal of the mine action centre") and in the run of capitals
itself (done in `drafts`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from tilth.names import name_lexicon as lexicon
from tilth.names.drafts import Draft
from tilth.names.name_kinds import before_bracket
from tilth.names.tokens import Words

_LONGEST_ROLE = 6  # words of a role
_LONGEST_PHRASE = 14  # words of a phrase behind a name
_OPENERS = frozenset({",", "(", "—", "–", "-"})
_ENDS = frozenset({",", ".", ";", ")", ":"})
_OWNERS = ("organisation", "unit", "place", "nationality")


def give_roles(words: Words, drafts: Sequence[Draft]) -> None:
    """Give persons the role and the body that the text states, in place; every mention has what one was given."""
    firsts = [one.first for one in drafts]
    for at, one in enumerate(drafts):
        if one.kind != "person":
            continue
        if one.title < 0 or words.low_at(one.title - 1) in {",", ")"}:
            _from_left(words, drafts, at)
        one.of = one.of or _owner(words, drafts, at)
        _from_right(words, drafts, firsts, at)
        one.of = one.of or _belongs_to(words, drafts, at)
    _share(drafts)


def _owner(words: Words, drafts: Sequence[Draft], at: int) -> Draft | None:
    """The body or country before a role or, as its owner, before the name: "Tetra Tech's Ana Gómez"."""
    one = drafts[at]
    end = (one.title if one.title >= 0 else one.first) - 1
    if words.low_at(end) == ")":
        end -= 1
    owner = _ending_at(drafts, at, end)
    if owner and owner.kind == "nationality":  # "MAG's Lao director"
        owner = _ending_at(drafts, at, owner.first - 1) or owner
    return owner if owner and (one.title >= 0 or words.owns[owner.last]) else None


def _ending_at(drafts: Sequence[Draft], at: int, last: int) -> Draft | None:
    """The body or country among the few names before a person that ends at a word."""
    some = (drafts[back] for back in range(at - 1, max(-1, at - 4), -1))
    return next((one for one in some if one.last == last and one.kind in _OWNERS), None) if last >= 0 else None


def _from_left(words: Words, drafts: Sequence[Draft], at: int) -> None:
    """A role before the name: "Tavria Region acting governor X", "governor of Kherson X", "the agency's head, X"."""
    one = drafts[at]
    first = one.title if one.title >= 0 else one.first
    if not words.together(first):
        return
    end = before_bracket(words, first - 1)
    is_apart = words.low[end] == ","
    end -= is_apart
    behind = _ending_at(drafts, at, end)
    if behind:
        end = behind.first - 1
        while end >= 0 and _may_stand_between(words.low[end]):
            end -= 1
        if end == behind.first - 1:
            return
    found = role_ending(words, end)
    if found is None or words.sentence[found[0]] != words.sentence[one.first]:
        return
    if is_apart and not _is_definite(words, drafts, at, found[0]):
        return
    one.title = found[0]
    one.of = one.of or behind
    _assign(words, one, found, before=True)
    if not is_apart and words.low_at(found[0] - 1) == ",":  # "the agency's head, Brigadier X"
        _from_left(words, drafts, at)


def _is_definite(words: Words, drafts: Sequence[Draft], at: int, first: int) -> bool:
    """Whether a role before a comma is that of one person: "the region's governor, X," but not "as minister, X"."""
    before = words.low_at(first - 1)
    is_fixed = before in lexicon.cue("definite") or before in {"a", "an"} or words.capital[first]
    return is_fixed or _ending_at(drafts, at, first - 1) is not None or (first > 0 and words.owns[first - 1])


def role_ending(words: Words, end: int) -> tuple[int, int] | None:
    """First and last word of the role that ends at a word: "acting governor", "commissioner for peace"."""
    first = end
    while first > 0 and end - first < _LONGEST_ROLE and words.low[first] not in lexicon.roles():
        low = words.low[first]
        if low not in lexicon.fields() and low not in lexicon.cue("inner") and low not in lexicon.role_modifiers():
            return None
        first -= 1
    if first < 0 or words.low[first] not in lexicon.roles():
        return None
    if first < end and words.low[first + 1] not in lexicon.cue("belonging"):
        return None
    while first and end - first < _LONGEST_ROLE and _is_of_role(words, first - 1, end):
        first -= 1
    is_title = all(
        lexicon.roles()[low].kind == "honorific" for low in words.low[first : end + 1] if low in lexicon.roles()
    )
    return None if is_title else (first, end)


def _is_of_role(words: Words, at: int, end: int) -> bool:
    low = words.low[at]
    known = low in lexicon.roles() or low in lexicon.role_modifiers() or low in lexicon.fields()
    return known and words.sentence[at] == words.sentence[end] and not words.owns[at]


def _from_right(words: Words, drafts: Sequence[Draft], firsts: list[int], at: int) -> None:
    """A phrase behind the name: ", 43, deputy head of the agency,", "(head of X)"."""
    one = drafts[at]
    to = one.last + 1
    if to >= len(words) or words.word[to] not in _OPENERS:
        return
    to += 1
    if words.low_at(to).isdecimal() and words.low_at(to + 1) == ",":
        to += 2
    found = _role_in_phrase(words, to)
    if found is None:
        return
    _assign(words, one, found)
    inside = range(bisect_left(firsts, to), bisect_left(firsts, found[1] + _LONGEST_PHRASE))
    one.of = _body_of(words, [drafts[index] for index in inside], found) or one.of


def _role_in_phrase(words: Words, first: int) -> tuple[int, int] | None:
    """The first role of an apposition that begins at a word, before its comma, verb or full stop."""
    for to in range(first, min(first + _LONGEST_PHRASE, len(words))):
        low = words.low[to]
        is_clause = low in lexicon.pronouns() or low in lexicon.cue("person")
        if words.sentence[to] != words.sentence[first] or low in _ENDS or is_clause:
            return None
        if low in lexicon.saying() or low in lexicon.cue("belonging"):
            return None
        if low in lexicon.roles() and lexicon.roles()[low].kind != "honorific":
            while _goes_on(words, to + 1):
                to += 1
            return None if words.low_at(to + 1) in lexicon.saying() else role_ending(words, to)
    return None


def _goes_on(words: Words, at: int) -> bool:
    """Whether a role goes on at a word: director *general*, chief *executive officer*."""
    low, after = words.low_at(at), words.low_at(at + 1)
    return low in lexicon.roles() or (low in lexicon.role_modifiers() and after in lexicon.roles())


def _body_of(words: Words, inside: Sequence[Draft], role: tuple[int, int]) -> Draft | None:
    """The body a role in a phrase belongs to: the one before it ("HALO's manager") or after "of", "at", "for"."""
    for one in inside:
        if one.kind not in _OWNERS or words.sentence[one.first] != words.sentence[role[0]]:
            continue
        between = words.low[role[1] + 1 : one.first]
        if one.last < role[0] or all(_may_stand_between(low) for low in between):
            return one
    return None


def _may_stand_between(low: str) -> bool:
    """Whether a word may stand between a role and its body: "spokeswoman *for the charity* X"."""
    is_small = low in lexicon.cue("belonging") or low in lexicon.cue("definite")
    return is_small or low in lexicon.fields() or low in lexicon.organisations()


def _belongs_to(words: Words, drafts: Sequence[Draft], at: int) -> Draft | None:
    """The body behind the name: "Sok Phal of the mine action centre", "Sidorenko (IMAC)"."""
    one = drafts[at]
    after = drafts[at + 1] if at + 1 < len(drafts) else None
    if after is None or after.kind not in {"organisation", "unit"} or not words.together(after.first):
        return None
    between = [low for low in words.low[one.last + 1 : after.first] if low != "the"]
    is_of = len(between) == 1 and (between[0] == "(" or between[0] in lexicon.cue("belonging"))
    return after if is_of and between[0] not in {"in", "for"} else None


def _assign(words: Words, one: Draft, found: tuple[int, int], *, before: bool = False) -> None:
    printed = " ".join(words.printed(*found).split())
    both = (printed, one.role) if before else (one.role, printed)
    one.role = ", ".join(filter(None, both))
    genders = [lexicon.roles()[low].gender for low in words.low[found[0] : found[1] + 1] if low in lexicon.roles()]
    one.gender = one.gender or next((gender for gender in genders if gender), "")


def _share(drafts: Sequence[Draft]) -> None:
    """Every mention of a person carries the role stated last before it, else the first one stated."""
    persons = [one for one in drafts if one.kind == "person"]
    for some in (persons, persons[::-1]):
        latest: dict[str, Draft] = {}
        for one in some:
            known = latest.get(one.full)
            if known is not None and not one.role:
                one.role, one.of = known.role, one.of or known.of
            elif known is not None and known.of and not one.of and known.role == one.role:
                one.of = known.of
            if one.role:
                latest[one.full] = one
