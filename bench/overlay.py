"""The obvious alternative in a notebook: geopandas.overlay of the whole partition with every event."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from bench.booking import booked
from bench.figures import Figure, Result, Skipped
from bench.land import per_second, villages
from bench.postgis import Totals, difference
from tilth.desk.draft import Draft
from tilth.land.transitions import rows

TOPIC = "geopandas.overlay"
FRAME = "EPSG:6933"


def measure(folder: Path, *, quick: bool) -> list[Result]:
    """The same events by overlay and by tilth. Overlay slows down with every event, so there are few."""
    if find_spec("geopandas") is None:
        return [Skipped(TOPIC, "geopandas is not installed (make bench installs it)")]
    entries = 100 if quick else 500
    (drafts,) = villages(entries, order="time", amending=False)
    drafts.sort(key=lambda draft: draft.when.last if draft.when else date.max)
    ours = per_second(booked(folder / "beside_overlay.gpkg", [drafts]))
    seconds, theirs = _by_overlay(drafts)
    return [
        Figure(TOPIC, f"tilth, {entries} entries", ours, "entries/s"),
        Figure(
            TOPIC,
            f"overlay, {entries} entries",
            entries / seconds,
            "entries/s",
            note="intersection and two differences",
        ),
        Figure(TOPIC, "ratio", ours * seconds / entries, "times", 50),
        difference(TOPIC, folder / "beside_overlay.gpkg", theirs),
    ]


def _by_overlay(drafts: Sequence[Draft]) -> tuple[float, Totals]:
    import geopandas
    import pandas

    becomes = {(row["entry"], row["on"]): row["becomes"] for row in rows()}
    cut = partial(geopandas.overlay, keep_geom_type=True)
    before = time.perf_counter()
    land = None
    for draft in drafts:
        event = geopandas.GeoDataFrame({"kind": [draft.kind]}, geometry=[draft.geometry], crs=FRAME)
        fresh, parts = event, []
        if land is not None:
            inside = cut(land, event, how="intersection")
            inside["status"] = [becomes[draft.kind, status] for status in inside["status"]]
            parts = [inside, cut(land, event, how="difference")]
            fresh = cut(event, land, how="difference")
        fresh = fresh.assign(status=becomes[draft.kind, "unrecorded"])
        frames = [part[["status", "geometry"]] for part in (*parts, fresh) if len(part)]
        land = geopandas.GeoDataFrame(pandas.concat(frames, ignore_index=True), crs=FRAME)
    seconds = time.perf_counter() - before
    if land is None:
        return seconds, {}
    return seconds, land.area.groupby(land["status"]).sum().to_dict()
