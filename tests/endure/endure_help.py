"""What the endurance tests share: how many trials, processes that are killed, and land to book."""

from __future__ import annotations

import io
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import shapely

from tilth.desk.booking import write
from tilth.desk.checking import verify
from tilth.desk.draft import Draft
from tilth.desk.programme import Programme
from tilth.desk.starting import start
from tilth.store.geopackage import create, open_file
from tilth.units.dates import parse_when

TRIALS = int(os.environ.get("TILTH_ENDURE_TRIALS", "300"))
KINDS = ("suspected", "suspected", "confirmed", "cancelled", "reduced", "cleared", "find", "task")


def some(share: float) -> int:
    """A share of the trials, at least three."""
    return max(3, round(TRIALS * share))


def new_programme(path: Path) -> Path:
    """A programme with its first entry."""
    with create(path) as store:
        start(Programme(store), name="Endurance", country=None, author="test", now=datetime.now(UTC))
    return path


def drafts(rng: random.Random, count: int) -> list[Draft]:
    """Overlapping rectangles and some points in a square of four kilometres; nothing comes in the order of its date."""
    found = []
    for _ in range(count):
        kind = rng.choice(KINDS)
        x, y, width, height = (
            round(rng.uniform(low, high), 2) for low, high in ((0, 4e3), (0, 4e3), (20, 300), (20, 300))
        )
        shape = shapely.Point(x, y) if kind == "find" else shapely.box(x, y, x + width, y + height)
        shape = shapely.set_precision(shapely.transform(shape, lambda xy: np.round(xy + 1e6, 2)), 0)
        day = f"20{rng.randrange(15, 25)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 28):02}"
        body = {"district": rng.choice(["North", "South"]), "name": f"Ümlaut {rng.randrange(999)}"}
        found.append(Draft(kind, "test", parse_when(day), f"T-{rng.randrange(10**9)}", shape, body))
    return found


def book(path: Path, many: list[Draft]) -> None:
    """Book drafts in one transaction."""
    with open_file(path) as store:
        write(Programme(store), many, author="test", now=datetime.now(UTC))


def problems(path: Path, head: str | None = None) -> list[str]:
    """What `verify` says is wrong with a file."""
    with open_file(path) as store:
        return list(verify(Programme(store), head=head)["problems"])


# --- processes that are killed --------------------------------------------------------------------------------------


@dataclass
class Child:
    """A forked process; what it tells comes line by line through a pipe."""

    pid: int
    pipe: int

    def kill(self) -> list[str]:
        """`kill -9`, then everything it told before; a line cut off in the middle was not told."""
        os.kill(self.pid, signal.SIGKILL)
        return self.lines()

    def lines(self) -> list[str]:
        """Wait for the end and return all complete lines."""
        told = b""
        while part := os.read(self.pipe, 1 << 16):
            told += part
        os.close(self.pipe)
        os.waitpid(self.pid, 0)
        return told.decode().split("\n")[:-1]


def fork(work: Callable[[Callable[[str], None]], None]) -> Child:
    """Run `work(tell)` in a child that has imported everything already: it is killed at work and not at its start."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Child(pid, reading)
    os.close(reading)
    try:
        work(lambda line: os.write(writing, f"{line}\n".encode()) and None)
    except BaseException:  # noqa: BLE001 - a child has nobody to raise to: it tells instead
        os.write(writing, ("error: " + traceback.format_exc().replace("\n", " | ") + "\n").encode())
    finally:
        os._exit(0)


def wait(seconds: float) -> None:
    """Let a child work for a while."""
    time.sleep(seconds)


@contextmanager
def killed_after(seconds: float, work: Callable[[Callable[[str], None]], None]) -> Iterator[list[str]]:
    """Run `work` in a child and kill it; yields what it told, and fails if it told of an error."""
    child = fork(work)
    wait(seconds)
    told = child.kill()
    assert not [line for line in told if line.startswith("error:")], told
    yield told


# --- the command line -----------------------------------------------------------------------------------------------


def command_line(*arguments: object) -> tuple[int, str, str]:
    """Run `tilth` in this process: exit code, stdout, stderr. What escapes is a traceback and code 99."""
    from tilth.cli import main

    out, err, before = io.StringIO(), io.StringIO(), sys.argv
    sys.argv = ["tilth", *map(str, arguments)]
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception:  # noqa: BLE001 - any exception that comes out of the command line is the fault looked for
        code = 99
        err.write(traceback.format_exc())
    finally:
        sys.argv = before
    return code, out.getvalue(), err.getvalue()
