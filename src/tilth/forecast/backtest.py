"""The back-test: put every question to every forecaster and score what they say.

Nothing published after the origin reaches a forecaster, neither of the country nor of the others (`known_at` of
`questions`), and the country itself is never in the pool it borrows from. What the forecaster says is held against the
value as finally published. Source of the protocol: Tashman 2000, doi:10.1016/S0169-2070(00)00065-0 (rolling origins).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias
from zlib import crc32

import numpy as np
import numpy.typing as npt

from tilth.forecast.baselines import BASELINES, Remaining, has_target
from tilth.forecast.known import History
from tilth.forecast.outlook import Outlook, Refused, decimal_year
from tilth.forecast.pit import pit
from tilth.forecast.questions import (
    DONE_KM2,
    HORIZONS,
    LEAST_KNOWN,
    PUBLISHED,
    Outcome,
    Question,
    half_years,
    questions,
)
from tilth.forecast.released import ReleaseCase, days_of, release_case
from tilth.forecast.scores import brier, censored_crps, crps, interval_score, pinball

OURS = "tilth"
CALLED: Mapping[str, str] = {
    OURS: "tilth",
    "straight_line": "straight line (last 5)",
    "straight_line_3": "straight line (last 3)",
    "last_rate": "last rate",
    "no_change": "no change",
    "exponential_decay": "exponential decay",
    "official_target": "official target",
    "reference_class": "reference class",
}
LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
BANDS = {"50": (2, 4), "80": (1, 5), "95": (0, 6)}  # the places in LEVELS of the ends of each central band

Asked: TypeAlias = Callable[[History, Sequence[History], date, Sequence[date]], "Remaining | Outlook | Refused"]
Forecasters: TypeAlias = Mapping[str, Asked]
Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Score:
    """What one forecaster said of one outcome, and what it lost; all areas divided by the last known stock."""

    crps: float
    quantiles: tuple[float, ...]  # at LEVELS
    pit: float
    pinball: tuple[float, float, float]  # of P10, P50 and P90
    interval80: float

    def covers(self, band: str, truth: float) -> bool:
        """Whether the truth lies in the central band "50", "80" or "95", ends included."""
        low, high = (self.quantiles[place] for place in BANDS[band])
        return low - 1e-9 <= truth <= high + 1e-9

    def width(self, band: str) -> float:
        """From the lower to the upper end of a central band."""
        low, high = (self.quantiles[place] for place in BANDS[band])
        return high - low


@dataclass(frozen=True, slots=True)
class Case:
    """One outcome of one question with the score of every forecaster, by name."""

    country: str
    origin: date
    series: str
    scale_km2: float
    outcome: Outcome
    scores: Mapping[str, Score] = field(hash=False)

    @property
    def truth(self) -> float:
        """The outcome as a share of the last known stock."""
        return self.outcome.km2 / self.scale_km2

    @property
    def is_above_median(self) -> bool:
        """Whether more was left than our median said."""
        return self.truth > self.scores[OURS].quantiles[LEVELS.index(0.5)]


@dataclass(frozen=True, slots=True)
class Completion:
    """When nothing was left, if it came before the last look, with each forecaster's loss in years and chances."""

    country: str
    origin: date
    seen_until: date
    done: date | None  # None: later than `seen_until`
    losses: Mapping[str, float] = field(hash=False)  # censored CRPS, years
    chances: Mapping[str, float] = field(hash=False)  # P(done by the last look)
    briers: Mapping[str, float] = field(
        hash=False
    )  # mean Brier score of P(done by D), D each half year to the last look


@dataclass(frozen=True, slots=True)
class Played:
    """Every score of a back-test, and who could not be asked."""

    cases: tuple[Case, ...]
    completions: tuple[Completion, ...]
    releases: tuple[ReleaseCase, ...]
    refused: tuple[tuple[str, date, str], ...]  # country, origin, why
    with_target: frozenset[tuple[str, date]]  # questions for which an official target lay ahead
    forecasters: tuple[str, ...]


def play(
    histories: Mapping[str, History],
    *,
    forecasters: Forecasters,
    horizons: Sequence[int] = HORIZONS,
    only: Iterable[str] | None = None,
    least_known: int = LEAST_KNOWN,
    asked: str = PUBLISHED,
    seed: int = 1,
    progress: Progress | None = None,
) -> Played:
    """Put every question to each of `forecasters` (ours under `OURS`) and to all baselines; score what they say.

    `only`: countries to ask about; the others still are the pool. A question that one forecaster refuses counts for
    none, and is named. `progress` is called with questions done and all questions.
    """
    everyone: Forecasters = {**forecasters, **BASELINES}
    todo = list(questions(histories, horizons=horizons, only=only, least_known=least_known, asked=asked))
    cases: list[Case] = []
    completions: list[Completion] = []
    released: list[ReleaseCase] = []
    refused: list[tuple[str, date, str]] = []
    for number, question in enumerate(todo):
        said = answers(question, everyone)
        if isinstance(said, Refused):
            refused.append((question.country, question.origin, said.sentence))
        else:
            cases.extend(_cases(question, said, seed=seed))
            completions.append(_completion(question, said))
            released.extend(_releases(question, said[OURS]))
        if progress is not None:
            progress(number + 1, len(todo))
    ahead = frozenset((one.country, one.origin) for one in todo if has_target(one.known, one.origin))
    return Played(tuple(cases), tuple(completions), tuple(released), tuple(refused), ahead, tuple(everyone))


