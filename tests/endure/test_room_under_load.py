"""Fifty people read and four write for some minutes: no error, no writing lost, no long wait. Then it is killed."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.request import Request, urlopen

import pytest
from room_load import DATA, PAGES, load, outline

from tilth.desk.checking import verify
from tilth.desk.programme import Programme
from tilth.store.geopackage import open_file

MINUTES = float(os.environ.get("TILTH_ENDURE_MINUTES", "5"))
KILLS = int(os.environ.get("TILTH_ENDURE_KILLS", "10"))
READERS, WRITERS = 50, 4
LONGEST_P95_S = 0.2
RESTART_S = 2.0
_MAIN = "from tilth.cli import main; main()"


@contextmanager
def _served(file: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [sys.executable, "-c", _MAIN, "serve", str(file), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        told = process.stderr.readline()
        address = re.search(r"http://\S+?(?=/ )", told)
        assert address, told + process.stderr.read()
        log = threading.Thread(target=_keep, args=(process.stderr, _log_of(file)), daemon=True)
        log.start()
        try:
            yield address.group(), process
        finally:
            process.kill()
            log.join(5)


def _keep(said: IO[str], log: Path) -> None:
    """What the server says, a traceback above all, line by line in a file."""
    with log.open("a") as kept:
        for line in said:
            kept.write(line)
            kept.flush()


def _log_of(file: Path) -> Path:
    return file.with_suffix(".log")


def _ids(file: Path) -> set[str]:
    """Source ids of all hazards in the journal, whose chain and balances are walked first."""
    with open_file(file) as store:
        found = verify(Programme(store))
        assert found["ok"], found["problems"]
        return {sealed.entry.source_id or "" for sealed in store.read(kinds=("suspected",))}


@pytest.fixture
def province(tmp_path: Path) -> Path:
    """An invented province of two hundred hazards."""
    file = tmp_path / "province.gpkg"
    words = ["synth", "province", str(file), "--hazards", "200", "--seed", "5"]
    subprocess.run([sys.executable, "-c", _MAIN, *words], check=True, capture_output=True)
    return file


def test_many_read_and_some_write_without_an_error_or_a_long_wait(province: Path) -> None:
    with _served(province) as (address, process):
        seen = asyncio.run(load(address, readers=READERS, writers=WRITERS, seconds=60 * MINUTES))
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
    assert not seen.faults, "\n".join([*seen.faults[:5], _log_of(province).read_text()[-5000:]])
    assert len(seen.acknowledged) >= WRITERS * MINUTES * 60 / 4
    assert set(seen.acknowledged) <= _ids(province)
    assert seen.p95(PAGES) <= LONGEST_P95_S, {path: seen.p95((path,)) for path in (*PAGES, *DATA, "POST")}


def test_a_killed_room_has_lost_nothing_acknowledged_and_is_back_soon(province: Path) -> None:
    acknowledged: set[str] = set()
    waits = []
    for kill in range(KILLS):
        started = time.monotonic()
        with _served(province) as (address, process):
            urlopen(f"{address}/ogc", timeout=20).read()
            waits.append(time.monotonic() - started)
            threading.Timer(0.3 + 0.13 * kill, process.kill).start()
            acknowledged |= set(_write_until_it_dies(address, kill))
        assert acknowledged <= _ids(province)
    assert acknowledged
    assert sorted(waits)[len(waits) // 2] <= RESTART_S, waits


def _write_until_it_dies(address: str, kill: int) -> Iterator[str]:
    for count in range(1000):
        name = f"K{kill}-{count}"
        feature = {"type": "Feature", "properties": {"id": name}, "geometry": outline(kill * 1000 + count)}
        body = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
        query = f"name={name}.geojson&as=suspected&said_by=somebody"
        request = Request(f"{address}/api/imports?{query}", data=body)
        request.add_header("content-type", "application/octet-stream")
        try:
            with urlopen(request, timeout=20) as answer:
                if json.load(answer)["booked"] == 1:
                    yield name
        except OSError:
            return
