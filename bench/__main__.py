"""`python -m bench [--quick] [--million] [TOPIC …]`: measure, print the table, write bench/out."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench import booking, conflicts, first_map, forecast, growth, imports, overlay, postgis, reading, tiles
from bench.figures import Figure, Result, in_columns, keep
from bench.machine import machine

OUT = Path(__file__).with_name("out")


def main() -> int:
    """Run the wanted topics one after another; exit code 1 if a bar was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, about a minute: to see that it runs")
    parser.add_argument("--million", action="store_true", help="also 1,000,000 entries, some ten minutes")
    parser.add_argument(
        "topics",
        nargs="*",
        metavar="TOPIC",
        help="booking, postgis, overlay, growth, conflicts, reading, forecast, tiles, map, start",
    )
    asked = parser.parse_args()
    topics = _topics(quick=asked.quick, million=asked.million)
    unknown = set(asked.topics) - topics.keys()
    if unknown:
        parser.error(f"no such topic: {', '.join(sorted(unknown))}")
    here, results = machine(), []
    for name, value in here.items():
        print(f"{name:>12}: {value}")
    with tempfile.TemporaryDirectory(prefix="tilth-bench-") as folder:
        for name in asked.topics or topics:
            print(f"measuring {name} ...", file=sys.stderr, flush=True)
            results += topics[name](Path(folder))
    print(in_columns(results))
    keep(OUT, here, results)
    print(f"Written: {OUT.name}/figures.json and {OUT.name}/figures.md")
    missed = [result for result in results if isinstance(result, Figure) and result.reached is False]
    if missed:
        print(f"{len(missed)} bar(s) missed.")
    return int(bool(missed) and not asked.quick)


def _topics(*, quick: bool, million: bool) -> dict[str, Callable[[Path], list[Result]]]:
    sizes = [2_000, 10_000] if quick else [10_000, 100_000]
    return {
        "booking": partial(booking.measure, quick=quick),
        "postgis": partial(postgis.measure, quick=quick),
        "overlay": partial(overlay.measure, quick=quick),
        "growth": partial(growth.measure, sizes=[*sizes, 1_000_000] if million else sizes),
        "conflicts": partial(conflicts.measure, quick=quick),
        "reading": partial(reading.measure, quick=quick),
        "forecast": partial(forecast.measure, quick=quick),
        "map": partial(first_map.measure, quick=quick),
        "tiles": partial(tiles.measure, quick=quick),
        "start": partial(imports.measure, quick=quick),
    }


if __name__ == "__main__":
    sys.exit(main())