# --- asking ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """What a forecaster said: remaining km² on every day of `days`, and decimal years of completion."""

    days: tuple[date, ...]
    remaining_km2: Remaining  # (n, len(days))
    completion: npt.NDArray[np.float64]  # (n,), inf where not by the last day
    released_km2: Remaining | None = None  # (n, len(days)) since the origin, from who says it


def answers(question: Question, forecasters: Forecasters) -> dict[str, Answer] | Refused:
    """What every forecaster says on the days of the outcomes and of completion, or the first refusal."""
    days = tuple(sorted({*(one.at for one in question.outcomes), *half_years(question), *days_of(question.years)}))
    said: dict[str, Answer] = {}
    for name, ask in forecasters.items():
        found = ask(question.known, question.pool, question.origin, days)
        if isinstance(found, Refused):
            return found
        if isinstance(found, Outlook):
            said[name] = Answer(days, found.remaining_km2, found.completion, found.released_km2)
        else:
            said[name] = Answer(days, found, _first_empty(found, days))
    return said


def _first_empty(remaining_km2: Remaining, days: Sequence[date]) -> npt.NDArray[np.float64]:
    """The first of the days on which nothing is left, as a decimal year; inf where there is none."""
    empty = remaining_km2 <= DONE_KM2
    years = np.array([decimal_year(day) for day in days])
    return np.where(empty.any(axis=1), years[empty.argmax(axis=1)], np.inf)


# --- scoring --------------------------------------------------------------------------------------------------------


def _cases(question: Question, said: Mapping[str, Answer], *, seed: int) -> list[Case]:
    found = []
    for outcome in question.outcomes:
        key = f"{question.country} {question.origin} {outcome.horizon}"
        scores = {
            name: _score(
                answer.remaining_km2[:, answer.days.index(outcome.at)] / question.scale_km2,
                outcome.km2 / question.scale_km2,
                rng=np.random.default_rng([seed, crc32(key.encode())]),  # no case moves the draws of another
            )
            for name, answer in said.items()
        }
        found.append(Case(question.country, question.origin, question.series, question.scale_km2, outcome, scores))
    return found


def _releases(question: Question, answer: Answer) -> list[ReleaseCase]:
    """Every later year with a published release: what was released by its end less what was by its eve."""
    if answer.released_km2 is None:
        return []
    found = []
    for year in question.years:
        eve, end = (answer.days.index(day) for day in (year.start - timedelta(days=1), year.end))
        in_year = answer.released_km2[:, end] - answer.released_km2[:, eve]
        scale = question.scale_km2
        case = release_case(question.known, year, in_year, origin=question.origin, scale_km2=scale, ours=OURS)
        found += [case] if case is not None else []
    return found


def _score(sample: npt.NDArray[np.float64], truth: float, *, rng: np.random.Generator) -> Score:
    quantiles = tuple(float(one) for one in np.quantile(sample, LEVELS))
    _, p10, _, p50, _, p90, _ = quantiles
    lost = (pinball(p10, truth, level=0.1), pinball(p50, truth, level=0.5), pinball(p90, truth, level=0.9))
    return Score(
        crps(sample, truth),
        quantiles,
        pit(sample, truth, rng=rng),
        lost,
        interval_score(p10, p90, truth, level=0.8),
    )


def _completion(question: Question, said: Mapping[str, Answer]) -> Completion:
    end = decimal_year(question.seen_until)
    done = None if question.done is None else decimal_year(question.done)
    days = half_years(question)
    return Completion(
        question.country,
        question.origin,
        question.seen_until,
        question.done,
        losses={name: censored_crps(one.completion, done, seen_until=end) for name, one in said.items()},
        chances={name: float((one.completion <= end).mean()) for name, one in said.items()},
        briers={name: _mean_brier(one.completion, question.done, days) for name, one in said.items()},
    )


def _mean_brier(completion: npt.NDArray[np.float64], done: date | None, days: Sequence[date]) -> float:
    lost = [brier(float((completion <= decimal_year(day)).mean()), done is not None and done <= day) for day in days]
    return float(np.mean(lost))
