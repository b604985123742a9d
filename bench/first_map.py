"""How long until the map of 100,000 polygons is there in a browser without a screen, drawn in software."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.figures import Figure, Result, Skipped

TOPIC = "first map"
CHROMIUM = Path("/usr/bin/chromium")
BAR_S = 3.0
WAIT_MS = 120_000
FLAGS = ["--no-sandbox", "--disable-gpu", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
TILTH = [sys.executable, "-c", "from tilth.cli import main; main()"]
_STATED = re.compile(r"http://127\.0\.0\.1:\d+")


def measure(folder: Path, *, quick: bool) -> list[Result]:
    """Seconds from asking for the page until there is something to see, and until all of it is drawn."""
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        return [Skipped(TOPIC, "playwright is not installed (make judges installs it)")]
    if not CHROMIUM.exists():
        return [Skipped(TOPIC, "Chromium is not here (on Debian: apt install chromium)")]
    file = folder / "map.gpkg"
    hazards = 2_000 if quick else 38_000
    made = [*TILTH, "synth", "province", str(file), "--hazards", str(hazards), "--seed", "3", "--work", "0"]
    subprocess.run(made, check=True, capture_output=True)
    with serving(file) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        visits = [visit(browser, f"{address}/map") for _ in range(3)]
        browser.close()
    polygons = _polygons(file)
    first, second = visits[0], min(visits[1:])
    said = f"{polygons:,} polygons, Chromium in software".replace(",", " ")
    return [
        Figure(TOPIC, "first visit since the server began: seen", first[0], "s", note=said),
        Figure(TOPIC, "first useful map", second[0], "s", BAR_S, at_most=True, note=said),
        Figure(TOPIC, "all of it drawn", second[1], "s", note=said),
    ]


def visit(browser: Any, address: str) -> tuple[float, float]:
    """Seconds until land is drawn, and until the map stands still, for somebody who was never here."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("#map[data-seen]", timeout=WAIT_MS)
    seen = time.perf_counter() - start
    page.wait_for_selector("#map[data-ready]", timeout=WAIT_MS)
    ready = time.perf_counter() - start
    context.close()
    return seen, ready


@contextmanager
def serving(file: Path) -> Iterator[str]:
    """A room over a file, in a process of its own."""
    process = subprocess.Popen([*TILTH, "serve", str(file), "--port", "0"], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        yield next(found[0] for line in process.stderr if (found := _STATED.search(line)))
    finally:
        process.terminate()
        process.communicate(timeout=60)


def _polygons(file: Path) -> int:
    with sqlite3.connect(file) as connection:
        counts = [connection.execute(f"SELECT count(*) FROM {layer}").fetchone() for layer in ("hazards", "releases")]
    return sum(count for (count,) in counts)
