"""Draw the pictures of the README: `python tools/make_pictures.py` writes docs/pictures/province.png.

The picture is that of the invented province which `tilth demo` shows.
"""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path

from PIL import Image

from tilth.cli.demo import SEED
from tilth.desk.inventing import book_province
from tilth.desk.picturing import land_picture
from tilth.desk.programme import Programme
from tilth.land.account import account
from tilth.reports.map import Sheet, as_png, draw_map
from tilth.reports.map_layers import layers_of
from tilth.store.memory import Memory
from tilth.synth.province import province

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
HAZARDS = 300
AS_AT = date(2025, 12, 31)
DOTS_PER_INCH = 150


def picture() -> bytes:
    """The map as PNG in 256 colours, under 400 kB."""
    land = province(hazards=HAZARDS, seed=SEED)
    programme = Programme(Memory())
    book_province(programme, land, now=datetime(2026, 1, 1, tzinfo=UTC))
    closing = account(programme.postings(), start=None, as_at=AS_AT).closing
    sheet = Sheet(land.name, AS_AT.isoformat(), closing, invented=True)
    figure = draw_map(land_picture(programme, as_at=AS_AT), sheet, layers=layers_of(land))
    pixels = Image.open(io.BytesIO(as_png(figure, dots_per_inch=DOTS_PER_INCH))).convert("RGB")
    out = io.BytesIO()
    pixels.quantize(256, dither=Image.Dither.NONE).save(out, format="PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / "province.png").write_bytes(picture())
