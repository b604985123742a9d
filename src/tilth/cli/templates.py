"""`tilth templates`: copies of what an authority may change."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from tilth.cli.pages import write_file
from tilth.cli.shared import Json, print_json
from tilth.desk.refusal import Refusal
from tilth.reports.paper import KINDS, own_template

NAME = "templates"
RULES = "dossier_rules.csv"


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the copies go; no file is written over.")],
    as_json: Json = False,
) -> None:
    """Write copies of the templates of documents and of the rules of a dossier, to be changed.

    Use them with `tilth report FILE KIND --templates DIR` and `tilth dossier FILE TASK --rules DIR/dossier_rules.csv`.

    Example: tilth templates ours
    """
    copies = {kind.template: own_template(kind) for kind in KINDS.values()}
    copies[RULES] = files("tilth.terms").joinpath(RULES).read_text(encoding="utf-8")
    made = [folder / name for name in copies]
    for path in made:
        if path.exists():
            raise Refusal("409.1", path=path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Refusal("403.1", path=folder) from None
    for path, text in zip(made, copies.values(), strict=True):
        write_file(path, text.encode())
    if as_json:
        print_json({"files": [str(path) for path in made]})
        return
    typer.echo("\n".join(str(path) for path in made))
