"""Tiles: every tile of a landscape of 100,000 polygons from zoom 9 on, drawn anew, and by PostGIS's ST_AsMVT."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import shapely

from bench import cluster
from bench.booking import booked
from bench.figures import Figure, Result, Skipped
from bench.land import villages
from tilth.desk.draft import Draft
from tilth.web.features import Features, landscape_of
from tilth.web.layers import LAYERS, OF_KIND
from tilth.web.room import Room
from tilth.web.tiles.drawing import FIRST_DRAWN_ZOOM, MOST_BYTES, Spot, drawn, rows_of

TOPIC = "tiles"
ZOOMS = range(6, 15)
MOST_SPOTS = 150  # of a zoom, chosen by chance


def measure(folder: Path, *, quick: bool) -> list[Result]:
    """How long a tile takes that nobody has asked for since the last entry, and how large it is."""
    polygons, file = 10_000 if quick else 100_000, folder / "tiles.gpkg"
    batches = list(villages(polygons, order="village", amending=False))
    booked(file, batches, runs=1)
    room = Room(file)
    with room.read() as reading:
        before = time.perf_counter()
        layers = [(layer, landscape_of(room).layer(layer.name, reading)) for layer in LAYERS[:2]]
        read_s = time.perf_counter() - before
    taken, low, sizes = [], [], []
    asked: Asked = {layer.name: list(spots(features)) for layer, features in layers}
    for layer, features in layers:
        for spot in asked[layer.name]:
            before = time.perf_counter()
            raw = drawn(layer, features, features.standing(rows_of(features, spot)), spot)
            (taken if spot.z >= FIRST_DRAWN_ZOOM else low).append(time.perf_counter() - before)
            sizes.append(len(raw))
    room.close()
    return [
        Figure(TOPIC, f"{polygons} polygons, tile p95, z ≥ 9", 1e3 * float(np.quantile(taken, 0.95)), "ms", 60, True),
        Figure(TOPIC, "tile p95, z 6 to 8, cells", 1e3 * float(np.quantile(low, 0.95)), "ms"),
        Figure(TOPIC, "tile p50, z ≥ 9", 1e3 * float(np.quantile(taken, 0.5)), "ms"),
        Figure(TOPIC, "largest tile", max(sizes) / 1e3, "kB", MOST_BYTES / 1e3, True, note=f"{len(sizes)} tiles"),
        Figure(TOPIC, "first reading of the file", read_s, "s"),
        *_by_postgis([draft for batch in batches for draft in batch], asked),
    ]


def spots(features: Features) -> Iterator[Spot]:
    """Tiles that hold something, of each zoom at most `MOST_SPOTS`."""
    chance = random.Random(1)
    middles = shapely.get_coordinates(shapely.centroid(features.drawn[features.live()]))
    for zoom in ZOOMS:
        places = np.unique(np.floor(middles * 2**zoom).astype(int), axis=0)
        chosen = chance.sample(range(len(places)), min(MOST_SPOTS, len(places)))
        yield from (Spot(zoom, *places[at].tolist()) for at in chosen)


_TABLES = "CREATE TABLE hazards (id text, status text, day text, geom geometry); CREATE TABLE releases (LIKE hazards);"
_INDEX = """
UPDATE {layer} SET geom = ST_Transform(geom, 3857);
CREATE INDEX ON {layer} USING gist (geom);
ANALYZE {layer};
"""
_TILE = """
SELECT ST_AsMVT(one, '{layer}') FROM (
  SELECT id, status, day, ST_AsMVTGeom(geom, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true) AS geom
  FROM {layer} WHERE geom && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 64.0 / 4096)) AS one WHERE geom IS NOT NULL
"""
_FRAME = """
INSERT INTO spatial_ref_sys (srid, proj4text)
VALUES (6933, '+proj=cea +lat_ts=30 +lon_0=0 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs') ON CONFLICT DO NOTHING
"""
Asked = dict[str, list[Spot]]


def _by_postgis(drafts: Sequence[Draft], asked: Asked) -> list[Result]:
    """The same tiles of the same layers by ST_AsMVT with a GiST index."""
    reason = cluster.why_not() or (None if find_spec("psycopg") else "psycopg is not installed (make bench does it)")
    if reason:
        return [Skipped(TOPIC, reason)]
    import psycopg

    taken, largest = [], 0
    with cluster.cluster() as home:
        cluster.psql(home, _FRAME + ";" + _TABLES)
        with psycopg.connect(host=str(home), port=cluster.PORT, user=cluster.SERVER_USER, dbname="postgres") as server:
            cursor = server.cursor()
            for layer in asked:
                rows = [_row(draft) for draft in drafts if draft.geometry is not None and OF_KIND[draft.kind] == layer]
                cursor.executemany(f"INSERT INTO {layer} VALUES (%s, %s, %s, ST_GeomFromWKB(%b, 6933))", rows)
                server.commit()
                cluster.psql(home, _INDEX.format(layer=layer))
            for layer, spot in ((layer, spot) for layer, many in asked.items() for spot in many):
                if spot.z < FIRST_DRAWN_ZOOM:
                    continue
                before = time.perf_counter()
                raw = cursor.execute(_TILE.format(layer=layer), spot._asdict()).fetchone()
                taken.append(time.perf_counter() - before)
                largest = max(largest, len(raw[0]) if raw and raw[0] else 0)
    return [
        Figure(TOPIC, "PostGIS, tile p95, z ≥ 9", 1e3 * float(np.quantile(taken, 0.95)), "ms"),
        Figure(TOPIC, "PostGIS, largest tile, z ≥ 9", largest / 1e3, "kB"),
    ]


def _row(draft: Draft) -> tuple[object, ...]:
    day = draft.when.text if draft.when else None
    return draft.source_id, draft.kind, day, shapely.to_wkb(draft.geometry)
