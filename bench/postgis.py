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
Totals = dict[str, float]


def measure(folder: Path, *, quick: bool) -> list[Result]:
    """The same entries by the trigger and by tilth: how long, and how far the totals differ."""
    reason = cluster.why_not()
    if reason:
        return [Skipped(TOPIC, reason)]
    entries = 1_000 if quick else 4_000
    (drafts,) = villages(entries, order="time", amending=False)
    drafts.sort(key=lambda draft: draft.when.last if draft.when else date.max)
    ours = per_second(booked(folder / "beside_postgis.gpkg", [drafts]))
    with cluster.cluster() as home:
        seconds, theirs = _by_trigger(home, drafts)
        version = cluster.psql(home, "SELECT postgis_lib_version() || ', GEOS ' || postgis_geos_version()").strip()
        retried = int(cluster.psql(home, "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM retried"))
    rate = entries / seconds
    return [
        Figure(TOPIC, f"tilth, {entries} entries", ours, "entries/s"),
        Figure(
            TOPIC, f"trigger, {entries} entries", rate, "entries/s", note=f"PostGIS {version}; {retried} cuts retried"
        ),
        Figure(TOPIC, "ratio", ours / rate, "times", 10),
        difference(TOPIC, folder / "beside_postgis.gpkg", theirs),
    ]


def _by_trigger(home: Path, drafts: Sequence[Draft]) -> tuple[float, Totals]:
    cluster.psql(home, files("bench").joinpath("trigger.sql").read_text(encoding="utf-8"))
    table = "".join("\t".join((row["entry"], row["on"], row["becomes"], row["flow"])) + "\n" for row in rows())
    cluster.psql(home, "COPY transition (kind, status, becomes, flow) FROM STDIN", copy=table.encode())
    lines = [f"{at}\t{one.kind}\t{shapely.to_wkb(one.geometry, hex=True)}\n" for at, one in enumerate(drafts, start=1)]
    data = "".join(lines).encode()
    before = time.perf_counter()
    cluster.psql(home, "COPY entry (number, kind, geom) FROM STDIN", copy=data)
    seconds = time.perf_counter() - before
    found = cluster.psql(home, "SELECT status, sum(ST_Area(geom)) FROM piece GROUP BY status")
    return seconds, {status: float(m2) for status, m2 in (line.split("|") for line in found.splitlines())}


def difference(topic: str, path: Path, theirs: Totals) -> Figure:
    """By how much their total of any status differs from ours, at most, as a share of all land."""
    with open_file(path) as store:
        ours = account(Programme(store).postings(), start=None, as_at=date.max).closing
    apart = {status: abs(m2 - theirs.get(status, 0.0)) for status, m2 in ours.items()}
    worst = max(apart, key=lambda status: apart[status])
    land = sum(ours.values())
    note = f"{worst}: {apart[worst]:.1f} m² apart, of {land / 1e6:.1f} km² in all"
    return Figure(
        topic, "largest difference of a status", apart[worst] / land, "of all land", 1e-5, at_most=True, note=note
    )
