"""`tilth forecast`: when it will be done and what it costs, from history and from the work, with a track record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tilth.cli import forecast_backtest
from tilth.cli.forecast_told import programme_told
from tilth.cli.forecast_words import told
from tilth.cli.groups import GroupWithDefault
from tilth.cli.shared import File, Json, now, opened, print_json

NAME = "forecast"
_Seed = Annotated[int, typer.Option("--seed", min=0, max=2**63 - 1, help="The same seed gives the same answer.")]


class _ForecastGroup(GroupWithDefault):
    """`tilth forecast FILE` is `tilth forecast show FILE`."""

    alone = "show"
    named = "show"


app = typer.Typer(no_args_is_help=True, cls=_ForecastGroup)


@app.callback()
def _group() -> None:
    """Say when it will be done and what it costs, as P10, P50 and P90, beside the divisions others do.

    `tilth forecast FILE` is short for `tilth forecast show FILE`.

    Example: tilth forecast p.gpkg --by 2035

    Example: tilth forecast series history.csv --country Croatia --origin 2015 --at 2020
    """


app.command(forecast_backtest.NAME)(forecast_backtest.command)


@app.command("series")
def series(
    history: Annotated[Path, typer.Argument(metavar="HISTORY.csv", help="A table of published values, one a row.")],
    country: Annotated[str, typer.Option("--country", metavar="C", help="Of which country or territory.")],
    origin: Annotated[
        str, typer.Option("--origin", metavar="DATE", help="Only what was published by this day is used.")
    ],
    at: Annotated[list[str], typer.Option("--at", metavar="DATE", help="For which day; may be repeated.")],
    pool: Annotated[
        list[Path] | None, typer.Option("--pool", metavar="OTHER.csv", help="Further countries to learn from.")
    ] = None,
    runs: Annotated[int, typer.Option("--runs", metavar="N", min=100, max=100_000, help="How many futures.")] = 4000,
    seed: _Seed = 1,
    as_json: Json = False,
) -> None:
    """Forecast from published values alone: what remains, when it is done, and what simple rules would say.

    Example: tilth forecast series history.csv --country Croatia --origin 2015-12-31 --at 2020-12-31 --at 2026
    """
    from tilth.desk.forecast_campaigns import claims_forecast, is_claims_table
    from tilth.desk.forecast_series import asked, series_forecast

    question = asked(country, origin=origin, at=at, runs=runs, seed=seed)
    rows = rows_of(history)
    others = [row for path in pool or () for row in rows_of(path)]
    answer = claims_forecast(rows, question) if is_claims_table(rows) else series_forecast(rows, question, pool=others)
    if as_json:
        print_json(answer)
        return
    for one in answer["findings"][:5]:
        typer.echo(f"  {one['severity']} {one['code']} {one['sentence']}", err=True)
    for line in told(answer):
        typer.echo(line)


@app.command("show")
def show(
    file: File,
    by: Annotated[
        list[str] | None, typer.Option("--by", metavar="DATE", help="Chance that it is done by then; may be repeated.")
    ] = None,
    lever: Annotated[
        list[str] | None,
        typer.Option("--lever", metavar="L", help="What if: manual+3, dogs-1, budget=0.8, season=1.2, survey=off."),
    ] = None,
    origin: Annotated[
        str | None,
        typer.Option("--origin", "--known-at", metavar="DATE", help="As asked on this day, with what was known then."),
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", metavar="C", help="Of published series only this one; part of a name.")
    ] = None,
    runs: Annotated[
        int, typer.Option("--runs", metavar="N", min=100, max=100_000, help="How many futures of the work.")
    ] = 1000,
    years: Annotated[int, typer.Option("--years", metavar="N", min=1, max=60, help="How far is looked ahead.")] = 30,
    seed: _Seed = 1,
    as_json: Json = False,
) -> None:
    """Forecast from the areas, tasks and teams of a programme, from its own past, and from what was published.

    The word may be left out. What is declared is forecast as declarations, never as cleared or released land.

    Example: tilth forecast p.gpkg --by 2035 --lever manual+3
    """
    from tilth.desk.forecasting import Wanted, forecast
    from tilth.scale.threads import on_threads

    wanted = Wanted(origin, tuple(by or ()), runs, years, seed, country, tuple(lever or ()))
    with opened(file) as programme, on_threads() as runner:
        answer = forecast(programme, wanted, today=now().date(), runner=runner)
    if as_json:
        print_json(answer)
        return
    if answer["note"]:
        typer.echo(answer["note"], err=True)
    for line in programme_told(answer):
        typer.echo(line)


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of every sheet of a file. Raises Refusal where it cannot be read."""
    from tilth.exchange.read import read_sheets

    rows: list[dict[str, Any]] = []
    for sheet in read_sheets(path):
        names = list(sheet.columns)
        rows += [dict(zip(names, row, strict=True)) for row in zip(*sheet.columns.values(), strict=True)]
    return rows
