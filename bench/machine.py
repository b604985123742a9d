"""The machine that the figures were measured on."""

from __future__ import annotations

import os
import platform
import sqlite3
from pathlib import Path

import numpy as np
import shapely


def machine() -> dict[str, str]:
    """Processor, memory, versions, and how busy the machine was when the run began."""
    return {
        "processor": _line("/proc/cpuinfo", "model name") or platform.processor() or platform.machine(),
        "cores": str(os.cpu_count()),
        "memory": _memory(),
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "GEOS": shapely.geos_version_string,
        "Shapely": shapely.__version__,
        "NumPy": np.__version__,
        "SQLite": sqlite3.sqlite_version,
        "load before": " ".join(f"{load:.2f}" for load in os.getloadavg()),
    }


def _line(path: str, name: str) -> str:
    file = Path(path)
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), "")


def _memory() -> str:
    kibibytes = _line("/proc/meminfo", "MemTotal").split()
    return f"{int(kibibytes[0]) / 2**20:.1f} GiB" if kibibytes else "unknown"
