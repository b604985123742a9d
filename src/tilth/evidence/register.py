"""The register: who the sources are, what they are called, how far they are trusted, and what cites what.

It is a fold of the journal's entries and nothing else. Of two live entries on the same thing the later one holds, and
an entry that was amended or withdrawn counts no more; both stay in the journal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from tilth.evidence.citation import Citation, Noted
from tilth.evidence.grade import Grade, Grading, graded, read_grade
from tilth.evidence.register_rules import fault_of
from tilth.evidence.relation import Relation
from tilth.evidence.source import Alias, Identity, Report, Source, Stated, by_name, followed, plain
from tilth.evidence.statement import Statement
from tilth.journal.entry import REGISTER_KINDS, Entry
from tilth.units.dates import parse_when


@dataclass(slots=True)
class Register:
    """What the entries of the register say, each list in the order of the journal."""

    sources: list[Source] = field(default_factory=list)
    aliases: list[Alias] = field(default_factory=list)
    identities: list[Identity] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    grades: list[Grade] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    remarks: list[Noted] = field(default_factory=list)
    _of_name: dict[str, Alias] = field(default_factory=dict)
    _of_subject: dict[str, Identity] = field(default_factory=dict)
    _of_target: dict[tuple[str, str], list[Grade]] = field(default_factory=dict)

    def arrange(self) -> None:
        """Make names and grades ready to be looked up, once all lists are full."""
        self._of_name, self._of_subject = by_name(self.aliases), by_name(self.identities)
        self._of_target = {}
        for one in self.grades:
            self._of_target.setdefault(self._target(one.about, one.target), []).append(one)

    def source_of(self, name: str) -> str:
        """The source a printed name stands for; the name itself where nobody said that it is another's."""
        steps = self.aliases_from(name)
        return steps[-1].of if steps else name

    def aliases_from(self, name: str) -> list[Alias]:
        """The aliases that lead from a printed name to the source it stands for."""
        return followed(name, self._of_name)

    def identities_from(self, subject: str) -> list[Identity]:
        """The assumptions that lead from a subject's printed name to the one it is taken as."""
        return followed(subject, self._of_subject)

    def grades_of(self, about: str, target: str) -> list[Grade]:
        """Every live grade of a source or a claim, the one that holds last."""
        return self._of_target.get(self._target(about, target), [])

    def grading(self, statement: Statement) -> Grading:
        """How far a claim is trusted: by its own grade, else by the weakest judged source it came through."""
        own = self.grades_of("claim", statement.claim_id)
        chain = [self.grades_of("source", name) for name in names_of(statement)]
        return graded(own[-1] if own else None, [grades[-1] for grades in chain if grades])

    def _target(self, about: str, target: str) -> tuple[str, str]:
        return about, plain(self.source_of(target)) if about == "source" else target

    def applied(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """The statements with names taken as the register takes them; what was printed stays beside it."""
        if not (self._of_name or self._of_subject):
            yield from statements
            return
        names: dict[str, str] = {}
        subjects: dict[tuple[str, str], tuple[str, str]] = {}
        for one in statements:
            yield self._with_subject(self._with_sources(one, names), subjects)

    def _with_sources(self, statement: Statement, names: dict[str, str]) -> Statement:
        def taken(name: str) -> str:
            if name not in names:
                names[name] = self.source_of(name)
            return names[name]

        changed = {
            "speaker": taken(statement.speaker),
            "outlet": taken(statement.outlet),
            "via": tuple(taken(name) for name in statement.via),
        }
        if all(getattr(statement, name) == now for name, now in changed.items()):
            return statement
        printed = dict.fromkeys(name for name in names_of(statement) if taken(name) != name)
        return replace(statement, printed=tuple(printed), **changed)  # type: ignore[arg-type]

    def _with_subject(self, statement: Statement, subjects: dict[tuple[str, str], tuple[str, str]]) -> Statement:
        key = statement.subject, statement.taken_as
        if key not in subjects:
            subjects[key] = self._subject_of(*key)
        taken_as, because = subjects[key]
        if taken_as == statement.group:
            return statement
        why = "; ".join(dict.fromkeys(part for part in (statement.taken_because, because) if part))
        return replace(statement, taken_as=taken_as, taken_because=why)

    def _subject_of(self, subject: str, taken_as: str) -> tuple[str, str]:
        """The name a subject goes by, and why. What is said of the printed name goes before what its row assumed."""
        start = subject if plain(subject) in self._of_subject else taken_as or subject
        joined: list[Identity | Alias] = [*self.identities_from(start)]
        name = joined[-1].of if joined else start
        joined += self.aliases_from(name)
        why = [f"{one.stated.why} (entry {one.stated.entry}, {one.stated.user})" for one in joined]
        return (joined[-1].of if joined else start), "; ".join(why)


def names_of(statement: Statement) -> tuple[str, ...]:
    """Everybody a claim came through, as named: speaker, chain, outlet."""
    return tuple(dict.fromkeys(name for name in (statement.speaker, *statement.via, statement.outlet) if name))


def fold_register(entries: Iterable[Entry]) -> Register:
    """The register that entries in the order of the journal make; entries of other kinds only by what they amend."""
    every = list(entries)
    amended = {entry.amends for entry in every if entry.amends}
    register = Register()
    for entry in every:
        if entry.kind in REGISTER_KINDS and entry.number not in amended:
            body = {name: str(value).strip() for name, value in json.loads(entry.body).items() if value is not None}
            if not fault_of(entry.kind, body):
                _take(register, entry, body)
    register.arrange()
    return register


def _take(register: Register, entry: Entry, body: dict[str, str]) -> None:
    """Put one entry in its list."""
    on = entry.happened_on or entry.recorded_at[:10]
    stated = Stated(entry.number, entry.said_by, on, body.get("why", ""))
    match entry.kind:
        case "source":
            register.sources.append(Source(body["name"], body["source_kind"], stated))
        case "alias":
            register.aliases.append(Alias(body["name"], body["of_source"], stated))
        case "identity":
            register.identities.append(Identity(body["name"], body["taken_as"], stated))
        case "report":
            title, outlet, url = (body.get(name, "") for name in ("title", "outlet", "url"))
            published = parse_when(body.get("published", ""))
            register.reports.append(Report(body["sha256"].lower(), published, title, outlet, url, stated))
        case "grade":
            halves = read_grade(body["grade"]) or ("", "")
            register.grades.append(Grade(body["target"], body["about"], *halves, stated))
        case "relation":
            relation = Relation(body["claim_id"], body["relation"], body["other_claim"], body["why"], stated=stated)
            register.relations.append(relation)
        case "citation":
            register.citations.append(Citation(int(body["of_entry"]), body["claim_id"], body["role"], stated))
        case "remark":
            register.remarks.append(Noted(body["claim_id"], body.get("remark", ""), body["note"], stated))
