"""A runner on threads: the geometry library releases the interpreter lock, so threads use all cores without copying."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

Runner = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


@contextmanager
def on_threads(count: int | None = None) -> Iterator[Runner]:
    """A runner on `count` threads, by default one per core; results come in the order of the tasks."""
    with ThreadPoolExecutor(count or os.cpu_count() or 1) as pool:
        yield pool.map
