"""The same shape twice."""

from __future__ import annotations

from hashlib import blake2b

import shapely

from tilth.places.batch import Batch


def note_repeated_polygons(batch: Batch, seen: dict[bytes, int]) -> None:
    """Note polygons that an earlier row had, wherever their rings begin and whichever way they run."""
    kept = batch.kept
    shapes = shapely.to_wkb(shapely.normalize(batch.geometry[kept]))
    for at, row, shape in zip(kept.tolist(), batch.rows[kept].tolist(), shapes, strict=True):
        digest = blake2b(shape, digest_size=16).digest()
        if digest in seen:
            batch.note("repeated_geometry", at, of=seen[digest])
        else:
            seen[digest] = row


def note_repeated_points(batch: Batch, seen: dict[bytes, int]) -> None:
    """Note once how many points an earlier row had: several reports of one place are usual."""
    kept = batch.kept
    again: list[tuple[int, int]] = []
    places = shapely.get_coordinates(batch.geometry[kept]) + 0.0  # no negative zero
    for row, place in zip(batch.rows[kept].tolist(), places, strict=True):
        if place.tobytes() in seen:
            again.append((row, seen[place.tobytes()]))
        else:
            seen[place.tobytes()] = row
    if again:
        batch.note("repeated_point", None, count=len(again), row_of=again[0][0], of=again[0][1])
