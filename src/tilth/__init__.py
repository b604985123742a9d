"""tilth turns reports about explosive ordnance into released land.

The whole of the Python interface is `tilth.open("bosnia.gpkg").account(as_at="2025-12-31")` and its neighbours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from tilth.desk.opened import Opened

__all__ = ["open"]


def open(path: str | PathLike[str]) -> Opened:
    """Open a programme file; use it in a `with` block or call `close`. Raises `tilth.desk.refusal.Refusal`."""
    from pathlib import Path

    from tilth.desk.opened import Opened
    from tilth.store.geopackage import open_file
    from tilth.store.vault import FileVault, vault_path

    return Opened(open_file(Path(path)), FileVault(vault_path(Path(path))))
