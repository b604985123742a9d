"""Writing a page of tilth's own: an earlier one of the same kind is written over, nothing else."""

from __future__ import annotations

from pathlib import Path

from tilth.desk.refusal import Refusal


def refuse_what_is_not(page: Path, *, generator: str) -> None:
    """Raises Refusal 409.1 where `page` exists and was not made by that generator."""
    if page.is_dir():
        raise Refusal("409.1", path=page)
    if page.exists():
        data = page.read_bytes()
        is_ours = generator.encode() in data if data.startswith(b"%PDF") else False
        if not is_ours and f'content="{generator}"'.encode() not in data[:2_000]:
            raise Refusal("409.1", path=page)


def write_file(path: Path, data: bytes) -> None:
    """Write a file. Raises Refusal 403.1 where that is not allowed and 507.1 where the disk does not take it."""
    try:
        path.write_bytes(data)
    except (FileNotFoundError, PermissionError, NotADirectoryError):
        raise Refusal("403.1", path=path) from None
    except OSError:
        raise Refusal("507.1", path=path) from None
