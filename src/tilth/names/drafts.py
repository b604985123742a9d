"""What stands in a run of capitalised words: countries, persons behind their titles, organisations, units, places.

Each word of a run is reduced to one letter of what it can be (a role, a head, a field) and the parts are found
by a few patterns over those letters. What no pattern knows stays without a kind: `name_kinds` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tilth.names import name_lexicon as lexicon
from tilth.names.name import Name
from tilth.names.tokens import Words

# T honorific, R role, H head and h last word of an organisation, U unit, P place word behind a name, Q before it,
# S known by plain words, F field, X thing, D number, I initials, A capitals only, N country, c joining, p particle,
# O any other
_NAME = re.compile(r"I*[OAI](?:p*[OAI])*$")
_OFFICE_OF = re.compile(r"c+(?:[FNAOUcDp]*[HUP]|(?:F+c?)+|N+|O(?=OO$))(?:c+N+)?")
_UNIT_KINDS = frozenset({"unit", "unitlike"})


@dataclass(slots=True, eq=False)
class Draft:
    """A name in the making: its words, and what is known of it so far."""

    first: int
    last: int
    kind: str = ""  # empty: not yet known
    country: str = ""
    full: str = ""  # the name it stands for, where that is already known
    head: str = ""  # of an organisation, unit or place: the word that says what it is
    role: str = ""
    gender: str = ""
    title: int = -1  # of a person: the first word of the role printed before the name
    of: Draft | None = None


def as_name(words: Words, one: Draft) -> Name:
    """A finished draft as a name."""
    return Name(
        text=words.printed(one.first, one.last),
        stands_for=one.full,
        kind=one.kind,
        span=(words.start[one.first], words.end[one.last]),
        country=one.country,
        role=one.role,
        of=one.of.full if one.of else "",
    )


def letters(words: Words, first: int, last: int) -> str:
    """One letter for each word of a run."""
    found: list[str] = []
    at = first
    while at <= last:
        if (country := lexicon.country_at(words, at)) and country[0] <= last:
            found += "N" * (country[0] + 1 - at)
            at = country[0] + 1
            continue
        if seat := _seat_at(words, at, last):
            found += "S" * seat
            at += seat
            continue
        found.append(_letter(words, at, before=found[-1] if found else "", is_last=at == last))
        at += 1
    return "".join(found)


def _seat_at(words: Words, at: int, last: int) -> int:
    """How many words from here are an institution known by plain words ("Red Cross"); 0 for none."""
    for seat in lexicon.seats().get(words.low[at], ()):
        upto = at + len(seat)
        if upto <= last + 1 and tuple(words.low[at:upto]) == seat and words.is_capital(upto - 1):
            return len(seat)
    return 0


def _letter(words: Words, at: int, *, before: str, is_last: bool) -> str:
    word, low = words.word[at], words.low[at]
    if not words.capital[at]:
        return _small_letter(word, low)
    if word[-1] == "." and len(word) > 1 and low not in lexicon.roles() and not low.startswith(("st", "mt")):
        return "I"
    if role := lexicon.roles().get(low):
        return "T" if role.kind == "honorific" else "R"
    if (low in lexicon.places("tail") or low in lexicon.places("after")) and before in ("O", "A"):
        return "P"
    if kind := lexicon.organisations().get(low, ("",))[0]:
        if kind in {"head", "unit"} or is_last:
            return "U" if kind == "unit" else "H"
        return "F" if low in lexicon.fields() else "h"
    return _plain_letter(word, low, before=before)


def _plain_letter(word: str, low: str, *, before: str) -> str:
    if low in lexicon.places("front") or low in lexicon.places("both"):
        return "P" if before in ("O", "A") and low in lexicon.places("both") else "Q"
    if low in lexicon.places("tail"):
        return "F" if low in lexicon.fields() else "P"
    if low in lexicon.stop("thing") or low.rstrip("s") in lexicon.stop("thing"):
        return "X"
    if low in lexicon.fields() or low in lexicon.role_modifiers():
        return "F"
    return "A" if word.isupper() and len(word) > 1 else "O"


def _small_letter(word: str, low: str) -> str:
    if word[0].isdigit():
        return "D"
    if low in lexicon.cue("particle"):
        return "p"
    if low in lexicon.organisations():
        return "U" if lexicon.organisations()[low][0] in _UNIT_KINDS else "H"
    return "F" if low in lexicon.fields() else "c"


def drafts(words: Words, first: int, last: int) -> list[Draft]:
    """What stands in a run, in order of position."""
    return list(_parts(words, first, last, letters(words, first, last)))


def _parts(words: Words, first: int, last: int, sign: str) -> Iterator[Draft]:
    """The parts of a run whose words have the letters `sign`."""
    if not sign:
        return
    if titled := _titled(words, first, sign):
        title_from, name_from, office_from = titled
        before = list(_parts(words, first, first + title_from - 1, sign[:title_from]))
        behind = sign[office_from:name_from].lstrip("c")
        office = list(_parts(words, first + name_from - len(behind), first + name_from - 1, behind))
        upto = office_from if office else name_from  # "Minister of Economy" is a role, "Governor of X" one of a place
        of = [*before, *office][-1] if before or office else None
        yield from before
        yield from office
        yield _person(words, first + name_from, last, role=(first + title_from, first + upto - 1), of=of)
    elif set(sign) == {"N"}:
        yield from _countries(words, first, last)
    else:
        yield from _untitled(words, first, last, sign)


def _titled(words: Words, first: int, sign: str) -> tuple[int, int, int] | None:
    """Where in a run a title, a person's name behind it, and the office between them ("of ...") begin."""
    for at in range(len(sign) - 1, -1, -1):
        if sign[at] not in "RT":
            continue
        office = at + 1
        name = office
        if found := _OFFICE_OF.match(sign, office):
            name = found.end()
        if not _NAME.match(sign[name:]):
            continue
        begin = at
        while begin and (sign[begin - 1] in "RT" or _is_field_of_role(words, first, begin - 1, sign)):
            begin -= 1
        return begin, name, office
    return None


