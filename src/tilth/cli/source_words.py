"""The words of `tilth source FILE` that say something: each writes one entry, undone by `tilth withdraw`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from tilth.cli.shared import OWNER, Author, EntryNumber, Json, Why, now, opened, print_json
from tilth.desk.booking import Booked
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.desk.registering import Clerk, add_alias, add_report, add_source, cite, grade, relate, same

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of a source, as printed.")]
_Claim = Annotated[str, typer.Argument(metavar="CLAIM", help="The id of a claim.")]


@contextmanager
def programme_of(context: typer.Context) -> Iterator[Programme]:
    """The open programme of `tilth source FILE ...`."""
    with opened(context.obj) as programme:
        yield programme


def _clerk(author: str) -> Clerk:
    return Clerk(author, now())


def _undo(booked: Booked) -> str:
    return f"To undo it: tilth withdraw FILE {booked.number} --why REASON"


def _answer(booked: Booked, sentence: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"entry": booked.number, "kind": booked.draft.kind} | booked.draft.body)
        return
    typer.echo(f"Entry {booked.number}: {sentence}")


def add(
    context: typer.Context,
    name: Name,
    kind: Annotated[str, typer.Option("--kind", help="named, organisation, anonymous or narrator.")],
    aliases: Annotated[list[str] | None, typer.Option("--alias", help="Another name it is printed under.")] = None,
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """Say who a source is, and which other names it goes by.

    Example: tilth source b.gpkg add "News agency X" --kind organisation --alias "Agency X" --alias NAX
    """
    with programme_of(context) as programme:
        booked = add_source(programme, name, kind=kind, aliases=aliases or [], clerk=_clerk(author))
    if as_json:
        print_json([{"entry": one.number, "kind": one.draft.kind} | one.draft.body for one in booked])
        return
    also = f", also {', '.join(aliases)}" if aliases else ""
    typer.echo(f"Entry {booked[0].number}: {name} is a source, {kind}{also}.")


def alias(
    context: typer.Context,
    name: Name,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another name of it: mistyped, translated, short.")],
    why: Why,
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """Say that OTHER is another name of the source NAME. What was printed stays beside it.

    Example: tilth source b.gpkg alias "News agency X" "Newz agency X" --why "a misprint of its name"
    """
    with programme_of(context) as programme:
        booked = add_alias(programme, name, other, why=why, clerk=_clerk(author))
    _answer(booked, f"“{other}” is taken as “{name}”. {_undo(booked)}", as_json=as_json)


def grading(
    context: typer.Context,
    target: Annotated[str, typer.Argument(metavar="NAME_OR_CLAIM", help="A source, or the id of a claim.")],
    text: Annotated[str, typer.Argument(metavar="GRADE", help="A to F for a source; 1 to 6, or as B3, for a claim.")],
    why: Why,
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """Grade a source (how reliable) or a claim (how credible). The later grade holds, the earlier ones stay on record.

    Example: tilth source b.gpkg grade K001 3 --why "fits the figures of the months before"
    """
    with programme_of(context) as programme:
        booked = grade(programme, target, text, why=why, clerk=_clerk(author))
    body = booked.draft.body
    _answer(booked, f"{body['target']} is graded {body['grade']} by {author}. {_undo(booked)}", as_json=as_json)


def relating(
    context: typer.Context,
    claim: _Claim,
    relation: Annotated[
        str, typer.Argument(metavar="RELATION", help="repeats, rewrites, corrects, supports or contradicts.")
    ],
    other: _Claim,
    why: Why,
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """State how one claim stands to another.

    Example: tilth source b.gpkg relate K014 corrects K010 --why "the speaker says so himself"
    """
    with programme_of(context) as programme:
        booked = relate(programme, claim, relation, other, why=why, clerk=_clerk(author))
    _answer(booked, f"{claim} {relation} {other}. {_undo(booked)}", as_json=as_json)


def citing(
    context: typer.Context,
    entry: EntryNumber,
    claim: Annotated[str, typer.Option("--claim", help="The id of the claim that is evidence.")],
    role: Annotated[str, typer.Option("--as", help="direct, indirect or negative evidence.")],
    why: Why,
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """Name a claim as the evidence of a hazard, a release, an accident, a find or a task.

    Negative evidence speaks against ordnance: ploughed for years without an accident, searched without a find.

    Example: tilth source b.gpkg cite 17 --claim K001 --as indirect --why "the farmer avoids the field"
    """
    with programme_of(context) as programme:
        booked = cite(programme, entry, claim=claim, role=role, why=why, clerk=_clerk(author))
    _answer(booked, f"entry {entry} cites {claim} as {role} evidence. {_undo(booked)}", as_json=as_json)


def same_subject(
    context: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="SUBJECT AS SUBJECT", help="A printed name, AS, and the name it means.")
    ],
    why: Why,
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """Assume that a subject's printed name means another. It holds for every claim on it until it is withdrawn.

    Example: tilth source b.gpkg same "the regiment" AS "5th Engineer Regiment" --why "the text goes on about it"
    """
    if len(words) != 3 or words[1].upper() != "AS":
        raise typer.BadParameter('write SUBJECT AS SUBJECT, for example "the regiment" AS "5th Engineer Regiment"')
    with programme_of(context) as programme:
        booked = same(programme, words[0], words[2], why=why, clerk=_clerk(author))
    _answer(booked, f"“{words[0]}” is taken as “{words[2]}”. {_undo(booked)}", as_json=as_json)


def report(
    context: typer.Context,
    text: Annotated[Path, typer.Argument(metavar="TEXT", help="The document; its digest is kept, not its words.")],
    published: Annotated[str | None, typer.Option("--published", metavar="D", help="When it was published.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="Its title.")] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", help="Who published it.")] = None,
    url: Annotated[str | None, typer.Option("--url", help="Where it can be read.")] = None,
    author: Author = OWNER,
    as_json: Json = False,
) -> None:
    """Keep a document that claims were read in: its digest, date, title, outlet and address.

    Example: tilth source b.gpkg report article.txt --published 2025-12-13 --outlet "News agency X"
    """
    if not text.is_file():
        raise Refusal("404.2", path=text)
    with text.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    fields = {"sha256": digest, "published": published, "title": title, "outlet": outlet, "url": url}
    with programme_of(context) as programme:
        booked = add_report(programme, {name: said or "" for name, said in fields.items()}, clerk=_clerk(author))
    _answer(booked, f"{text.name} is kept as {digest[:12]}….", as_json=as_json)


WORDS: dict[str, Callable[..., None]] = {
    "add": add,
    "alias": alias,
    "grade": grading,
    "relate": relating,
    "cite": citing,
    "same": same_subject,
    "report": report,
}
