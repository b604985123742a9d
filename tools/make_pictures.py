"""Draw the pictures of the README: `python tools/make_pictures.py` writes mission.png and room.png.

The timeline of the mission in the examples, and the operations room over the invented province of `tilth demo` (with
Chromium and playwright, which `make judges` installs).
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from tilth.cli.demo import SEED, examples
from tilth.desk.importing import import_sheets
from tilth.desk.programme import Programme
from tilth.desk.starting import start
from tilth.desk.touring import tour
from tilth.exchange.read import read_sheets
from tilth.reports.map import as_png
from tilth.reports.timeline import draw_timeline
from tilth.store.memory import Memory

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
HAZARDS = 300
DOTS_PER_INCH = 150


def mission_picture() -> bytes:
    """The timeline of the mission in the examples. Raises ValueError where no statement there has a date."""
    programme = Programme(Memory())
    now = datetime(2026, 1, 1, tzinfo=UTC)
    start(programme, name="The mission of the starting article", country=None, author="pictures", now=now)
    sources = [examples() / "mission_528" / name for name in ("statements.csv", "facts.csv")]
    sheets = (sheet for source in sources for sheet in read_sheets(source, mapping=None))
    import_sheets(programme, sheets, kind="statements", said_by="the examples", author="pictures", now=now)
    figure = draw_timeline(tour(programme).mission.as_json())
    if figure is None:
        raise ValueError("no statement of the examples has a date")
    return _small(as_png(figure, dots_per_inch=DOTS_PER_INCH))


def room_picture() -> bytes:
    """The map of the operations room, as Chromium shows it."""
    from playwright.sync_api import sync_playwright

    tilth = [sys.executable, "-c", "from tilth.cli import main; main()"]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder, "province.gpkg")
        made = [*tilth, "synth", "province", str(file), "--hazards", str(HAZARDS), "--seed", str(SEED)]
        subprocess.run(made, check=True, capture_output=True)
        room = subprocess.Popen([*tilth, "serve", str(file), "--port", "0"], stderr=subprocess.PIPE, text=True)
        try:
            told = (re.search(r"http://\S+?:\d+", line) for line in room.stderr or ())
            address = next(found[0] for found in told if found)
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 860})
            page.goto(f"{address}/map")
            page.wait_for_selector("#map[data-ready]", timeout=60_000)
            return _small(page.screenshot())
        finally:
            room.terminate()


def _small(png: bytes) -> bytes:
    """The same in 256 colours, under 400 kB."""
    pixels = Image.open(io.BytesIO(png)).convert("RGB")
    out = io.BytesIO()
    pixels.quantize(256, dither=Image.Dither.NONE).save(out, format="PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / "mission.png").write_bytes(mission_picture())
    (PICTURES / "room.png").write_bytes(room_picture())
