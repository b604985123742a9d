"""Built islands: which file the build made of `map.js`, and the style sheets that belong to it.

Vite writes `static/built/manifest.json` when the package is built (see `hatch_build.py`). Where npm was missing there
is none: `asset` answers None, and the page says what the map needs.
"""

from __future__ import annotations

import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

ADDRESS = "/static/built/"


def built() -> Traversable:
    """The folder that the build fills; it need not exist."""
    return files("tilth.web").joinpath("static", "built")


def asset(name: str) -> str | None:
    """The address of the script of an island, `map.js`; None where it was not built."""
    chunk = _chunk(name)
    return ADDRESS + chunk["file"] if chunk else None


def styles(name: str) -> tuple[str, ...]:
    """The addresses of the style sheets of an island and of what it shares with others."""
    manifest = _manifest()
    chunk = _chunk(name)
    found: dict[str, None] = {}
    waiting = [chunk] if chunk else []
    while waiting:
        one = waiting.pop(0)
        found |= dict.fromkeys(ADDRESS + file for file in one.get("css", ()))
        waiting += [manifest[key] for key in one.get("imports", ())]
    return tuple(found)


def _chunk(name: str) -> dict[str, Any] | None:
    return _manifest().get(f"src/{name.removesuffix('.js')}.ts")


def _manifest() -> dict[str, dict[str, Any]]:
    """What the build says it made; empty where there was none. A new build is seen without a restart."""
    try:
        found: dict[str, dict[str, Any]] = json.loads(built().joinpath("manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found
