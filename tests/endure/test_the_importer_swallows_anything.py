"""Random, truncated and mutated files: never a traceback, and every row read is booked or set aside."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from endure_help import command_line, new_programme, problems, some

SHARED = Path(os.environ.get("TILTH_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
SUFFIXES = (".geojson", ".json", ".csv", ".xlsx", ".gpkg", ".fgb", ".kml", ".gml", ".gpx", ".shp", ".zip", ".txt", "")
ODD: tuple[Any, ...] = (
    None, True, "", " ", "NaN", "0", "-0", "1e400", 1e308, -1e308, 10**30, 0.0, -1, [], [[]], {}, {"type": "Point"},
    [None], "2020-13-45", "31.12.2030", "9999-12-31", "\u0000", "\ud800", "é" * 300, "=1+1", "POINT(1 2)",
    "POLYGON((0 0", "Polygon", "GeometryCollection", "MultiCurve", [1, 2, 3, 4, 5], [[0, 0], [0, 0]], "<script>",
    "../../x", 17, 44.1,
)  # fmt: skip


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Sound files of every kind, made by tilth itself, and the shared dirty ones where they are here."""
    folder = tmp_path_factory.mktemp("originals")
    province = folder / "province.gpkg"
    assert command_line("synth", "province", province, "--hazards", 6, "--seed", 3)[0] == 0
    made = []
    for suffix in (".geojson", ".gpkg", ".csv", ".xlsx", ".fgb"):
        out = folder / f"export{suffix}"
        assert command_line("export", province, out)[0] == 0
        made.append(out)
    dirty = SHARED / "dirty"
    small = [path for path in sorted(dirty.rglob("*")) if path.is_file() and path.stat().st_size < 200_000]
    return [*made, province, *small] if dirty.is_dir() else [*made, province]


class Target:
    """Where to import to: a new programme now and then, and the one before must have stayed sound."""

    KEPT_FOR = 50

    def __init__(self, folder: Path) -> None:
        self.folder, self.asked, self.path = folder, 0, folder / "none"

    def take(self) -> Path:
        if self.asked % self.KEPT_FOR == 0:
            self.assert_sound()
            self.path = new_programme(self.folder / f"{self.asked}.gpkg")
        self.asked += 1
        return self.path

    def assert_sound(self) -> None:
        if self.asked:
            assert problems(self.path) == []
            _, out, _ = command_line("account", self.path, "--json")
            assert json.loads(out)["balanced"]


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Target]:
    (tmp_path / "targets").mkdir()
    target = Target(tmp_path / "targets")
    yield target
    target.assert_sound()


def _check(target: Target, source: Path, rng: random.Random, what: str) -> bool:
    """Import it; whether it was read at all."""
    kind = rng.choice((None, "suspected", "cleared", "accidents", "statements"))
    options = [*(["--as", kind] if kind else []), *rng.choice(([], [], ["--dry-run"]))]
    code, out, err = command_line("import", target.take(), source, "--said-by", "fuzz", "--json", *options)
    assert code in (0, 1), f"{what}: exit code {code} {options}\n{err[-3000:]}"
    assert "Traceback" not in err
    if code == 1:
        assert err.strip().startswith("tilth: "), f"{what}: {err}"
        assert len(err.strip().splitlines()) == 1, f"{what}: {err}"
        assert out == ""
        return False
    report = json.loads(out)
    assert report["read"] == report["booked"] + report["set_aside"], what
    told = {finding.get("row") for finding in report["findings"]}
    assert len(told) >= min(1, report["set_aside"]), f"{what}: rows set aside without a finding"
    return True


def test_random_bytes_are_refused_in_one_line_or_read(target: Target, tmp_path: Path) -> None:
    rng = random.Random(31)
    starts = (
        b"",
        b"PK\x03\x04",
        b"SQLite format 3\0",
        b"{",
        b'{"type":"FeatureCollection"',
        b"fgb\x03fgb\0",
        b"id,wkt\n",
        b"\xff\xfe",
    )
    for trial in range(some(0.6)):
        path = tmp_path / f"{trial}{rng.choice(SUFFIXES)}"
        path.write_bytes(rng.choice(starts) + rng.randbytes(rng.choice((0, 1, 10, 100, 1000, 20_000))))
        _check(target, path, rng, f"trial {trial} {path.suffix}")
        path.unlink()


def test_truncated_files_are_refused_or_read_in_part(originals: list[Path], target: Target, tmp_path: Path) -> None:
    rng = random.Random(32)
    for trial in range(some(0.6)):
        original = rng.choice(originals)
        raw = original.read_bytes()
        path = tmp_path / f"{trial}{original.suffix}"
        path.write_bytes(raw[: rng.randrange(len(raw) + 1)])
        _check(target, path, rng, f"trial {trial} {original.name}")
        path.unlink()


