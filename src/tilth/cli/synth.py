"""`tilth synth`: an invented province."""

from __future__ import annotations

from typing import Annotated

import typer

from tilth.cli.shared import File, Json, now, print_json
from tilth.desk.inventing import book_province
from tilth.desk.programme import Programme
from tilth.scale.threads import on_threads
from tilth.store.geopackage import create
from tilth.synth.province import province

NAME = "synth"
WORK_SHARE = 0.2
app = typer.Typer(help="Invent data for demonstrations, tests and benchmarks.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Invent data for demonstrations, tests and benchmarks; it says "invented" wherever it is shown."""


@app.command("province")
def command(
    file: File,
    hazards: Annotated[int, typer.Option("--hazards", min=1, max=250_000, help="How many hazards.")] = 200,
    teams: Annotated[int, typer.Option("--teams", min=1, max=1_000, help="How many teams.")] = 8,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same province.")] = 1,
    work: Annotated[
        float, typer.Option("--work", min=0.0, max=1.0, help="Share of releases whose work is told, day by day.")
    ] = WORK_SHARE,
    as_json: Json = False,
) -> None:
    """Invent a province with villages, roads, a river, a former front line, hazards, their histories and the work.

    Example: tilth synth province p.gpkg --hazards 300 --teams 8 --seed 1
    """
    land = province(hazards=hazards, teams=teams, seed=seed)
    with create(file) as store, on_threads() as runner:
        booked = book_province(Programme(store), land, now=now(), runner=runner, work_share=work)
        head = store.head()
    if as_json:
        answer = {"file": str(file), "name": land.name, "invented": True, "hazards": hazards, "booked": booked}
        print_json(answer | {"entries": head.entries, "head": head.digest.hex()})
        return
    typer.echo(f"{file}: {land.name} (invented), {booked} entries about {hazards} hazards; head {head}")
