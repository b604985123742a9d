"""Builds the islands of the operations room (folder `web`) when the package is built, also for an editable install.

Needed: Node.js and npm. Where they are missing or fail, the package is built without the map, and says so in one line:
every page works without it. Nothing is done where the built files are newer than their sources.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = Path("src", "tilth", "web", "static", "built", "manifest.json")
NEEDS = (
    "The map of the operations room was not built: {why}. It needs Node.js 20.19 or later with npm; then install again."
)
LONGEST_S = 900
NOT_SOURCES = {"node_modules", "dist"}


class IslandsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Fills src/tilth/web/static/built before hatchling collects the files of the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the islands if they are older than their sources; never fail the installation."""
        del version, build_data
        why = build(Path(self.root))
        if why:
            self.app.display_warning(NEEDS.format(why=why))


def build(root: Path) -> str:
    """Build the islands of the checkout at `root`; empty where they are there now, else why they are not."""
    web = root / "web"
    if not (web / "package-lock.json").is_file() or is_newer(root / BUILT, web):
        return ""
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not here"
    wanted: tuple[tuple[str, ...], ...] = (("ci", "--ignore-scripts", "--no-audit", "--no-fund"), ("run", "build"))
    for arguments in wanted:
        why = _run(npm, *arguments, folder=web)
        if why:
            return f"npm {arguments[0]} failed ({why})"
    return ""


def is_newer(built: Path, sources: Path) -> bool:
    """Whether `built` exists and no source is younger."""
    return built.is_file() and all(file.stat().st_mtime <= built.stat().st_mtime for file in _files(sources))


def _files(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name not in NOT_SOURCES:
                yield from _files(entry)
        else:
            yield entry


def _run(npm: str, *arguments: str, folder: Path) -> str:
    """Run npm quietly; empty if it went well, else its last words."""
    told = {"CI": "1", "npm_config_loglevel": "error"}
    try:
        done = subprocess.run(
            [npm, *arguments],
            cwd=folder,
            env=os.environ | told,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LONGEST_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return type(error).__name__
    if done.returncode == 0:
        return ""
    said = (done.stderr.strip() or done.stdout.strip() or f"exit code {done.returncode}").splitlines()
    return said[-1][:200]
