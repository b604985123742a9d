"""Whether a capitalised name is a person, an organisation or a place, from the words around all its mentions.

Every mention votes: "in X" for a place, "X said" for a person, "the X" for an organisation. Names that share a word
with a name whose kind is known follow it. A name nobody votes for is dropped: a wrong speaker is worse than none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from tilth.names import name_lexicon as lexicon
from tilth.names.drafts import Draft
from tilth.names.tokens import Words

_ENOUGH = {"person": 2, "organisation": 1, "place": 2}
_KNOWN = 5  # votes of a mention whose kind its own words tell
_AGES = range(15, 100)


def settle(words: Words, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts that are names, each with its kind."""
    unknown = [one for one in drafts if not one.kind]
    votes: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for one in drafts:
        if one.kind in _ENOUGH:
            votes[key(words, one)][one.kind] += _KNOWN
    before: dict[int, Draft] = {one.last: one for one in drafts}
    for one in unknown:
        votes[key(words, one)].update(_votes(words, one, before, votes))
    kinds = {name: _elected(counted) for name, counted in votes.items()}
    _follow_longer(kinds, _known_parts(words, drafts, kinds))
    for one in unknown:
        one.kind = kinds[key(words, one)]
    return [one for one in drafts if one.kind]


def key(words: Words, one: Draft) -> tuple[str, ...]:
    """The words of a draft without capitals and accents; hyphens part like blanks ("Jong-su")."""
    lows = words.low[one.first : one.last + 1]
    return tuple(part for low in lows for part in low.split("-")) if any("-" in low for low in lows) else tuple(lows)


def _elected(counted: Counter[str]) -> str:
    """The kind with most votes, if they are enough; a tie goes to the place, then to the organisation."""
    order = ("place", "organisation", "person")
    kind = max(order, key=lambda one: (counted[one], -order.index(one)))
    return kind if counted[kind] >= _ENOUGH[kind] else ""


def _votes(
    words: Words, one: Draft, before: dict[int, Draft], votes: dict[tuple[str, ...], Counter[str]]
) -> Counter[str]:
    """What the words around one mention say."""
    found: Counter[str] = Counter()
    found.update(_by_form(words, one))
    found.update(_by_left(words, one))
    found.update(_by_right(words, one))
    owner = before.get(one.first - 1)
    if owner and owner.country and words.owns[owner.last] and ends_phrase(words, one.last + 1):
        found["place"] += 2 * (words.low_at(one.last + 1) not in lexicon.saying())  # "Ethiopia's Tigray"
    neighbour = before.get(one.first - 2) if words.low_at(one.first - 1) in {",", "and", "or", "&"} else None
    if neighbour and words.sentence[neighbour.last] == words.sentence[one.first]:
        is_place = neighbour.kind == "place" or votes[key(words, neighbour)]["place"] > 1
        found["place"] += 2 * (is_place and found["person"] < _ENOUGH["person"])
    return found


def _by_form(words: Words, one: Draft) -> Counter[str]:
    """What the name itself says: initials, a given name, capitals only, "&"."""
    found: Counter[str] = Counter()
    first = words.word[one.first]
    many = one.last > one.first
    if many and first[-1] == ".":
        found["person"] += 4
    if words.low[one.first] in lexicon.given_names():
        found["person"] += 3
    if not many and first.isupper() and 1 < len(first) < 9:
        found["organisation"] += 3
    if "-" in first and lexicon.is_country(words.low[one.last].rpartition("-")[2]):
        found["organisation"] += 3  # "Interfax-Ukraine"
    if words.low[one.first] in lexicon.fields() or (many and words.low[one.first] in lexicon.organisations()):
        found.update(organisation=2, person=-_KNOWN)
    if "&" in words.word[one.first : one.last + 1]:
        found["organisation"] += 3
    if words.low[one.first] in lexicon.places("start") and many:
        found.update(place=1, person=-2)
    return found


def _by_left(words: Words, one: Draft) -> Counter[str]:
    """What stands before the name says."""
    found: Counter[str] = Counter()
    at = one.first - 1
    if not words.together(one.first):
        return found
    left, further = words.low[at], words.low_at(at - 1)
    if left in lexicon.organisations() and not words.owns[at]:  # "the charity X"
        found["organisation"] += 3
    if left == "the":
        found["person"] -= _KNOWN
        found["organisation"] += one.last > one.first or words.word[one.first].isupper()
        left, further = further, words.low_at(at - 2)
    if left in lexicon.cue("locative"):
        found["place"] += 3
    elif left in lexicon.cue("motion"):
        found["place"] += 1 + (left != "of") + 2 * (further in lexicon.cue("side"))
        if left == "of" and (further in lexicon.places("tail") or further in lexicon.places("after")):
            found["place"] += 3
        if left == "of" and (further in lexicon.roles() or further == ","):
            found["place"] += 1
    if left in lexicon.cue("telling"):
        found["organisation"] += 2
    if left in {",", ")"} and one.last > one.first and role_behind(words, at - (left == ",")):
        found["person"] += 3
    if left in {"by", "to", "with"} and further in {"according", "told"}:
        found.update(person=1, organisation=1)
    if left in lexicon.roles() and not words.is_capital(at):
        found["person"] += 3
    if left in lexicon.saying() and words.low_at(one.last + 1) in {",", ".", ";", "”", '"'}:
        found["person"] += 2
    return found


