"""A private PostgreSQL cluster on a Unix socket: nothing of the machine's own clusters is touched."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PORT = "54329"  # names the socket file; nothing listens on the network
SERVER_USER = "postgres"


def why_not() -> str | None:
    """Why no cluster with PostGIS can be started here; None if one can."""
    if _binaries() is None:
        return "PostgreSQL is not installed (on Debian: apt install postgresql postgresql-postgis)"
    if not list(Path("/usr/share/postgresql").glob("*/extension/postgis.control")):
        return "PostGIS is not installed (on Debian: apt install postgresql-postgis)"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return "PostgreSQL does not run as root and there is no runuser here"
    return None


@contextmanager
def cluster() -> Iterator[Path]:
    """A running cluster with PostGIS in its database `postgres`; yields the folder of its socket."""
    home = Path(tempfile.mkdtemp(prefix="tilth-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(home, SERVER_USER)
        settings = "-c listen_addresses= -c shared_buffers=256MB -c work_mem=64MB -c max_wal_size=4GB -c jit=off"
        _as_server("initdb", "-D", home / "data", "-U", SERVER_USER, "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8")
        options = f"-p {PORT} -k {home} {settings}"
        _as_server("pg_ctl", "-D", home / "data", "-l", home / "log", "-o", options, "-w", "start")
        try:
            psql(home, "CREATE EXTENSION postgis")
            yield home
        finally:
            _as_server("pg_ctl", "-D", home / "data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def psql(home: Path, script: str, *, copy: bytes = b"") -> str:
    """Run SQL; what it prints, unaligned and without headings. `copy` follows the script as the data of a COPY."""
    command = [_binary("psql"), "-h", str(home), "-p", PORT, "-U", SERVER_USER, "-d", "postgres"]
    arguments = ["-v", "ON_ERROR_STOP=1", "-qAtX", *(["-c", script] if copy else ["-f", "-"])]
    read = copy or script.encode()
    done = subprocess.run([*command, *arguments], input=read, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return done.stdout.decode()


def _as_server(name: str, *arguments: object) -> None:
    """Run a program of the server, as the server's user where we are root."""
    command = [_binary(name), *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", SERVER_USER, "--", *command]
    done = subprocess.run(command, capture_output=True, check=False, cwd="/", stdin=subprocess.DEVNULL)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace") or done.stdout.decode(errors="replace"))


def _binary(name: str) -> str:
    folder = _binaries()
    if folder is None:
        raise RuntimeError(f"PostgreSQL is not installed: no {name}")
    return str(folder / name)


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None
