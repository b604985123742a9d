"""Draw the pictures of the README: `python tools/make_pictures.py` writes docs/pictures/province.png and mission.png.

They are those of `tilth demo`: the invented province, and the timeline of the mission in the examples.
"""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path

from PIL import Image

from tilth.cli.demo import SEED, examples
from tilth.desk.importing import import_sheets
from tilth.desk.inventing import book_province
from tilth.desk.picturing import land_picture
from tilth.desk.programme import Programme
from tilth.desk.starting import start
from tilth.desk.touring import tour
from tilth.exchange.read import read_sheets
from tilth.land.account import account
from tilth.reports.map import Sheet, as_png, draw_map
from tilth.reports.map_layers import layers_of
from tilth.reports.timeline import draw_timeline
from tilth.store.memory import Memory
from tilth.synth.province import province

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
HAZARDS = 300
AS_AT = date(2025, 12, 31)
DOTS_PER_INCH = 150


def province_picture() -> bytes:
    """The map of the invented province."""
    land = province(hazards=HAZARDS, seed=SEED)
    programme = Programme(Memory())
    book_province(programme, land, now=datetime(2026, 1, 1, tzinfo=UTC))
    closing = account(programme.postings(), start=None, as_at=AS_AT).closing
    sheet = Sheet(land.name, AS_AT.isoformat(), closing, invented=True)
    figure = draw_map(land_picture(programme, as_at=AS_AT), sheet, layers=layers_of(land))
    return _small(as_png(figure, dots_per_inch=DOTS_PER_INCH))


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


def _small(png: bytes) -> bytes:
    """The same in 256 colours, under 400 kB."""
    pixels = Image.open(io.BytesIO(png)).convert("RGB")
    out = io.BytesIO()
    pixels.quantize(256, dither=Image.Dither.NONE).save(out, format="PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / "province.png").write_bytes(province_picture())
    (PICTURES / "mission.png").write_bytes(mission_picture())