def _is_field_of_role(words: Words, first: int, at: int, sign: str) -> bool:
    """Whether a word of field belongs to the role behind it ("Defence Minister") and not to "Ministry of Defence"."""
    if sign[at] not in "Fh":
        return False
    back = at
    while back >= 0 and sign[back] in "Fh":
        back -= 1
    return back < 0 or sign[back] not in "cHUP"


def _person(words: Words, first: int, last: int, *, role: tuple[int, int], of: Draft | None) -> Draft:
    titles = [lexicon.roles()[words.low[at]] for at in range(role[0], role[1] + 1) if words.low[at] in lexicon.roles()]
    gender = next((one.gender for one in titles if one.gender), "")
    is_role = any(one.kind != "honorific" for one in titles)
    printed = " ".join(words.printed(*role).split()) if is_role else ""
    return Draft(first, last, "person", role=printed, gender=gender, of=of, title=role[0])


def _countries(words: Words, first: int, last: int) -> Iterator[Draft]:
    at = first
    while at <= last:
        found = lexicon.country_at(words, at)
        assert found is not None  # every word has the letter N
        upto, meaning = found
        if meaning.sort == "nationality":
            yield Draft(at, upto, "nationality", meaning.iso3, meaning.name)
        else:
            yield Draft(at, upto, "place", meaning.iso3, meaning.name)
        at = upto + 1


def _untitled(words: Words, first: int, last: int, sign: str) -> Iterator[Draft]:
    if sign[-1] == "X" or re.search(r"X[DOI]$|^X", sign):
        return
    if re.search("[HUS]", sign):
        yield from _organisation(words, first, last, sign)
    elif found := re.search(r"(?:O[OAp]*P$)|[PQ](?:c+[NOAp]+|[NOAp]+)$", sign):
        yield from _parts(words, first, first + found.start() - 1, sign[: found.start()])
        yield Draft(first + found.start(), last, "place", head=_place_head(words, first + found.start(), last))
    elif re.fullmatch("N+P", sign) and words.low[last - 1] not in lexicon.nationalities():
        yield Draft(first, last, "place", _body(words, first, last, "", "").country, head=words.low[last])
    elif "N" in sign:
        yield from _around_country(words, first, last, sign)
    else:
        plain = re.search(r"[Fh]*I*[OA](?:[OAIpcD&]*[OAI])?$", sign.replace("Q", "O"))
        if plain and not _is_no_name(words, first + plain.start(), last):
            yield Draft(first + plain.start(), last)


