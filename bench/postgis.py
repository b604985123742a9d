"""The obvious alternative on a server: a PostGIS trigger that cuts the partition with every entry."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path

import shapely

from bench import cluster
from bench.booking import booked
from bench.figures import Figure, Result, Skipped
from bench.land import per_second, villages
from tilth.desk.draft import Draft
from tilth.desk.programme import Programme
from tilth.land.account import account
from tilth.land.transitions import rows
from tilth.store.geopackage import open_file

TOPIC = "PostGIS trigger"
TRIGGERS = {"trigger": "trigger.sql", "trigger tuned by hand": "trigger_by_hand.sql"}
Totals = dict[str, float]


def measure(folder: Path, *, quick: bool) -> list[Result]:
    """The same entries by the trigger and by tilth: how long, and how far the totals differ."""
    reason = cluster.why_not()
    if reason:
        return [Skipped(TOPIC, reason)]
    entries, file = 1_000 if quick else 8_000, folder / "beside_postgis.gpkg"
    (drafts,) = villages(entries, order="time", amending=False)
    drafts.sort(key=lambda draft: draft.when.last if draft.when else date.max)
    ours = per_second(booked(file, [drafts]))
    results: list[Result] = [Figure(TOPIC, f"tilth, {entries} entries", ours, "entries/s")]
    for name, script in TRIGGERS.items():
        rate, theirs, version = _by_trigger(script, drafts)
        bar = 10 if script == "trigger.sql" else None
        results += [
            Figure(TOPIC, f"{name}, {entries} entries", rate, "entries/s", note=f"PostGIS {version}"),
            Figure(TOPIC, f"tilth over {name}", ours / rate, "times", bar),
            difference(TOPIC, file, theirs),
        ]
    return results


def _by_trigger(script: str, drafts: Sequence[Draft]) -> tuple[float, Totals, str]:
    """Entries per second by COPY in one transaction, the totals, and the version of PostGIS."""
    table = "".join("\t".join((row["entry"], row["on"], row["becomes"], row["flow"])) + "\n" for row in rows())
    lines = [f"{at}\t{one.kind}\t{shapely.to_wkb(one.geometry, hex=True)}\n" for at, one in enumerate(drafts, start=1)]
    with cluster.cluster() as home:
        for name in ("tables.sql", script):
            cluster.psql(home, files("bench").joinpath(name).read_text(encoding="utf-8"))
        cluster.psql(home, "COPY transition (kind, status, becomes, flow) FROM STDIN", copy=table.encode())
        before = time.perf_counter()
        cluster.psql(home, "COPY entry (number, kind, geom) FROM STDIN", copy="".join(lines).encode())
        rate = len(drafts) / (time.perf_counter() - before)
        found = cluster.psql(home, "SELECT status, sum(ST_Area(geom)) FROM piece GROUP BY status")
        version = cluster.psql(home, "SELECT postgis_lib_version() || ', GEOS ' || postgis_geos_version()").strip()
    return rate, {status: float(m2) for status, m2 in (line.split("|") for line in found.splitlines())}, version


def difference(topic: str, path: Path, theirs: Totals) -> Figure:
    """By how much their total of any status differs from ours, at most, as a share of all land."""
    with open_file(path) as store:
        ours = account(Programme(store).postings(), start=None, as_at=date.max).closing
    apart = {status: abs(m2 - theirs.get(status, 0.0)) for status, m2 in ours.items()}
    worst, land = max(apart, key=lambda status: apart[status]), sum(ours.values())
    note = f"{worst}: {apart[worst]:.1f} m² apart, of {land / 1e6:.1f} km² in all"
    return Figure(topic, "totals apart, at most", apart[worst] / land, "of all land", 1e-5, at_most=True, note=note)
