"""What `import tilth` costs over a bare interpreter."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench.figures import Figure, Result


def measure(folder: Path, *, quick: bool) -> list[Result]:
    """The median over several starts of each, taken in turns."""
    del folder
    bare, ours = [], []
    for _ in range(7 if quick else 21):
        bare.append(_start("pass"))
        ours.append(_start("import tilth"))
    extra = statistics.median(ours) - statistics.median(bare)
    note = f"bare interpreter {statistics.median(bare):.3f} s"
    return [Figure("start", "import tilth over bare Python", extra, "s", 0.15, at_most=True, note=note)]


def _start(code: str) -> float:
    before = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - before
