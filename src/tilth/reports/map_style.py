"""How each status looks on a map: told apart by colour, by grey and by hatch, so that a photocopy still reads.

Warm is land under suspicion, cool is land released; no status is green, because no map gives leave to enter.
The colours keep apart under the common kinds of colour blindness (orange against blue).
"""

from __future__ import annotations

from typing import NamedTuple


class Look(NamedTuple):
    """Fill, line and hatch of one status; hatches as matplotlib writes them."""

    fill: str
    line: str
    hatch: str


LOOKS = {
    "cancelled": Look("#eeeff0", "#7c8790", "...."),
    "reduced": Look("#c3dcee", "#3f7195", "-----"),
    "cleared": Look("#6ea6d0", "#1d4a73", ""),
    "suspected": Look("#fad284", "#8f5508", "/////"),
    "confirmed": Look("#cc4a3c", "#5c0f0b", "xxxxx"),
}  # in the order in which they are drawn
LEGEND = ("confirmed", "suspected", "cancelled", "reduced", "cleared")

INK = "#22262a"
QUIET = "#6b7278"
FAINT = "#b4babf"
PAPER = "#fbfaf6"
GROUND = {"field": "#f4efd9", "orchard": "#e8eed2", "pasture": "#eaf0dc", "forest": "#d9e4cc"}
WATER = "#9fbcc6"
ROAD = "#8b8378"
HOUSES = "#55504a"
BORDER = "#a08fa0"
