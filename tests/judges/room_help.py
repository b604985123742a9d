"""A room that is served by a process of its own, as `tilth serve` does it."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

JUDGES = Path(__file__).parents[2] / ".venv" / "judges"
_SERVE = "from tilth.cli import main; main()"


@contextmanager
def served(file: Path, *arguments: str) -> Iterator[str]:
    """The address of a room over `file`; it is closed at the end."""
    command = [sys.executable, "-c", _SERVE, "serve", str(file), "--port", "0", *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        told = process.stderr.readline()
        address = re.search(r"http://\S+?(?=/ )", told)
        assert address, told + process.stderr.read()
        # What it says later is read and left, so that a full pipe never stops it.
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield address.group()
    finally:
        process.terminate()
        process.wait(timeout=20)
        if process.stderr is not None:
            process.stderr.close()
