"""What a back-test asks: on each day something new was published, what will be published later of the same stock?

One question is one country on one day. The forecaster is given what was published by then, of this country and of the
others, and the days on which later observations were made; the answer is held against those observations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tilth.forecast.evidence_of_release import Release
from tilth.forecast.known import History, Observation, chosen_stock, known_at, stock_of
from tilth.forecast.released import later_years

HORIZONS = (1, 3, 5, 10)  # years
LEAST_KNOWN = 3  # stocks published by the origin
DONE_KM2 = 0.01  # a stock not above it counts as nothing left
PUBLISHED = "published"
APART = timedelta(days=182)  # between two origins of a country
_NEAR = {10: timedelta(days=366)}  # how far an observation may be from the horizon; else half a year
_HALF_YEAR = timedelta(days=183)

Cut = Callable[[History, date], History]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was observed about `horizon` years after the origin: the value published last, and the one before all."""

    horizon: int
    at: date
    km2: float
    first_km2: float
    row: str


@dataclass(frozen=True, slots=True)
class Question:
    """One country on one day: what was known of it and of the others, and what came."""

    country: str
    origin: date
    known: History
    pool: tuple[History, ...]
    series: str
    scale_km2: float  # the last known stock, by which losses are divided so that large countries do not rule
    outcomes: tuple[Outcome, ...]
    seen_until: date  # the last published observation of this stock
    done: date | None  # the first observation with nothing left
    years: tuple[Release, ...] = ()  # later years for which everything released was published


def questions(
    histories: Mapping[str, History],
    *,
    horizons: Sequence[int] = HORIZONS,
    only: Iterable[str] | None = None,
    least_known: int = LEAST_KNOWN,
    asked: str = PUBLISHED,
    cut: Cut = known_at,
) -> Iterator[Question]:
    """Every question, by country and day.

    `asked`: when questions are asked, "published" (see `origins`) or "yearly" (see `year_ends`). `cut` is what hides
    the future; a test puts a leaking one in its place.
    """
    days = ORIGINS[asked]
    kept: dict[tuple[str, History], History] = {}  # equal cuts are one object, so that a model may remember them

    def hidden(country: str, origin: date) -> History:
        found = cut(histories[country], origin)
        return kept.setdefault((country, _without_findings(found)), found)

    for country in sorted(histories if only is None else set(only) & set(histories)):
        for origin in days(histories[country]):
            known = hidden(country, origin)
            if len(stock_of(known)) < least_known:
                continue
            pool = tuple(hidden(other, origin) for other in sorted(histories) if other != country)
            found = _question(histories[country], known, origin, pool, horizons)
            if found is not None:
                yield found


def _without_findings(history: History) -> History:
    return replace(history, findings=())


def origins(history: History) -> tuple[date, ...]:
    """Days on which a row on the country was published, from the first on, each half a year or more after the one kept.

    Later rows cannot change which earlier days are kept.
    """
    days = {one.published for one in history.observations} | {one.published for one in history.targets}
    kept: list[date] = []
    for day in sorted(days):
        if not kept or day - kept[-1] >= APART:
            kept.append(day)
    return tuple(kept)


def year_ends(history: History) -> tuple[date, ...]:
    """Every 31 December from the first publication on to the last observation: most questions, and most alike."""
    published = [one.published for one in history.observations]
    if not published:
        return ()
    last = max(one.at for one in history.observations)
    return tuple(date(year, 12, 31) for year in range(min(published).year, last.year + 1))


ORIGINS: Mapping[str, Callable[[History], tuple[date, ...]]] = {PUBLISHED: origins, "yearly": year_ends}


def _question(
    history: History, known: History, origin: date, pool: tuple[History, ...], horizons: Sequence[int]
) -> Question | None:
    """The question of this day; None where nothing is left to be done or no observation came after."""
    stock = chosen_stock(known)
    last = stock.values[-1]
    later = [one for one in of_series(history, stock.series) if one.at > max(origin, last.at)]
    if last.km2 <= DONE_KM2 or not later:
        return None
    done = next((one.at for one in later if one.km2 <= DONE_KM2), None)
    outcomes = tuple(
        Outcome(horizon, near.at, near.km2, _first_published(history, near), near.row)
        for horizon in horizons
        if (near := _nearest(later, origin, horizon)) is not None
    )
    return Question(
        history.country,
        origin,
        known,
        pool,
        stock.series,
        last.km2,
        outcomes,
        seen_until=later[-1].at,
        done=done,
        years=later_years(history, origin),
    )


def of_series(history: History, series: str) -> tuple[Observation, ...]:
    """The values of this stock as finally published, whichever stock would be chosen now."""
    parts = series.split("+")
    return stock_of(replace(history, observations=tuple(one for one in history.observations if one.series in parts)))


def _nearest(later: Sequence[Observation], origin: date, horizon: int) -> Observation | None:
    """The observation nearest to the horizon, the earlier of two equally near; None where none is near enough."""
    aimed = years_after(origin, horizon)
    nearest = min(later, key=lambda one: abs(one.at - aimed))
    return nearest if abs(nearest.at - aimed) <= _NEAR.get(horizon, _HALF_YEAR) else None


def _first_published(history: History, final: Observation) -> float:
    """What was published first for the day of this observation; a sum of parts counts as it is."""
    same = [one for one in history.observations if one.series == final.series and one.at == final.at]
    return min(same, key=lambda one: one.published).km2 if same else final.km2


def years_after(day: date, years: int) -> date:
    """The same day some years later; 28 February for a leap day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def half_years(question: Question) -> tuple[date, ...]:
    """Days from the origin to the last look, half a year apart, the last look among them: for completion."""
    days = [question.origin + step * _HALF_YEAR for step in range(1, 200)]
    return (*(day for day in days if day < question.seen_until), question.seen_until)
