"""Reading a text: claims with their speakers, and what cannot all hold among them. Nothing is booked here.

Deterministic, without network: the same text gives the same claims with the same ids.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tilth.conflicts.conflict import Conflict, in_order
from tilth.conflicts.conflicts import conflicts
from tilth.evidence.statement import Statement
from tilth.figures.dates import find_dates
from tilth.figures.quantities import find_quantities
from tilth.names.coreference import Cast
from tilth.terms.finding import Finding, finding
from tilth.texts.bylines import day_of
from tilth.texts.chains import with_implied_chains
from tilth.texts.claim import Claim
from tilth.texts.claims import as_claim, drafts
from tilth.texts.document import Document, read_document
from tilth.texts.headline_figures import headline_clashes
from tilth.texts.markup import has_markup
from tilth.texts.remarks import context_of, remarks_of
from tilth.texts.speech import Speech
from tilth.texts.statements import Source, statements_of
from tilth.texts.told import Draft, Found
from tilth.texts.tour_days import with_implied_end
from tilth.texts.voices import Voices
from tilth.texts.yearless import in_one_year, without_year

Claims = tuple[Claim, ...]
Statements = tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read from a text."""

    name: str
    outlet: str
    url: str
    sha256: str  # of the file, else of the text in UTF-8
    characters: int
    headline: str
    published: date | None  # as given, else as the text says
    claims: tuple[Claim, ...]
    statements: tuple[Statement, ...]  # what evidence keeps of the claims; the first of a claim has its id
    conflicts: tuple[Conflict, ...]
    findings: tuple[Finding, ...]

    def with_findings(self, findings: Iterable[Finding]) -> Reading:
        """The reading with what was found before it, when the file was read."""
        return replace(self, findings=(*findings, *self.findings))

    def as_json(self) -> dict[str, object]:
        """The contract's answer to `tilth read`."""
        return {
            "name": self.name,
            "outlet": self.outlet,
            "url": self.url,
            "sha256": self.sha256,
            "characters": self.characters,
            "headline": self.headline,
            "published": self.published.isoformat() if self.published else None,
            "claims": [one.as_json() for one in self.claims],
            "conflicts": [one.as_json() for one in self.conflicts],
            "findings": [one.as_json() for one in self.findings],
        }


def read_text(
    text: str, *, published: date | None = None, name: str = "", outlet: str = "", url: str = "", sha256: str = ""
) -> Reading:
    """The claims of a text and its conflicts.

    `published` is the day of the text, from which years are taken that it leaves out; `sha256` the digest of its file,
    where the text came from one. Claims have the same ids whenever the same file is read.
    """
    document = read_document(text)
    digest = sha256 or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    source = Source(sha256=digest, published=published or day_of(document), outlet=outlet, url=url)
    claims, told, cast = _claims(document, source)
    yearless = not any(one.start for claim in claims for one in claim.dates)
    dated = in_one_year(claims, document.seen) if yearless else claims
    context = context_of(document, dated, told, cast=cast, published=source.published)
    claims = tuple(
        replace(claim, remarks=remarks_of(claim, draft, context)) for claim, draft in zip(claims, told, strict=True)
    )
    statements = _statements(claims, told, source, document)
    compared = _statements(dated, told, source, document) if yearless else statements
    headline = _headline_claims(claims, document)
    body = [one for one in compared if _claim_of(one.claim_id) not in headline]
    clashes = [*conflicts(body), *headline_clashes(statements, headline)]
    return Reading(
        name=name,
        outlet=outlet,
        url=url,
        sha256=digest,
        characters=len(text),
        headline=" ".join(document.words(document.headline).split()) if document.headline else "",
        published=source.published,
        claims=tuple(with_implied_end(claim, context.tour) for claim in claims),
        statements=statements,
        conflicts=_of_claims(clashes, yearless=yearless),
        findings=_findings(text, claims),
    )


def _claims(document: Document, source: Source) -> tuple[Claims, list[Draft], Cast]:
    """The claims without remarks, what else is known of each, and the names of the text."""
    cast = Cast.of(document.seen)
    voices = Voices(document.seen, cast)
    found = Found(
        names=cast.names,
        quantities=find_quantities(document.seen),
        dates=find_dates(document.seen, published=source.published),
        published=source.published,
    )
    segments = with_implied_chains(Speech(document, voices).segments(), cast)
    told = drafts(document, segments, found, voices)
    made = (
        as_claim(document, draft, identity=f"T{source.sha256[:4]}-{number:02d}", found=found)
        for number, draft in enumerate(told, 1)
    )
    return tuple(made), told, cast


def _statements(claims: Claims, told: Sequence[Draft], source: Source, document: Document) -> Statements:
    pairs = zip(claims, told, strict=True)
    return tuple(one for pair in pairs for one in statements_of(*pair, source=source, seen=document.seen))


def _headline_claims(claims: tuple[Claim, ...], document: Document) -> frozenset[str]:
    headlines = {one.number for one in document.sentences if one.is_headline}
    return frozenset(claim.id for claim in claims if claim.sentence in headlines)


def _of_claims(clashes: Iterable[Conflict], *, yearless: bool) -> tuple[Conflict, ...]:
    """Conflicts of statements, told of their claims."""
    found = []
    for one in clashes:
        told = tuple(dict.fromkeys(_claim_of(name) for name in one.claims))
        also = tuple(dict.fromkeys(_claim_of(name) for name in one.also if _claim_of(name) not in told))
        moved = replace(one, claims=told, also=also)
        found.append(without_year(moved) if yearless else moved)
    return in_order(found)


def _claim_of(statement: str) -> str:
    return statement.partition(".")[0]


def _findings(text: str, claims: tuple[Claim, ...]) -> tuple[Finding, ...]:
    found = []
    if not claims:
        found.append(finding("nothing_claimed"))
    if has_markup(text):
        found.append(finding("markup_not_read"))
    if "\x00" in text:
        found.append(finding("unseen_signs", count=text.count("\x00")))
    return tuple(found)
