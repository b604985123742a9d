"""Reading texts: the invented articles of the tests, one after another, until a text has the wanted length.

A real report has some 5,000 characters; the long text stands for a book of them. Processor time of one process counts.
"""

from __future__ import annotations

import math
import time
from itertools import cycle
from pathlib import Path

from bench.figures import Figure, Result
from tilth.texts.reading import read_text

TOPIC = "reading"
ARTICLES = Path(__file__).parents[1] / "tests" / "texts" / "corpus" / "dev"


def measure(folder: Path, *, quick: bool) -> list[Result]:
    """Seconds for texts of rising length; the growth is linear if the power is near 1."""
    del folder
    sizes = [50_000, 100_000] if quick else [250_000, 500_000, 1_000_000]
    read_text(_text(20_000))  # libraries and tables are loaded once
    results: list[Result] = []
    took = []
    for size in sizes:
        text = _text(size)
        before = time.process_time()
        found = read_text(text)
        took.append(time.process_time() - before)
        bar = 10 if size == 1_000_000 else None
        note = f"{len(found.claims)} claims"
        results.append(Figure(TOPIC, f"{size} characters", took[-1], "s", bar, at_most=True, note=note))
    power = math.log(took[-1] / took[0]) / math.log(sizes[-1] / sizes[0])
    results.append(Figure(TOPIC, "power of growth with the length", power, "", 1.2, at_most=True))
    return results


def _text(characters: int) -> str:
    """Articles in the order of their names, again and again, cut at the wanted length."""
    parts: list[str] = []
    length = 0
    for path in cycle(sorted(ARTICLES.glob("*.txt"))):
        if length >= characters:
            return "\n\n".join(parts)[:characters]
        parts.append(path.read_text(encoding="utf-8"))
        length += len(parts[-1]) + 2
    raise ValueError(f"no articles in {ARTICLES}")
