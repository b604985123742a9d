"""`tilth quality`: how much to check, what the samples so far can say, and each team beside its own past."""

from __future__ import annotations

from textwrap import wrap
from typing import Annotated, Any

import typer

from tilth.cli.groups import GroupWithDefault
from tilth.cli.shared import File, Json, now, opened, print_json, square_metres
from tilth.desk.programme import known_entries
from tilth.desk.quality import Promise, planned
from tilth.desk.quality_view import BETA, LEAST_M2, MISS, quality
from tilth.desk.remaining import remaining
from tilth.desk.working import day_stated
from tilth.work.spell import percent

NAME = "quality"
_WIDTH = 100
_MOST = 20  # tasks or inspections on a screen


class _QualityGroup(GroupWithDefault):
    """`tilth quality FILE` is `tilth quality show FILE`."""

    alone = "show"
    named = "show"


app = typer.Typer(no_args_is_help=True, cls=_QualityGroup)


@app.callback()
def _group() -> None:
    """Say how much to check, and what the checks of a programme can and cannot say.

    Example: tilth quality b.gpkg --effort 2000

    Example: tilth quality plan --lot 10000 --bad-share 0.01
    """


@app.command("plan")
def plan(
    lot: Annotated[int, typer.Option("--lot", metavar="M2", help="Square metres to be judged together.")],
    bad_share: Annotated[
        float, typer.Option("--bad-share", metavar="S", help="Share of bad ground that is to be caught, as 0.01.")
    ],
    good_share: Annotated[
        float | None, typer.Option("--good-share", metavar="G", help="Share of bad ground that is to be accepted.")
    ] = None,
    consumer_risk: Annotated[
        float, typer.Option("--consumer-risk", metavar="B", help="Chance to accept a lot that bad.")
    ] = 0.05,
    producer_risk: Annotated[
        float | None,
        typer.Option("--producer-risk", metavar="A", help="Chance to reject a lot that good; 0.05 if left out."),
    ] = None,
    detection: Annotated[
        float, typer.Option("--detection", metavar="P", help="Chance that the check finds what is there.")
    ] = 1.0,
    as_json: Json = False,
) -> None:
    """Give the smallest sample of a lot that keeps the stated risks, and what it says. No programme is needed.

    Example: tilth quality plan --lot 10000 --bad-share 0.01 --detection 0.8
    """
    if producer_risk is not None and good_share is None:
        raise typer.BadParameter("--producer-risk needs --good-share: it is the chance to reject a lot that good")
    risks = {"consumer_risk": consumer_risk, "producer_risk": 0.05 if producer_risk is None else producer_risk}
    found = planned(Promise(lot, bad_share, good_share, detection=detection, **risks))
    if as_json:
        print_json(found)
        return
    for sentence in found["sentences"]:
        _say(sentence)


@app.command("left")
def left(
    area: Annotated[int, typer.Option("--area", metavar="M2", help="Square metres that were searched.")],
    passes: Annotated[
        list[float], typer.Option("--pass", metavar="P", help="Chance of a pass to find an item; once for each pass.")
    ],
    finds: Annotated[int, typer.Option("--finds", min=0, help="Items found by the passes.")] = 0,
    sampled: Annotated[float, typer.Option("--sampled-share", metavar="S", help="Share sampled, with no find.")] = 0.0,
    detection: Annotated[
        float, typer.Option("--detection", metavar="P", help="Chance of the sample to find one.")
    ] = 1.0,
    before: Annotated[
        tuple[int, int], typer.Option("--before", metavar="N M2", help="Items found on so many m² of like ground.")
    ] = (0, 10_000),
    as_json: Json = False,
) -> None:
    """Say what a search leaves: the items to expect, and the chance that none is left. No programme is needed.

    Example: tilth quality left --area 5000 --pass 0.9 --finds 3 --sampled-share 0.1 --before 12 40000
    """
    search = {"area_m2": area, "passes": tuple(passes), "finds": finds}
    search |= {"sampled_share": sampled, "sample_detection": detection}
    found = remaining(search, items_before=before[0], searched_before_m2=before[1])
    if as_json:
        print_json(found)
        return
    _say(found["sentence"])


