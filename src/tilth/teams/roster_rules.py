"""What an entry about a team must hold. Each rule answers what is missing or not known, in words, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from tilth.teams.certificate import EFFECTS
from tilth.teams.words import code_of, known_words, rank_of, row_of, skills_in
from tilth.terms import table
from tilth.units.dates import parse_when

Body = Mapping[str, object]
Rule = Callable[[Mapping[str, str]], str]

# kind of entry: the fields it cannot do without, and those it may have
_NEEDED = {
    "team": ("name",),
    "member": ("team", "key", "role"),
    "asset": ("team", "asset_kind", "asset_id"),
    "course": ("team", "topic"),
    "certificate": ("holder", "certificate_kind", "from", "issued_by"),
    "suspension": ("of_entry", "effect", "from", "issued_by", "why"),
}
_MAY = {
    "team": ("operator", "team_kind", "from", "until"),
    "member": ("skills", "from", "until"),
    "asset": ("from", "until"),
    "course": ("place", "trainer"),
    "certificate": ("level", "until", "number", "member", "asset"),
    "suspension": ("until",),
}
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def fault_of(kind: str, body: Body) -> str:
    """Why an entry about a team cannot stand as it is, in words; empty where it can."""
    said = words_of(body)
    if missing := [name for name in _NEEDED[kind] if not said.get(name)]:
        return f"it says nothing in {' and '.join(missing)}"
    if strange := [name for name in said if name not in (*_NEEDED[kind], *_MAY[kind], "why")]:
        known = ", ".join((*_NEEDED[kind], *_MAY[kind]))
        return f"it has no field {', '.join(strange)}; known are: {known}"
    return next((fault for rule in (*_RULES[kind], _days) if (fault := rule(said))), "")


def words_of(body: Body) -> dict[str, str]:
    """The fields of an entry as text; those that say nothing are left out."""
    said = {name: str(value).strip() for name, value in body.items() if value is not None}
    return {name: text for name, text in said.items() if text}


def _one_of(field: str, name: str) -> Rule:
    def rule(said: Mapping[str, str]) -> str:
        text = said.get(field, "")
        known = not text or code_of(name, text)
        return "" if known else f"its {field} “{text}” is not known; known are: {known_words(name)}"

    return rule


def _days(said: Mapping[str, str]) -> str:
    """Dates can be read, and nothing ends before it starts."""
    ends = {name: parse_when(said[name]) for name in ("from", "until") if name in said}
    unread = next((name for name, when in ends.items() if when is None), "")
    if unread:
        return f"“{said[unread]}” in {unread} is not read as a date; write 2026-05-31, 2026-05 or 2026"
    start, end = ends.get("from"), ends.get("until")
    if start and end and end.last < start.first:
        return f"it ends ({end}) before it starts ({start}); correct one of the two dates"
    return ""


def _key(said: Mapping[str, str]) -> str:
    """Nobody's name gets into the journal, where it would stay for ever."""
    key = said["key"] if "key" in said else said.get("member", "")
    if not key or (_KEY.fullmatch(key) and not _like_a_name(key)):
        return ""
    return (  # without the key, for findings are kept in the journal too
        "what stands for the key of the member is none; write letters and digits without blanks that are nobody's "
        "name, such as M-014, for what is written here cannot be erased"
    )


def _like_a_name(key: str) -> bool:
    """A given name and another word, as in an address of e-mail."""
    parts = re.split(r"[._-]+", key.casefold())
    return len(parts) > 1 and all(part.isalpha() for part in parts) and not _given_names().isdisjoint(parts)


@cache
def _given_names() -> frozenset[str]:
    return frozenset(row["name"] for row in table("given_names"))


def _role(said: Mapping[str, str]) -> str:
    role = code_of("skills", said["role"])
    if role and row_of("skills", role)["role"] == "yes":
        return ""
    roles = ", ".join(row["skill"] for row in table("skills") if row["role"] == "yes")
    return f"its role “{said['role']}” is not known; known are: {roles}"


def _skills(said: Mapping[str, str]) -> str:
    strange = [one for one in skills_in(said.get("skills", "")) if not code_of("skills", one)]
    return f"the skill “{strange[0]}” is not known; known are: {known_words('skills')}" if strange else ""


def _level(said: Mapping[str, str]) -> str:
    kind, level = code_of("certificate_kinds", said["certificate_kind"]), said.get("level", "")
    if not kind or row_of("certificate_kinds", kind)["level"] != "eod" or rank_of(level):
        return ""
    return f"it has no EOD level that is known (“{level}”); write 1, 2, 3 or 3+"


def _about_one(said: Mapping[str, str]) -> str:
    both = "member" in said and "asset" in said
    return "it is about a member and an asset; book one certificate for each" if both else ""


def _effect(said: Mapping[str, str]) -> str:
    if said["effect"] not in EFFECTS:
        return f"its effect “{said['effect']}” is not known; known are: {', '.join(EFFECTS)}"
    ends = said["effect"] == "revoked" and "until" in said
    return "what is revoked has no end; leave until away, or suspend it" if ends else ""


def _number_of_entry(said: Mapping[str, str]) -> str:
    number = said["of_entry"]
    return "" if number.isascii() and number.isdigit() else f"of_entry “{number}” is not the number of an entry"


_RULES: dict[str, tuple[Rule, ...]] = {
    "team": (_one_of("team_kind", "team_kinds"),),
    "member": (_key, _role, _skills),
    "asset": (_one_of("asset_kind", "asset_kinds"),),
    "course": (),
    "certificate": (_one_of("certificate_kind", "certificate_kinds"), _level, _about_one, _key),
    "suspension": (_effect, _number_of_entry),
}
