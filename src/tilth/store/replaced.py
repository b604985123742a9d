"""A layer that another program wrote anew, and with it lost the triggers that notice edits.

Its rows cannot be told from ours any more. Nothing is booked into such a layer; `tilth rebuild` puts the replaced
table aside under another name and makes the layer again from the journal.
"""

from __future__ import annotations

import sqlite3

from tilth.store import layers

# Every register of a GeoPackage that names tables, those of GDAL included.
_REGISTERS = ("gpkg_contents", "gpkg_geometry_columns", "gpkg_extensions", "gpkg_ogr_contents")


def replaced_layers(connection: sqlite3.Connection) -> list[str]:
    """Layers without one of their triggers, or without a table."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    verbs = ("insert", "update", "delete")
    return [layer for layer in layers.GEOMETRY_TYPE if any(f"tilth_{layer}_{verb}" not in there for verb in verbs)]


def put_aside(connection: sqlite3.Connection, layer: str) -> str | None:
    """Rename a replaced table and make the layer again, empty; returns the new name, None if there was no table."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    kept = None
    if layer in tables:
        kept = next(name for at in range(1, len(tables) + 2) if (name := f"{layer}_outside_{at}") not in tables)
        connection.execute(f"ALTER TABLE {layer} RENAME TO {kept}")
        connection.execute("UPDATE gpkg_contents SET identifier = ? WHERE table_name = ?", (kept, layer))
    for register in _REGISTERS:
        if register not in tables:
            continue
        if kept:
            connection.execute(f"UPDATE {register} SET table_name = ? WHERE table_name = ?", (kept, layer))
        else:
            connection.execute(f"DELETE FROM {register} WHERE table_name = ?", (layer,))
    layers.create_layer(connection, layer)
    return kept