@app.command("show")
def show(
    file: File,
    on: Annotated[str | None, typer.Option("--on", metavar="D", help="As it stood on this day.")] = None,
    effort: Annotated[
        int | None, typer.Option("--effort", metavar="M2", help="Square metres to inspect, shared over what waits.")
    ] = None,
    known_at: Annotated[str | None, typer.Option("--known-at", metavar="D", help="As known then.")] = None,
    as_json: Json = False,
) -> None:
    """Say what waits for an inspection, what each sample can say, and each team's chart. The word may be left out.

    Example: tilth quality b.gpkg --effort 2000
    """
    day = day_stated(on, today=now().date()).last if on else None
    with opened(file) as programme:
        known = known_entries(programme.store, known_at) if known_at else None
        found = quality(programme.store, on=day, known=known, effort_m2=effort)
    if as_json:
        print_json(found)
        return
    _tell_waiting(found["waiting"], steered=effort is not None)
    _tell_inspections(found["inspections"])
    _tell_teams(found["teams"])


def _tell_waiting(waiting: list[dict[str, Any]], *, steered: bool) -> None:
    _say(f"Waiting for an inspection: {len(waiting)} task(s)")
    for one in waiting if steered else waiting[:_MOST]:
        _say(_waits(one), indent=2)
        if "share" in one:
            _say(one["share"], indent=4)
    if len(waiting) > _MOST and not steered:
        _say(f"… and {len(waiting) - _MOST} more: see --json", indent=2)
    if waiting:
        _say(
            f"Samples are drawn at random, accept if nothing is found, and overlook so bad a lot once in "
            f"{1 / BETA:.0f} times, if the check finds all that is there."
        )
    if waiting and steered:
        _say(
            f"The effort goes where most items are expected to have been missed, at least {LEAST_M2} m² to each lot. A "
            f"clearance is taken to miss {percent(MISS)} of the items; that is a choice, not a measurement."
        )


def _waits(one: dict[str, Any]) -> str:
    said = f"{one['task']} ({one['state']}, {one['team']}), lot {square_metres(one['lot_m2'])}: "
    said += " and ".join(
        f"check {square_metres(sample['sample_m2'])} to catch {percent(sample['bad_share'])} bad ground"
        for sample in one["samples"]
    )
    said += "" if one["samples"] else "no square metres are on record, so no sample can be given"
    open_ = one["open_nonconformities"]
    return said + (f"; {open_} non-conformities to be corrected first" if open_ else "")


def _tell_inspections(inspections: list[dict[str, Any]]) -> None:
    _say(f"Inspections so far: {len(inspections)}")
    if len(inspections) > _MOST:
        _say(f"… {len(inspections) - _MOST} earlier ones: see --json", indent=2)
    for one in inspections[-_MOST:]:
        _say(
            f"{one['on']} {one['task']} {one['result']} by {one['by']} (entry {one['entry']}). {one['says']}", indent=2
        )


def _tell_teams(teams: list[dict[str, Any]]) -> None:
    if teams:
        _say("Teams, each compared with its own earlier checks and with no other team:")
    for one in teams:
        out = [point for point in one["points"] if point["out_of_control"]]
        faults = f"{one['faults']} faults on {square_metres(one['checked_m2'])} in {one['checks']} check(s)"
        _say(f"{one['team']}: {faults}{_left_out(one)}; {len(out)} point(s) out of control", indent=2)
        for point in out:
            _say(point["says"], indent=4)


def _left_out(one: dict[str, Any]) -> str:
    if not one["not_charted"]:
        return ""
    faulty = one["faulty_not_charted"]
    return f"; {one['not_charted']} more without a usable sample of this team alone, {faulty} of them with a fault"


def _say(text: str, *, indent: int = 0) -> None:
    """A paragraph of at most 100 columns."""
    first, next_ = " " * indent, " " * (indent + 2 if indent else 0)
    for line in wrap(text, _WIDTH, initial_indent=first, subsequent_indent=next_, break_on_hyphens=False):
        typer.echo(line)
