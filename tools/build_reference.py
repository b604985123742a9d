"""Write the reference pages of the documentation from what the program itself knows.

Commands, kinds of finding, refusals, transitions, vocabulary and public names each have one source in `src/tilth`;
the pages made here are never edited and never committed.

    python tools/build_reference.py docs/reference/generated
"""

from __future__ import annotations

import csv
import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import tilth
from tilth.desk.opened import Opened
from tilth.desk.refusal import REFUSALS
from tilth.terms.finding import TOPICS

PACKAGE = Path(tilth.__file__).parent
TERMS = PACKAGE / "terms"


def commands() -> Iterator[tuple[str, Any]]:
    """Every command as ("tilth claims import", its click command), groups before what they hold.

    What a group asks for before the name of the command stands there: "tilth source FILE add".
    """
    import typer

    from tilth.cli.app import app

    def walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
        yield name, command
        inner = getattr(command, "commands", {})
        before = [one.metavar.strip("{}") for one in command.params if inner and one.param_type_name == "argument"]
        for word, one in inner.items():
            yield from walk(" ".join([name, *before, word]), one)

    whole = walk("tilth", typer.main.get_command(app))
    next(whole)  # tilth itself
    return whole


def _table(columns: list[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; bars and line ends inside a cell are escaped."""
    cells = [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in [columns, ["---"] * len(columns), *cells]]
    return "\n".join(lines) + "\n"


def _of_csv(path: Path) -> str:
    """A CSV table of the package as a Markdown table."""
    with path.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    return _table(header, rows) if rows else "No rows yet.\n"


def _command_page() -> str:
    parts = ["# Commands\n\nWhat `--help` prints, for every command.\n"]
    for name, command in commands():
        parts.append(f"## `{name}`\n\n{inspect.cleandoc(command.help or '').strip()}\n")
        if rows := [_parameter(one) for one in command.params if one.name != "help"]:
            parts.append(_table(["argument or option", "meaning"], rows))
    return "\n".join(parts)


def _parameter(one: Any) -> tuple[str, str]:
    """One argument as `FILE`, or `[FILE]` where it may be left out; one option as `--as-at`."""
    if one.param_type_name == "argument":
        name = (one.metavar or one.name).upper()
        return (f"`{name}`" if one.required else f"`[{name}]`", one.help or "")
    return ", ".join(f"`{text}`" for text in [*one.opts, *one.secondary_opts]), one.help or ""


def _finding_page() -> str:
    parts = [
        "# Findings\n\nA finding says that the data is imperfect, where, and what was done. Codes are permanent.",
        "Words in braces are filled in when the finding is made.\n",
    ]
    parts += [f"## {topic.capitalize()}\n\n{_of_csv(TERMS / f'findings_{topic}.csv')}" for topic in TOPICS]
    return "\n".join(parts)


def _refusal_page() -> str:
    rows = [(f"`{number}`", status, sentence) for number, (status, sentence) in sorted(REFUSALS.items())]
    opening = (
        "# Refusals\n\nWhat the desk will not do, and what to do instead. On the command line the exit code is 1.\n\n"
    )
    return opening + _table(["number", "HTTP status", "sentence"], rows)


def _transition_page() -> str:
    opening = (
        "# Transitions\n\nWhat an entry does to land of each status. An empty flow posts nothing. Land that no entry\n"
        "has spoken of is *unrecorded*. The equations are in [the land account](../../methods/land-account.md).\n\n"
    )
    return opening + _of_csv(PACKAGE / "land" / "transitions.csv")


def _vocabulary_page() -> str:
    parts = ["# Vocabulary\n\nFields of records and code lists, as tilth keeps them.\n"]
    tables = [path for path in sorted(TERMS.glob("*.csv")) if not path.stem.startswith("findings_")]
    parts += [f"## {path.stem.replace('_', ' ')}\n\n{_of_csv(path)}" for path in tables]
    return "\n".join(parts)


def public_names() -> Mapping[str, object]:
    """What a program may use, by name: the names of `tilth`, and the methods of an open programme."""
    names = {f"tilth.{name}": getattr(tilth, name) for name in tilth.__all__}
    methods = {name: one for name, one in vars(Opened).items() if not name.startswith("_")}
    return names | {f"Opened.{name}": one for name, one in methods.items()}


def _python_page() -> str:
    parts = ["# Python\n\n`tilth.open` gives an `Opened` programme; the rest are its methods.\n"]
    parts += [f"## `{name}`\n\n{_described(name, thing)}" for name, thing in public_names().items()]
    return "\n".join(parts)


def _described(name: str, thing: object) -> str:
    """The signature, if it has one, and the docstring as it stands in the source."""
    signature = ""
    if inspect.isfunction(thing):
        signature = f"{name}{inspect.signature(thing)}\n\n".replace("(self, *, ", "(*, ").replace("(self)", "()")
    return f"```text\n{signature}{inspect.getdoc(thing) or ''}\n```\n"


PAGES = {
    "commands": _command_page,
    "findings": _finding_page,
    "refusals": _refusal_page,
    "transitions": _transition_page,
    "vocabulary": _vocabulary_page,
    "python": _python_page,
}


def write(folder: Path) -> None:
    """Write every page as `folder`/NAME.md."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (folder / f"{name}.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
