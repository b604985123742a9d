"""`tilth synth`: an invented province, invented national histories."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tilth.cli.shared import File, Json, now, print_json
from tilth.desk.inventing import book_province
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.scale.threads import on_threads
from tilth.store.geopackage import create
from tilth.synth.programme_history import histories, lines
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


@app.command("history")
def history(
    out: Annotated[Path, typer.Argument(metavar="OUT.csv", help="The table to write; never one that exists.")],
    countries: Annotated[int, typer.Option("--countries", min=1, max=500, help="How many countries.")] = 5,
    years: Annotated[int, typer.Option("--years", min=2, max=60, help="How many years of each.")] = 20,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same table.")] = 1,
    as_json: Json = False,
) -> None:
    """Invent published histories of national programmes, in the columns of the national books.

    Example: tilth synth history h.csv --countries 5 --seed 1
    """
    if out.exists():
        raise Refusal("409.1", path=out)
    rows = histories(countries=countries, years=years, seed=seed)
    try:
        out.write_text("\n".join(lines(rows)) + "\n", encoding="utf-8")
    except OSError:
        raise Refusal("403.1", path=out) from None
    named = sorted({row["country"] for row in rows})
    if as_json:
        print_json({"file": str(out), "invented": True, "rows": len(rows), "countries": named})
        return
    typer.echo(f"{out}: {len(rows)} rows about {len(named)} invented countries: {', '.join(named)}")
