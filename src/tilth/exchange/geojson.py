"""GeoJSON (RFC 7946), feature by feature: values keep their JSON types, and a broken feature costs only itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import shapely

from tilth.exchange.geojson_shapes import read_geometries
from tilth.exchange.record import FIXED, OVERFLOW, ExportRecord
from tilth.exchange.rows import Rows
from tilth.exchange.source import unreadable
from tilth.exchange.text import encoding_of

_PIECE = 1 << 20  # characters read at a time
_CRS84 = "OGC:CRS84"  # what GeoJSON is in where it does not say
_CRS = re.compile(r'"crs"\s*:\s*(?=[{n])')
_DECODER = json.JSONDecoder()


def read_geojson(path: Path, *, layer: str, chunk_rows: int) -> Iterator[Rows]:
    """Features as rows, in order. A member `id` of a feature is the column `id` where it has no property of that name.

    Raises Refusal where the text is no GeoJSON or ends early; rows read until there have been handed on.
    """
    encoding, findings = encoding_of(path, layer=layer)
    crs = _stated_crs(path, encoding)
    first, chunk = 1, []
    for feature in _features(path, encoding):
        chunk.append(feature)
        if len(chunk) == chunk_rows:
            yield _rows(chunk, first, layer, crs, findings)
            first, chunk, findings = first + len(chunk), [], []
    if chunk or first == 1:
        yield _rows(chunk, first, layer, crs, findings)


def _rows(features: list[Any], first: int, layer: str, crs: str, findings: list[Any]) -> Rows:
    columns: dict[str, list[Any]] = {}
    for position, feature in enumerate(features):
        for name, value in _properties(feature).items():
            if name not in columns:
                columns[name] = [None] * len(features)
            columns[name][position] = value
    shapes = read_geometries(features)
    return Rows(layer, first, len(features), columns, shapes, crs, list(findings), quotes=False)


def _properties(feature: Any) -> dict[str, Any]:
    if not isinstance(feature, dict):
        return {}
    properties = feature.get("properties")
    said = dict(properties) if isinstance(properties, dict) else {}
    if said.get("id") is None and feature.get("id") is not None:
        said["id"] = feature["id"]
    return said


def _stated_crs(path: Path, encoding: str) -> str:
    """The old member `crs`, which stands before the features or behind them."""
    with path.open("rb") as file:
        head = file.read(1 << 16)
        file.seek(max(0, path.stat().st_size - (1 << 12)))
        tail = file.read()
    for piece in (head, tail):
        text = piece.decode(encoding, errors="replace")
        features = text.find('"features"')
        for found in _CRS.finditer(text):
            if piece is head and 0 <= features < found.start():
                break
            try:
                member, _ = _DECODER.raw_decode(text, found.end())
                return str(member["properties"]["name"])
            except (ValueError, KeyError, TypeError, RecursionError):
                continue
    return _CRS84


def _features(path: Path, encoding: str) -> Iterator[Any]:
    """The features of a collection one by one, or the one feature or geometry the file is."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        text = _Text(file, path)
        text.expect("{")
        members: dict[str, Any] = {}
        collection = False
        while not text.accept("}"):
            name = text.value()
            text.expect(":")
            if name == "features" and text.accept("["):
                collection = True
                yield from _elements(text)
            else:
                members[str(name)] = text.value()
            if not text.accept(","):
                text.expect("}")
                break
        if text.peek():
            raise unreadable(path, "text stands behind the end of the GeoJSON")
    if not collection:
        yield _single(members, path)


def _elements(text: _Text) -> Iterator[Any]:
    if text.accept("]"):
        return
    while True:
        yield text.value()
        if text.accept("]"):
            return
        text.expect(",")


def _single(members: dict[str, Any], path: Path) -> dict[str, Any]:
    if members.get("type") == "Feature":
        return members
    if "coordinates" in members or "geometries" in members:
        return {"type": "Feature", "properties": {}, "geometry": members}
    raise unreadable(path, "it is JSON without features or coordinates")


class _Text:
    """A JSON text of any length, of which only the part in work is in memory."""

    def __init__(self, file: IO[str], path: Path) -> None:
        self._file, self._path = file, path
        self._buffer, self._at, self._ended = "", 0, False

    def _more(self) -> bool:
        """Read on, doubling what is held, so that one huge value is not decoded again and again."""
        if self._ended:
            return False
        held = self._buffer[self._at :]
        piece = self._file.read(max(_PIECE, len(held)))
        self._buffer, self._at, self._ended = held + piece, 0, not piece
        return bool(piece)

    def peek(self) -> str:
        """The next character that is no blank; empty at the end."""
        while True:
            while self._at < len(self._buffer):
                if self._buffer[self._at] not in " \t\r\n":
                    return self._buffer[self._at]
                self._at += 1
            if not self._more():
                return ""

    def accept(self, character: str) -> bool:
        """Take the next character if it is this one."""
        if self.peek() != character:
            return False
        self._at += 1
        return True

    def expect(self, character: str) -> None:
        """Take the next character; Refusal if it is another."""
        if not self.accept(character):
            found = f"“{self.peek()}”" if self.peek() else "the end"
            raise unreadable(self._path, f"{found} stands where “{character}” is needed; it is no GeoJSON or cut short")

    def value(self) -> Any:
        """Take the next JSON value."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer, self._at)
            except RecursionError as error:
                raise unreadable(self._path, "its brackets are nested too deeply") from error
            except ValueError as error:
                if self._more():
                    continue
                raise unreadable(self._path, f"it is no GeoJSON or cut short ({error})") from error
            if end == len(self._buffer) and self._more():
                continue  # a number may go on
            self._at = end
            return value


def write_geojson(path: Path, records: Iterable[ExportRecord], *, name: str) -> list[str]:
    """Write one feature per line, so that a million of them need no memory. Nothing is lost."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type":"FeatureCollection","name":' + json.dumps(name, ensure_ascii=False) + ',"features":[')
        separator = "\n"
        for record in records:
            file.write(separator + _safe(_feature(record)))
            separator = ",\n"
        file.write("\n]}\n")
    return []


def _feature(record: ExportRecord) -> str:
    stated = record.stated()
    clashing = {key: value for key, value in stated.items() if key in FIXED or key == OVERFLOW}
    properties = dict(zip(FIXED, record.fixed(), strict=True))
    properties |= {key: value for key, value in stated.items() if key not in clashing}
    if clashing:
        properties[OVERFLOW] = clashing
    said = json.dumps(properties, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    shape = "null" if record.geometry is None else _shape(record.geometry)
    return f'{{"type":"Feature","properties":{said},"geometry":{shape}}}'


def _shape(geometry: shapely.Geometry) -> str:
    if geometry.is_empty and geometry.geom_type == "Polygon":
        return '{"type":"Polygon","coordinates":[]}'
    return str(shapely.to_geojson(geometry))


def _safe(line: str) -> str:
    """Text that no encoding holds (half of a surrogate pair) is escaped instead."""
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", line)