def _is_no_name(words: Words, first: int, last: int) -> bool:
    """Whether words are terms of the trade ("EOD UXO"), sides of the sky, or a heading in capitals."""
    lows = words.low[first : last + 1]
    is_heading = first < last and words.word[last].isupper() and lows[-1] in lexicon.stop("ordinary")
    is_term = all(low in lexicon.stop("term") for low in lows)
    return is_heading or is_term or all(low in lexicon.places("start") for low in lows)


def _organisation(words: Words, first: int, last: int, sign: str) -> Iterator[Draft]:
    """An organisation or unit; roles behind it are left out, a unit ends before "of"."""
    sign = sign.rstrip("RTc")
    if not re.search("[HUS]", sign):
        return
    at = _head_at(sign)
    low = words.low[first + at]
    kind = "unit" if sign[at] == "U" or (sign[0] == "D" and "unit" in lexicon.organisations()[low][1]) else ""
    begin = 0
    if office := re.match("[RTF]*[RT]c+", sign):  # "Deputy Director of State Emergency Service"
        begin = office.end() if office.end() <= at else 0
    cut = re.search("c+(?=[NDFHU])", sign[at:])
    if kind and cut:
        behind = sign[at + cut.start() :].lstrip("c")
        yield _body(words, first + begin, first + at + cut.start() - 1, kind, low)
        yield from _parts(words, first + len(sign) - len(behind), first + len(sign) - 1, behind)
    elif begin + 1 < len(sign) or "S" in sign:
        yield _body(words, first + begin, first + len(sign) - 1, kind or "organisation", low)


def _head_at(sign: str) -> int:
    """The head of an organisation: the first that has "of" behind it, else the last."""
    heads = [found.start() for found in re.finditer("[HUS]", sign)]
    return next((at for at in heads if sign[at + 1 : at + 2] == "c"), heads[-1])


def _body(words: Words, first: int, last: int, kind: str, head: str) -> Draft:
    countries = (lexicon.country_at(words, at) for at in range(first, last + 1))
    return Draft(first, last, kind, next((one[1].iso3 for one in countries if one), ""), head=head)


def _place_head(words: Words, first: int, last: int) -> str:
    kinds = ("tail", "after", "front", "both")
    lows = [words.low[at] for at in range(first, last + 1)]
    return next((low for low in reversed(lows) if any(low in lexicon.places(kind) for kind in kinds)), "")


def _is_branch(words: Words, first: int, last: int, sign: str) -> bool:
    """Whether words before a country make an organisation with it: "HALO Angola", "UXO Lao"."""
    country = lexicon.country_at(words, first + sign.index("N"))
    low = words.low[first]
    if low in lexicon.given_names() or low in lexicon.places("start") or words.owns[first + sign.index("N") - 1]:
        return False
    if re.fullmatch("[AF]+N+", sign):
        return words.word[first].isupper()
    return re.fullmatch("ON+", sign) is not None and country is not None and country[1].sort == "country"


def _around_country(words: Words, first: int, last: int, sign: str) -> Iterator[Draft]:
    """A country beside other words: "HALO Angola" is an organisation, "Ukrainian Kherson" are two names."""
    if _is_branch(words, first, last, sign):
        yield _body(words, first, last, "organisation", "")
        return
    if (
        words.low_at(first - 1) == "the"
        and re.fullmatch("N+[OA]+", sign)
        and words.low[first] not in lexicon.nationalities()
    ):
        yield _body(words, first, last, "organisation", "")  # "the Kyiv Independent"
        return
    edge = sign.index("N")
    upto = edge
    while upto < len(sign) and sign[upto] == "N":
        upto += 1
    yield from _parts(words, first, first + edge - 1, sign[:edge].rstrip("c") if edge else "")
    if "X" not in sign:
        yield from _countries(words, first + edge, first + upto - 1)
    skipped = len(sign[upto:]) - len(sign[upto:].lstrip("cp"))
    yield from _parts(words, first + upto + skipped, last, sign[upto + skipped :])