def _by_right(words: Words, one: Draft) -> Counter[str]:
    """What stands behind the name says."""
    found: Counter[str] = Counter()
    at = one.last + 1
    if at >= len(words) or not words.together(at):
        return found
    right, further = words.low[at], words.low_at(at + 1)
    if words.owns[one.last]:
        found["place"] += right in lexicon.cue("side")
        found["organisation"] += words.is_capital(at)
        return found
    if right in lexicon.saying() and not _is_inside(words, one):
        # A single name that nothing tells to be a person's is rather a body's: persons are introduced in full.
        found.update(person=2, organisation=2 * (one.first == one.last or right in lexicon.cue("carrying")))
    if right == ")" and further in {"—", "–", "-"} and words.low_at(one.first - 1) == "(":
        found["organisation"] += 2  # a news agency behind the place and date of a report
    if right in {":", "–", "—", "-"} and further[:1].isdigit():
        found["place"] += 2
    if right == "!":
        found["organisation"] -= 3
    if right in lexicon.cue("person"):
        found["person"] += 3
    if right == "of" and words.word[at + 1 : at + 2] and words.word[at + 1].isupper():
        found["person"] += 2
    if right in lexicon.cue("plural place"):
        found["place"] += 4
    if right in lexicon.cue("inhabitant"):
        found["place"] += 2
    if right == "and" and words.low_at(at + 2) in lexicon.cue("plural place"):
        found["place"] += 4
    if right == "," and further in lexicon.cue("person"):
        found["person"] += 3
    if words.opens[one.first] and _is_dateline(words, at):
        found["place"] += 5
    is_age = right in {",", "("} and further.isdecimal() and len(further) == 2 and int(further) in _AGES
    is_age = is_age and words.low_at(at + 2) in {",", ")", "."}
    if is_age or (right == "," and _is_role_phrase(words, at + 1)):
        found["person"] += 3
    elif right == "," and (country := lexicon.country_at(words, at + 1)) and country[1].sort != "nationality":
        found["place"] += 2
    return found


def _is_inside(words: Words, one: Draft) -> bool:
    """Whether a name is no subject because a preposition stands before it: "the governor of X said"."""
    left = words.low_at(one.first - 1)
    return left in lexicon.cue("belonging") or left in lexicon.cue("locative")


def role_behind(words: Words, end: int) -> bool:
    """Whether the words up to `end` are an office: "the governor of Kherson", "High Commissioner for Peace"."""
    end = before_bracket(words, end)
    for at in range(end, max(-1, end - 8), -1):
        low = words.low[at]
        if words.sentence[at] != words.sentence[end]:
            return False
        if low in lexicon.roles() and lexicon.roles()[low].kind != "honorific":
            return True
        if not (words.capital[at] or low in lexicon.fields() or low in lexicon.cue("inner")):
            return False
    return False


def _is_dateline(words: Words, at: int) -> bool:
    """Whether a date or a news agency follows, as behind the place at the beginning of a report."""
    next_low = words.low_at(at + 1)
    is_date = next_low.isdigit() or next_low in lexicon.stop("calendar")
    return (words.low_at(at) == "," and is_date) or (
        words.low_at(at) == "(" and words.low_at(at + 3) in {"—", "–", "-"}
    )


def ends_phrase(words: Words, at: int) -> bool:
    """Whether the word at `at` is no noun that the words before could belong to."""
    low = words.low_at(at)
    is_verb = low in lexicon.saying() or low.endswith("ed")
    return not low[:1].isalnum() or is_verb or low in lexicon.stop("function") or low.isdigit()


def before_bracket(words: Words, end: int) -> int:
    """The word before a short bracket that ends at `end` ("Brigadier (ret.)"), else `end` itself."""
    if words.low_at(end) != ")":
        return end
    return next((back - 1 for back in range(end, max(0, end - 4), -1) if words.low[back] == "("), end)


def _is_role_phrase(words: Words, at: int) -> bool:
    """Whether a phrase that begins here says what a person is: "the deputy head of ...", "HALO's manager in"."""
    for to in range(at, min(at + 8, len(words))):
        low = words.low[to]
        if low in lexicon.roles() and lexicon.roles()[low].kind != "honorific":
            return words.low_at(to + 1) not in lexicon.saying()
        if low in {",", ".", ";", "of", "in", "is", "was", "has", "and"} or words.sentence[to] != words.sentence[at]:
            return False
    return False


def _known_parts(
    words: Words, drafts: Iterable[Draft], kinds: dict[tuple[str, ...], str]
) -> dict[tuple[str, ...], Counter[str]]:
    """Kinds of longer names, by every word they could be shortened to."""
    found: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for one in drafts:
        name = key(words, one)
        kind = one.kind or kinds.get(name, "")
        if len(name) < 2 or not kind or kind == "nationality":
            continue
        for at in range(one.first, one.last + 1):
            if words.capital[at] and words.low[at] != one.head:
                found[tuple(words.low[at].split("-"))][kind] += 1
    return found


def _follow_longer(kinds: dict[tuple[str, ...], str], parts: dict[tuple[str, ...], Counter[str]]) -> None:
    """One-word names take the kind of the longer name they are part of, unless they have a clear other one."""
    for name, kind in kinds.items():
        if name not in parts:
            continue
        longer = parts[name].most_common(1)[0][0]
        if not kind or longer in {"person", "organisation"} or kind != "person":
            kinds[name] = longer
