"""The sources on record: everybody a claim came from or through, with their other names, grades and claims."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.desk.register import register_of
from tilth.desk.registering import near
from tilth.evidence.grade import UNJUDGED
from tilth.evidence.register import Register
from tilth.evidence.source import plain
from tilth.evidence.statement import Statement

KIND_NOT_STATED = "not stated"


@dataclass(slots=True)
class Seen:
    """One source and what came from it and through it."""

    name: str
    kinds: set[str] = field(default_factory=set)  # as the claims state them
    said: list[str] = field(default_factory=list)  # claims it is the speaker of
    carried: list[str] = field(default_factory=list)  # claims that came through it


def sources(programme: Programme) -> dict[str, Any]:
    """Every source, the one with most claims first; every report; every name taken as another subject's."""
    register, told = register_of(programme)
    seen = sorted(_seen(register, told).values(), key=lambda one: (-len(one.said), -len(one.carried), one.name))
    return {
        "sources": [_source(one, register) | {"said": len(one.said), "carried": len(one.carried)} for one in seen],
        "reports": [one.as_json() for one in register.reports],
        "taken_as_the_same": [one.as_json() for one in register.identities],
    }


def source(programme: Programme, name: str) -> dict[str, Any]:
    """One source by any of its names: its kind, other names, every grade with its reason, claims and reports."""
    register, told = register_of(programme)
    every = _seen(register, told)
    one = every.get(plain(register.source_of(name)))
    if one is None:
        hint = near(name, [seen.name for seen in every.values()], otherwise="List them with: tilth source FILE")
        raise Refusal("404.4", what="source", name=name, hint=hint)
    reports = [of.as_json() for of in register.reports if of.outlet and register.source_of(of.outlet) == one.name]
    return _source(one, register) | {"said": one.said, "carried": one.carried, "reports": reports}


def _seen(register: Register, told: list[Statement]) -> dict[str, Seen]:
    """Every source by its plain name: those stated, then those that claims name."""
    found: dict[str, Seen] = {}

    def of(name: str) -> Seen:
        known = register.source_of(name)
        return found.setdefault(plain(known), Seen(known))

    for name in (*(one.name for one in register.sources), *(one.name for one in register.aliases)):
        of(name)
    for one in told:
        if one.speaker:
            speaker = of(one.speaker)
            speaker.said.append(one.claim_id)
            speaker.kinds |= {one.speaker_kind} - {""}
        for name in dict.fromkeys((*one.via, one.outlet)):
            if name and name != one.speaker:
                of(name).carried.append(one.claim_id)
    return found


def _source(one: Seen, register: Register) -> dict[str, Any]:
    stated = [of for of in register.sources if plain(of.name) == plain(one.name)]
    grades = register.grades_of("source", one.name)
    kind = stated[-1].kind if stated else next(iter(one.kinds)) if len(one.kinds) == 1 else KIND_NOT_STATED
    told: dict[str, Any] = {"name": one.name, "kind": kind}
    told |= {"entry": stated[-1].stated.entry} if stated else {}
    return told | {
        "aliases": [of.as_json() for of in register.aliases if register.source_of(of.name) == one.name],
        "reliability": grades[-1].reliability if grades else UNJUDGED[0],
        "grades": [of.as_json() for of in grades],
    }
