"""Who said how much, through whom, in which documents, and how far somebody trusts them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tilth.evidence.register import Register
from tilth.evidence.statement import Statement


def sources(register: Register, statements: Iterable[Statement]) -> list[dict[str, Any]]:
    """Everybody a statement came from or through, whoever said most first: that is no judgement.

    `said` counts statements made, `passed_on` those printed or handed on. Nobody is graded unless a person did it.
    """
    found: dict[str, dict[str, Any]] = {}
    for one in statements:
        name = one.speaker or one.outlet or one.url or "nobody named"
        _of(found, name, register)["said"].append(one.claim_id)
        for link in dict.fromkeys((*one.via, one.outlet)):
            if link and link != name:
                _of(found, link, register)["passed_on"].append(one.claim_id)
    return sorted(found.values(), key=lambda one: (-len(one["said"]), -len(one["passed_on"]), one["name"]))


def _of(found: dict[str, dict[str, Any]], name: str, register: Register) -> dict[str, Any]:
    if name not in found:
        found[name] = {"name": name, "said": [], "passed_on": [], "grade": latest_grade(register, name)}
    return found[name]


def latest_grade(register: Register, name: str) -> dict[str, Any] | None:
    """The grade of a source that holds now, with who gave it, when and why; `None` where nobody judged it."""
    grades = register.grades_of("source", name)
    return grades[-1].as_json() if grades else None


def documents(register: Register, statements: Iterable[Statement]) -> list[dict[str, Any]]:
    """The texts and addresses the statements were read in, each with its statements, in the order of publication."""
    kept = {one.sha256: one for one in register.reports}
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for one in statements:
        key = (one.document_sha256, "" if one.document_sha256 else one.url)
        if key not in found:
            report = kept.get(one.document_sha256)
            found[key] = {
                "outlet": (report.outlet if report else "") or one.outlet or "outlet not stated",
                "title": report.title if report else "",
                "published": str((report.published if report else None) or one.published or "") or None,
                "sha256": one.document_sha256,
                "url": (report.url if report else "") or one.url,
                "claims": [],
            }
        found[key]["claims"].append(one.claim_id)
    return sorted(found.values(), key=lambda one: (one["published"] or "9999", one["outlet"], one["url"]))


def cited(register: Register, statements: Iterable[Statement]) -> list[dict[str, Any]]:
    """The statements as a page lists them: as kept, with who said it and the grade that follows from the register."""
    return [one.as_json() | {"who": one.who(), "grade": str(register.grading(one))} for one in statements]
