"""Score a forecaster on invented countries whose truth is known: `python tests/forecast/examination/score_invented.py`.

It is asked at random days, with the other countries as its pool and nothing published later, for one, three, five and
ten years ahead. The world it is asked about was written without looking at any model: see `invented_stories.py`.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from invented_books import COLUMNS, Nation, decimal_year, invent

from tilth.forecast.history import read_histories
from tilth.forecast.known import History, known_at
from tilth.forecast.national import outlook
from tilth.forecast.outlook import Outlook

HORIZONS = (1, 3, 5, 10)
LEVELS = (0.1, 0.5, 0.9)
_PER_UNIT = {"km2": 1.0, "ha": 0.01, "m2": 1e-6}


@dataclass(frozen=True)
class Asked:
    """One question and its answer. Areas in km2, `completed` in decimal years, infinite when it never was by 2050."""

    country: str
    kind: str
    years: int
    last: float
    before: tuple[float, float]  # decimal year and stock of an earlier known value, for the straight line
    known_on: float
    asked_for: float
    truth: float
    quantiles: tuple[float, float, float]
    p_done: float
    completed: float

    @property
    def held(self) -> bool:
        """Whether the 80 % band holds the truth."""
        tiny = 1e-6 * self.last
        return self.quantiles[0] - tiny <= self.truth <= self.quantiles[2] + tiny

    @property
    def width(self) -> float:
        """Of the 80 % band, as a part of the last known stock."""
        return (self.quantiles[2] - self.quantiles[0]) / self.last

    def pinball(self, answers: Sequence[float] | None = None) -> float:
        """Mean pinball loss at 10, 50 and 90 %, as a part of the last known stock, five at most."""
        pairs = zip(answers or self.quantiles, LEVELS, strict=True)
        loss = [max(level * (self.truth - q), (level - 1) * (self.truth - q)) for q, level in pairs]
        return min(sum(loss) / 3 / self.last, 5.0)

    def straight_line(self) -> float:
        """The stock if it falls on as it fell between two known values."""
        when, stock = self.before
        slope = (self.last - stock) / (self.known_on - when) if self.known_on - when > 0.4 else 0.0
        return max(0.0, self.last + slope * (self.asked_for - self.known_on))


def table(nations: Sequence[Nation]) -> str:
    """The published rows of all these countries as one CSV text."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    rows = [row for nation in nations for row in nation.rows]
    writer.writerows(row | {"row_id": f"X{number:05}"} for number, row in enumerate(rows))
    return text.getvalue()


def _published(row: dict[str, str]) -> date:
    said = row["published"]
    if not said:
        return date.fromisoformat(row["as_of"]) + timedelta(days=365)
    year, month = int(said[:4]), int(said[5:7] or 12)
    return date.fromisoformat(said) if len(said) == 10 else date(year + month // 12, month % 12 + 1, 1) - timedelta(1)


def known_stocks(nation: Nation, origin: date) -> list[tuple[float, float]]:
    """(decimal year, km2) of the usual source, of what could be read by that day."""
    best: dict[str, tuple[date, float]] = {}
    for row in nation.rows:
        usual = row["series"] in ("remaining_total", "remaining_exposed") and row["qualifier"] != "conflicting source"
        said, about = _published(row), date.fromisoformat(row["as_of"])
        if usual and about <= said <= origin and (row["as_of"] not in best or said >= best[row["as_of"]][0]):
            best[row["as_of"]] = (said, float(row["value"]) * _PER_UNIT[row["unit"]])
    return [(decimal_year(date.fromisoformat(day)), km2) for day, (_, km2) in sorted(best.items())]


def origins(nation: Nation, rng: np.random.Generator, count: int) -> list[date]:
    """Random days on which something was known, and not everything was done."""
    end = min(2023.5, (nation.truth.completed() or 2050.0) - 0.2)
    begin = nation.story.first_report + 1.0
    chosen = []
    for when in rng.uniform(begin, max(begin, end), 20 * count):
        day = date(int(when), 1, 1) + timedelta(days=int(365 * (when % 1)))
        known = known_stocks(nation, day)
        if end > begin and known and known[-1][1] > 0 and when - known[-1][0] < 6:
            chosen.append(day)
    return chosen[:count]


def examine(nations: Sequence[Nation], *, per_country: int, runs: int = 1000, seed: int = 1) -> Iterator[Asked]:
    """Every question put to `tilth.forecast.national.outlook`, one for each country, day and horizon."""
    histories, _ = read_histories(csv.DictReader(io.StringIO(table(nations))))
    rng = np.random.default_rng(seed)
    for nation in nations:
        for origin in origins(nation, rng, per_country):
            yield from _ask(nation, histories, origin, runs=runs)


def _ask(nation: Nation, histories: dict[str, History], origin: date, *, runs: int) -> Iterator[Asked]:
    pool = [known_at(other, origin) for name, other in histories.items() if name != nation.name]
    days = [date(origin.year + years, origin.month, min(origin.day, 28)) for years in HORIZONS]
    answer = outlook(known_at(histories[nation.name], origin), pool=pool, origin=origin, at=days, runs=runs)
    assert isinstance(answer, Outlook), f"{nation.name} on {origin}: {answer}"
    known = known_stocks(nation, origin)
    bands = np.quantile(answer.remaining_km2, LEVELS, axis=0)
    for place, (years, day) in enumerate(zip(HORIZONS, days, strict=True)):
        yield Asked(
            country=nation.name,
            kind=nation.story.kind,
            years=years,
            last=known[-1][1],
            before=known[max(0, len(known) - 4)],
            known_on=known[-1][0],
            asked_for=decimal_year(day),
            truth=nation.truth.stock(decimal_year(day)),
            quantiles=tuple(float(q) for q in bands[:, place]),
            p_done=float(answer.p_done_by(day)),
            completed=nation.truth.completed() or np.inf,
        )


def main() -> None:
    """Print the card: one line for all, each horizon and each kind of story."""
    nations = invent(60, seed=int(sys.argv[1]) if len(sys.argv) > 1 else 1, harsh="--harsh" in sys.argv)
    groups: dict[str, list[Asked]] = defaultdict(list)
    for one in examine(nations, per_country=2):
        for group in ("all", f"{one.years:2} years", one.kind):
            groups[group].append(one)
    print(f"{'':30} {'n':>4}  held  width  pinball  no change  line")
    for group, ones in sorted(groups.items()):
        numbers = (
            np.mean([one.held for one in ones]),
            np.median([one.width for one in ones]),
            np.mean([one.pinball() for one in ones]),
            np.mean([one.pinball([one.last] * 3) for one in ones]),
            np.mean([one.pinball([one.straight_line()] * 3) for one in ones]),
        )
        print("{:30} {:4}  {:.2f}  {:5.2f}  {:7.3f}  {:9.3f}  {:.3f}".format(group, len(ones), *numbers))


if __name__ == "__main__":
    main()
