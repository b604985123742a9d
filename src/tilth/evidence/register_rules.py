"""What an entry of the register must hold. Each rule answers what is missing or not known, in words, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from tilth.evidence.grade import read_grade
from tilth.evidence.source import plain
from tilth.terms import table

Body = Mapping[str, object]

# kind of entry: the fields it cannot do without
_NEEDED = {
    "source": ("name", "source_kind"),
    "alias": ("name", "of_source", "why"),
    "identity": ("name", "taken_as", "why"),
    "report": ("sha256",),
    "grade": ("target", "about", "grade", "why"),
    "relation": ("claim_id", "relation", "other_claim", "why"),
    "citation": ("claim_id", "of_entry", "role", "why"),
    "remark": ("claim_id", "note"),
}


def fault_of(kind: str, body: Body) -> str:
    """Why an entry of the register cannot stand as it is, in words; empty where it can."""
    missing = [name for name in _NEEDED[kind] if _text(body, name) == ""]
    if missing:
        return f"it says nothing in {' and '.join(missing)}"
    rules: dict[str, tuple[Rule, ...]] = {
        "source": (_kind_of_source,),
        "alias": (_two_names("of_source"),),
        "identity": (_two_names("taken_as"),),
        "report": (_digest,),
        "grade": (_grade,),
        "relation": (_relation,),
        "citation": (_role, _number_of_entry),
        "remark": (),
    }
    return next((fault for rule in rules[kind] if (fault := rule(body))), "")


Rule = Callable[[Body], str]


def _text(body: Body, name: str) -> str:
    value = body.get(name)
    return "" if value is None else str(value).strip()


@cache
def known_words(name: str, column: str) -> tuple[str, ...]:
    """The words of a column of the vocabulary, in order."""
    return tuple(row[column] for row in table(name))


def _one_of(body: Body, field: str, known: tuple[str, ...]) -> str:
    said = _text(body, field)
    return "" if said in known else f"its {field} “{said}” is not known; known are: {', '.join(known)}"


def _kind_of_source(body: Body) -> str:
    return _one_of(body, "source_kind", known_words("source_kinds", "kind"))


def _relation(body: Body) -> str:
    if _text(body, "claim_id") == _text(body, "other_claim"):
        return "a claim has no relation to itself"
    return _one_of(body, "relation", known_words("relations", "relation"))


def _role(body: Body) -> str:
    return _one_of(body, "role", known_words("evidence_roles", "role"))


def _number_of_entry(body: Body) -> str:
    number = _text(body, "of_entry")
    return "" if number.isascii() and number.isdigit() else f"of_entry “{number}” is not the number of an entry"


def _two_names(field: str) -> Rule:
    def rule(body: Body) -> str:
        same = plain(_text(body, "name")) == plain(_text(body, field))
        return "a name is not another name of itself" if same else ""

    return rule


def _digest(body: Body) -> str:
    digest = _text(body, "sha256").lower()
    fits = len(digest) == 64 and all(letter in "0123456789abcdef" for letter in digest)
    return "" if fits else "its sha256 is not 64 hexadecimal digits"


def _grade(body: Body) -> str:
    about, said = _text(body, "about"), _text(body, "grade")
    halves = read_grade(said)
    if about not in ("source", "claim"):
        return f"a grade is about a source or a claim, not “{about}”"
    if halves is None:
        return f"the grade “{said}” is not known; write B for a source and 3 or B3 for a claim (A to F, 1 to 6)"
    if about == "source" and (halves[1] or not halves[0]):
        return f"a source is graded A to F, for how reliable it is; “{said}” would grade what it said"
    if about == "claim" and not halves[1]:
        return f"a claim is graded 1 to 6, for how credible it is, or both, as B3; “{said}” would grade its source"
    return ""