def test_flipped_bytes_are_refused_or_read(originals: list[Path], target: Target, tmp_path: Path) -> None:
    rng = random.Random(33)
    for trial in range(some(0.8)):
        original = rng.choice(originals)
        raw = bytearray(original.read_bytes())
        for _ in range(rng.choice((1, 3, 20, 200))):
            raw[rng.randrange(len(raw))] = rng.randrange(256)
        path = tmp_path / f"{trial}{original.suffix}"
        path.write_bytes(raw)
        _check(target, path, rng, f"trial {trial} {original.name}")
        path.unlink()


def test_odd_values_anywhere_in_a_geojson_are_told(originals: list[Path], target: Target, tmp_path: Path) -> None:
    sound = json.loads(originals[0].read_text("utf-8"))
    rng = random.Random(34)
    read = 0
    for trial in range(some(1.0)):
        document = json.loads(json.dumps(sound))
        for _ in range(rng.choice((1, 1, 3, 10))):
            holder, key = rng.choice(list(_places(document)))
            if rng.random() < 0.2 and isinstance(holder, dict):
                holder.pop(key, None)
            else:
                holder[key] = rng.choice(ODD)
        path = tmp_path / f"{trial}.geojson"
        path.write_text(json.dumps(document), encoding="utf-8")
        read += _check(target, path, rng, f"trial {trial}")
        path.unlink()
    assert read > some(1.0) / 3


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a JSON document that holds a value."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield node, key
        yield from _places(value)


def test_odd_cells_anywhere_in_a_table_are_told(originals: list[Path], target: Target, tmp_path: Path) -> None:
    sound = list(csv.reader(io.StringIO(originals[2].read_text("utf-8-sig"))))
    rng = random.Random(35)
    for trial in range(some(0.6)):
        rows = [list(row) for row in sound]
        for _ in range(rng.choice((1, 3, 10, 50))):
            row = rng.choice(rows)
            change = rng.choice((_replace, _replace, _drop, _add, _swap))
            change(row, rng)
        path = tmp_path / f"{trial}.{rng.choice(('csv', 'tsv'))}"
        with path.open(
            "w", encoding=rng.choice(("utf-8", "utf-8-sig", "utf-16", "cp1251")), errors="replace", newline=""
        ) as file:
            csv.writer(file, delimiter=rng.choice(",;\t|")).writerows(rows)
        _check(target, path, rng, f"trial {trial}")
        path.unlink()


def _replace(row: list[str], rng: random.Random) -> None:
    if row:
        row[rng.randrange(len(row))] = str(rng.choice(ODD)).replace("\ud800", "?")


def _drop(row: list[str], rng: random.Random) -> None:
    if row:
        row.pop(rng.randrange(len(row)))


def _add(row: list[str], rng: random.Random) -> None:
    row.insert(rng.randrange(len(row) + 1), str(rng.randrange(99)))


def _swap(row: list[str], rng: random.Random) -> None:
    rng.shuffle(row)


def test_odd_parts_of_a_workbook_are_told(originals: list[Path], target: Target, tmp_path: Path) -> None:
    rng = random.Random(36)
    for trial in range(some(0.4)):
        path = tmp_path / f"{trial}.xlsx"
        _mutate_workbook(originals[3], path, rng)
        _check(target, path, rng, f"trial {trial}")
        path.unlink()


def _mutate_workbook(original: Path, out: Path, rng: random.Random) -> None:
    """Change bytes inside the unpacked parts, so that the zip stays sound and the mistake is found deeper."""
    changes: tuple[Callable[[bytes], bytes], ...] = (
        lambda raw: raw.replace(b"<v>", b"<v>x", rng.randrange(1, 9)),
        lambda raw: raw.replace(b"<row", b"<wor", 1),
        lambda raw: raw.replace(b'r="A', b'r="ZZZZ', rng.randrange(1, 4)),
        lambda raw: raw[: rng.randrange(len(raw) + 1)],
        lambda raw: raw.replace(b"</c>", b"", 1),
        lambda raw: raw.replace(b"1", b"999999999999", 5),
        lambda raw: b"",
    )
    with zipfile.ZipFile(original) as read, zipfile.ZipFile(out, "w") as written:
        names = read.namelist()
        hurt = set(rng.sample(names, rng.choice((1, 1, 2))))
        for name in names:
            if name in hurt and rng.random() < 0.1:
                continue
            raw = read.read(name)
            written.writestr(name, rng.choice(changes)(raw) if name in hurt else raw)


def test_the_shared_dirty_files_are_all_read_or_refused(target: Target, tmp_path: Path, shared_data: Path) -> None:
    rng = random.Random(37)
    for path in sorted((shared_data / "dirty").rglob("*")):
        if path.is_file():
            copy = Path(shutil.copy(path, tmp_path / path.name))
            _check(target, copy, rng, path.name)
