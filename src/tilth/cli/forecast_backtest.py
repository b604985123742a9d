"""`tilth forecast backtest`: what the forecast would have said of what is known by now, and how right it was."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import wrap
from typing import Annotated, Any

import typer

from tilth.cli.shared import Json, print_json, tell
from tilth.desk.backtesting import RUNS, as_json, backtest
from tilth.exchange.read import read_sheets
from tilth.forecast.backtest import CALLED, OURS, Progress
from tilth.forecast.bootstrap import Estimate
from tilth.forecast.history import read_histories
from tilth.forecast.questions import HORIZONS, LEAST_KNOWN, ORIGINS, PUBLISHED
from tilth.forecast.released import YEARS_AHEAD
from tilth.forecast.track_record import CompletionStanding, ReleaseStanding, Standing, TrackRecord, Verdict

NAME = "backtest"
_WIDTH = 100
_LEAST, _MOST = -9.99, 100  # a share under and a ratio over these are not told to the point
_NAMES = {**CALLED, "last_release": "last published year", "mean_release": "mean of the last three"}


def command(
    history: Annotated[
        Path | None, typer.Argument(metavar="HISTORY.csv", help="Published values; the national books if left out.")
    ] = None,
    horizon: Annotated[
        list[int] | None,
        typer.Option("--horizon", metavar="YEARS", min=1, max=40, help="Years ahead; may be repeated."),
    ] = None,
    asked: Annotated[
        str, typer.Option("--asked", metavar="WHEN", help=f"When questions are asked: {' or '.join(ORIGINS)}.")
    ] = PUBLISHED,
    least_known: Annotated[
        int, typer.Option("--least-known", metavar="N", min=1, help="Stocks known before a question is asked.")
    ] = LEAST_KNOWN,
    runs: Annotated[int, typer.Option("--runs", metavar="N", min=100, help="Futures of each answer.")] = RUNS,
    as_json_: Json = False,
) -> None:
    """Test the forecast on published histories: what it would have said then, against what was published later.

    Example: tilth forecast backtest

    Example: tilth forecast backtest history.csv --horizon 2 --horizon 4 --json
    """
    if asked not in ORIGINS:
        raise typer.BadParameter(f"--asked is {' or '.join(ORIGINS)}")
    rows = _rows(history or _national_books())
    histories, findings = read_histories(rows)
    tell(findings)
    with _counting() as progress:
        record = backtest(
            histories,
            horizons=tuple(sorted(set(horizon or HORIZONS))),
            asked=asked,
            least_known=least_known,
            runs=runs,
            progress=progress,
        )
    if as_json_:
        print_json(as_json(record))
        return
    for line in table(record):
        typer.echo(line)


def _national_books() -> Path:
    from tilth.cli.demo import examples

    return examples() / "national_books" / "timeseries.csv"


def _rows(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for sheet in read_sheets(path):
        names = list(sheet.columns)
        rows += [dict(zip(names, row, strict=True)) for row in zip(*sheet.columns.values(), strict=True)]
    return rows


@contextmanager
def _counting() -> Iterator[Progress | None]:
    """A running count of questions on stderr, where a person looks at it."""
    if not sys.stderr.isatty():
        yield None
        return
    yield lambda done, all_: typer.echo(f"\r{done} of {all_} questions asked", err=True, nl=False)
    typer.echo("", err=True)


# --- as a text ------------------------------------------------------------------------------------------------------


def table(record: TrackRecord) -> list[str]:
    """The record for a terminal, at most 100 columns wide."""
    lines = _said(
        f"{record.questions} questions on {len(record.countries)} countries, asked from {record.first_origin} to "
        f"{record.last_origin}, each with what was published by then and nothing later. Intervals (90 %) redraw whole "
        "countries; with so few they are rough."
    )
    lines += _refused(record)
    for one in (*record.horizons, *([record.overall] if record.overall else [])):
        lines += ["", *_standing(one)]
    if record.official:
        lines += ["", *_official(record.official)]
    if record.completion:
        lines += ["", *_completion(record.completion)]
    lines += ["", *_releases(record.releases)] if record.releases else []
    lines += ["", "By country, all horizons"]
    lines.append(f"  {'':<26}{'n':>4}  {'CRPS':>6}  {'line':>6}  {'ref.':>6}  {'P10-P90 holds':>14}")
    for country in record.countries:
        crps = country.crps
        lines.append(
            f"  {country.country[:25]:<26}{country.cases:>4}  {crps[OURS]:>6.3f}  {crps['straight_line']:>6.3f}  "
            f"{crps['reference_class']:>6.3f}  {country.coverage['80']:>14.0%}"
        )
    return [*lines, "", "Targets", *(line for one in record.verdicts for line in _verdict(one))]


def _standing(one: Standing) -> list[str]:
    title = "All horizons together" if one.horizon is None else f"{one.horizon} year{'s' * (one.horizon > 1)} ahead"
    lines = [f"{title}: {one.cases} outcomes in {len(one.countries)} countries"]
    bands = ", ".join(f"{band} % band {_share(found)}" for band, found in one.coverage[OURS].items())
    lines += _said(f"Held what came: {bands}; more was left than the median said {_share(one.above_median)}.", indent=2)
    lines.append(f"  {'forecaster':<24}{'CRPS':>7}   tilth loses less by")
    lines.append(f"  {_NAMES[OURS]:<24}{one.crps[OURS]:>7.3f}")
    for name, found in one.skill.items():
        lines.append(f"  {_NAMES[name]:<24}{one.crps[name]:>7.3f}   {_share(found)}")
    wide = f"P10-P90 is {one.width80[OURS]:.2f} of the stock wide, {_ratio(one.width_ratio)} of the reference class."
    lines += _said(wide, indent=2)
    return lines


def _official(one: Standing) -> list[str]:
    return _said(
        f"Where an official target lay ahead: {one.cases} outcomes in {len(one.countries)} countries, CRPS "
        f"{one.crps['official_target']:.3f}, of tilth {one.crps[OURS]:.3f}, which is less by "
        f"{_share(one.skill['official_target'])}. Elsewhere the official target above is the straight line."
    )


def _completion(one: CompletionStanding) -> list[str]:
    lines = _said(
        f"Completion: {one.questions} questions, {one.done} done by the last look, the others later than that. Loss in "
        "years up to the last look (censored CRPS), and the mean chance given to “done by the last look”:"
    )
    return lines + [
        f"  {_NAMES[name]:<24}{loss:>7.2f}   {one.chances[name]:>6.1%}" for name, loss in one.losses.items()
    ]


def _releases(one: ReleaseStanding) -> list[str]:
    lines = _said(
        f"Released in a later year: {one.cases} published years in {len(one.countries)} countries, at most "
        f"{YEARS_AHEAD} years ahead. P10-P90 held {_share(one.held80)}."
    )
    lines.append(f"  {'tilth':<24}{one.crps[OURS]:>7.4f}")
    return lines + [
        f"  {_NAMES[name]:<24}{one.crps[name]:>7.4f}   {_share(found)}" for name, found in one.skill.items()
    ]


def _refused(record: TrackRecord) -> list[str]:
    return [
        line for country, origin, why in record.refused for line in _said(f"Not asked: {country} on {origin}. {why}")
    ]


def _verdict(one: Verdict) -> list[str]:
    is_ratio = "width" in one.target
    figure = _ratio(one.figure) if is_ratio else _share(one.figure)
    wanted = "under 1" if is_ratio else f"{one.least:.0%} to {one.most:.0%}" if one.most < 1 else f"{one.least:.0%}"
    reached = " (the interval reaches it)" if one.verdict == "missed" and one.interval_reaches else ""
    against = "" if is_ratio or one.against == OURS else f" ({_NAMES[one.against]})"
    told = f"{one.horizon:>2} y  {one.verdict:<8}{one.target}{against}: {figure}, wanted {wanted}{reached}"
    return _said(told, indent=2)


def _share(one: Estimate | None) -> str:
    if one is None:
        return "-"
    ends = "" if one.low is None or one.high is None else f" [{_percent(one.low)}, {_percent(one.high)}]"
    return _percent(one.value) + ends


def _percent(share: float) -> str:
    return f"{share:.0%}" if share > _LEAST else f"< {_LEAST:.0%}"


def _ratio(one: Estimate | None) -> str:
    if one is None:
        return "-"
    ends = "" if one.low is None or one.high is None else f" [{_times(one.low)}, {_times(one.high)}]"
    return _times(one.value) + ends


def _times(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < _MOST else f"> {_MOST}"


def _said(text: str, *, indent: int = 0) -> list[str]:
    first, next_ = " " * indent, " " * (indent + 2 if indent else 0)
    return wrap(text, _WIDTH, initial_indent=first, subsequent_indent=next_, break_on_hyphens=False)
