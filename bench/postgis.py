"""The obvious alternative on a server: a PostGIS trigger that cuts the partition with every entry."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from importlib.util import find_spec
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
    reason = cluster.why_not() or (
        None if find_spec("psycopg") else "psycopg is not installed (make bench installs it)"
    )
    if reason:
        return [Skipped(TOPIC, reason)]
    entries, file = 1_000 if quick else 8_000, folder / "beside_postgis.gpkg"
    (drafts,) = villages(entries, order="time", amending=False)
    drafts.sort(key=lambda draft: draft.when.last if draft.when else date.max)
    ours = per_second(booked(file, [drafts]))
    rate, theirs, version = max((_by_trigger(drafts) for _ in range(1 if quick else 2)), key=lambda run: run[0])
    return [
        Figure(TOPIC, f"tilth, {entries} entries", ours, "entries/s"),
        Figure(TOPIC, f"trigger, {entries} entries", rate, "entries/s", note=f"PostGIS {version}"),
        Figure(TOPIC, "ratio", ours / rate, "times", 10),
        difference(TOPIC, file, theirs),
    ]


def _by_trigger(drafts: Sequence[Draft]) -> tuple[float, Totals, str]:
    """Entries per second by a prepared INSERT in one transaction, the totals, and the version of PostGIS."""
    import psycopg

    table = "".join("\t".join((row["entry"], row["on"], row["becomes"], row["flow"])) + "\n" for row in rows())
    said = [_row(number, draft) for number, draft in enumerate(drafts, start=1)]
    with cluster.cluster() as home:
        for name in ("tables.sql", "trigger.sql"):
            cluster.psql(home, files("bench").joinpath(name).read_text(encoding="utf-8"))
        cluster.psql(home, "COPY transition (kind, status, becomes, flow) FROM STDIN", copy=table.encode())
        with psycopg.connect(host=str(home), port=cluster.PORT, user=cluster.SERVER_USER, dbname="postgres") as server:
            before = time.perf_counter()
            server.cursor().executemany("INSERT INTO entry VALUES (%b, %b, %b, %b, %b, %b, %b)", said)
            server.commit()
            rate = len(drafts) / (time.perf_counter() - before)
        found = cluster.psql(home, "SELECT status, sum(ST_Area(geom)) FROM piece GROUP BY status")
        version = cluster.psql(home, "SELECT postgis_lib_version() || ', GEOS ' || postgis_geos_version()").strip()
    return rate, {status: float(m2) for status, m2 in (line.split("|") for line in found.splitlines())}, version


def _row(number: int, draft: Draft) -> tuple[object, ...]:
    day = draft.when.last if draft.when else None
    body = json.dumps(draft.body, ensure_ascii=False)
    return number, draft.kind, day, draft.said_by, draft.source_id, body, shapely.to_wkb(draft.geometry)


def difference(topic: str, path: Path, theirs: Totals) -> Figure:
    """By how much their total of any status differs from ours, at most, as a share of all land."""
    with open_file(path) as store:
        ours = account(Programme(store).postings(), start=None, as_at=date.max).closing
    apart = {status: abs(m2 - theirs.get(status, 0.0)) for status, m2 in ours.items()}
    worst, land = max(apart, key=lambda status: apart[status]), sum(ours.values())
    note = f"{worst}: {apart[worst]:.1f} m² apart, of {land / 1e6:.1f} km² in all"
    return Figure(topic, "totals apart, at most", apart[worst] / land, "of all land", 1e-5, at_most=True, note=note)
