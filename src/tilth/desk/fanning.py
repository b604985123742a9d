"""What was forecast at some past days, as quantiles over time, beside what was known then and what came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tilth.forecast.known import History, Observation, stock_of
from tilth.forecast.national import outlook
from tilth.forecast.outlook import Refused
from tilth.forecast.questions import Question, of_series, questions

LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)
YEARS_AHEAD = 10
_STEP = timedelta(days=91)


@dataclass(frozen=True, slots=True)
class Fan:
    """One country as forecast on one day. Areas in km²."""

    country: str
    origin: date
    known: tuple[Observation, ...]
    came: tuple[Observation, ...]  # published after the origin, of days after the last known one
    days: tuple[date, ...]
    quantiles: tuple[tuple[float, ...], ...]  # one row for each of LEVELS, one value for each day


def fans(histories: Mapping[str, History], *, each: int = 3, runs: int = 2000, seed: int = 1) -> Iterator[Fan]:
    """For every country a back-test asks about: its forecasts at `each` days, the first, the last and between."""
    asked: dict[str, list[Question]] = {}
    for question in questions(histories):
        asked.setdefault(question.country, []).append(question)
    for country, of_country in asked.items():
        for question in _spread(of_country, each):
            found = _fan(histories[country], question, runs=runs, seed=seed)
            if found is not None:
                yield found


def _spread(asked: Sequence[Question], each: int) -> list[Question]:
    """The first, the last, and as many between as are wanted, evenly."""
    last = len(asked) - 1
    places = sorted({round(last * number / max(each - 1, 1)) for number in range(each)})
    return [asked[place] for place in places]


def _fan(history: History, question: Question, *, runs: int, seed: int) -> Fan | None:
    known = stock_of(question.known)
    days = [question.origin + number * _STEP for number in range(1, YEARS_AHEAD * 4 + 1)]
    found = outlook(question.known, pool=question.pool, origin=question.origin, at=days, runs=runs, seed=seed)
    if isinstance(found, Refused):
        return None
    quantiles = tuple(tuple(float(value) for value in row) for row in found.quantiles(LEVELS))
    came = tuple(one for one in of_series(history, question.series) if one.at > known[-1].at)
    return Fan(question.country, question.origin, known, came, tuple(days), quantiles)
