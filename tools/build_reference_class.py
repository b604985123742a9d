"""Write the packaged reference class from the national books: python tools/build_reference_class.py."""

from __future__ import annotations

import csv
from pathlib import Path

from tilth.forecast.history import read_histories
from tilth.forecast.reference import COLUMNS, rows_of

ROOT = Path(__file__).parents[1]
BOOKS = ROOT / "examples" / "national_books" / "timeseries.csv"
PACKAGED = ROOT / "src" / "tilth" / "forecast" / "reference_class.csv"


def main() -> None:
    """Read the books, write the table."""
    with BOOKS.open(encoding="utf-8", newline="") as books:
        histories, _ = read_histories(csv.DictReader(books))
    with PACKAGED.open("w", encoding="utf-8", newline="") as packaged:
        table = csv.DictWriter(packaged, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(rows_of(histories))


if __name__ == "__main__":
    main()
