"""The track record: what the scores of a back-test say together, each figure with n and a bootstrap interval.

Losses are divided by the last known stock, so that a country of 1,700 km² weighs like one of 70. Each case counts once.
Intervals redraw whole countries (`bootstrap`). A target counts as *reached* when its figure and the whole interval meet
it, as a *tie* when the figure meets it and the interval does not, and as *missed* when the figure does not, whatever
the interval holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from tilth.forecast.backtest import BANDS, OURS, Case, Completion, Played
from tilth.forecast.baselines import BASELINES
from tilth.forecast.bootstrap import Estimate, Statistic, by_blocks, gap, mean, ratio, skill
from tilth.forecast.pit import histogram
from tilth.forecast.released import RELEASE_BASELINES, ReleaseCase

WIDE = "reference_class"  # the forecaster whose bands ours are held against
STRAIGHT_LINES = ("straight_line", "straight_line_3")
PIT_BINS = 5  # few cases: ten bins would show noise


@dataclass(frozen=True, slots=True)
class Standing:
    """All cases of one horizon, or of all (`horizon` None). Losses and widths are shares of the last known stock."""

    horizon: int | None
    cases: int
    countries: tuple[str, ...]
    revised: int  # outcomes whose final value is not the one first published
    crps: Mapping[str, float] = field(hash=False)  # by forecaster
    skill: Mapping[str, Estimate] = field(hash=False)  # ours over each baseline: 1 − our CRPS / theirs
    coverage: Mapping[str, Mapping[str, Estimate]] = field(hash=False)  # by forecaster that gives bands, and by band
    width80: Mapping[str, float] = field(hash=False)
    width_ratio: Estimate | None = None  # our mean P10–P90 over that of the reference class
    pinball: tuple[float, float, float] = (0.0, 0.0, 0.0)  # ours: P10, P50, P90
    interval80: Mapping[str, float] = field(default_factory=dict, hash=False)
    above_median: Estimate | None = None  # share of outcomes above our P50: more is left than we said
    pit: tuple[int, ...] = ()

    @property
    def best_straight(self) -> str:
        """The straight line with the least CRPS, chosen on these very cases and so in its favour."""
        return min(STRAIGHT_LINES, key=lambda name: self.crps[name])

    @property
    def best_other(self) -> str:
        """The other baseline with the least CRPS, chosen in its favour too."""
        return min((name for name in BASELINES if name not in STRAIGHT_LINES), key=lambda name: self.crps[name])


@dataclass(frozen=True, slots=True)
class CountryStanding:
    """One country over all horizons."""

    country: str
    cases: int
    origins: int
    crps: Mapping[str, float] = field(hash=False)
    coverage: Mapping[str, float] = field(hash=False)  # by band, ours
    above_median: float = 0.0


@dataclass(frozen=True, slots=True)
class CompletionStanding:
    """All questions on completion. Losses in years are the censored CRPS up to the last look."""

    questions: int
    done: int  # seen to be done before the last look
    losses: Mapping[str, float] = field(hash=False)
    briers: Mapping[str, float] = field(hash=False)
    chances: Mapping[str, float] = field(hash=False)  # mean P(done by the last look)
    lead_years: Mapping[str, Estimate] = field(hash=False)  # their loss less ours; a skill would divide by 0


@dataclass(frozen=True, slots=True)
class ReleaseStanding:
    """All later years with a published release. Losses are shares of the last known stock."""

    cases: int
    countries: tuple[str, ...]
    crps: Mapping[str, float] = field(hash=False)
    skill: Mapping[str, Estimate] = field(hash=False)
    held80: Estimate | None = None  # how often our P10 to P90 held it
    above_median: Estimate | None = None  # more was released than our P50


@dataclass(frozen=True, slots=True)
class Verdict:
    """One target, the figure, and whether it is reached, missed or a tie."""

    target: str
    against: str  # the forecaster it is held against, ours for a coverage
    horizon: int | None
    figure: Estimate
    least: float
    most: float

    @property
    def verdict(self) -> str:
        """Reached, tie or missed; see the head of this file."""
        value, low, high = self.figure.value, self.figure.low, self.figure.high
        if not self.least <= value <= self.most:
            return "missed"
        whole = low is not None and high is not None and self.least <= low and high <= self.most
        return "reached" if whole else "tie"

    @property
    def interval_reaches(self) -> bool:
        """Whether some part of the interval meets the target."""
        low = self.figure.value if self.figure.low is None else self.figure.low
        high = self.figure.value if self.figure.high is None else self.figure.high
        return low <= self.most and high >= self.least


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """Everything a back-test found; two runs of the same program on the same table are equal."""

    asked: str
    least_known: int
    seed: int
    first_origin: date | None
    last_origin: date | None
    questions: int
    refused: tuple[tuple[str, date, str], ...]
    with_target: int
    official: Standing | None  # the cases for which an official target lay ahead, all horizons
    overall: Standing | None
    horizons: tuple[Standing, ...]
    countries: tuple[CountryStanding, ...]
    completion: CompletionStanding | None
    releases: ReleaseStanding | None
    verdicts: tuple[Verdict, ...]
    cases: tuple[Case, ...]


def track_record(played: Played, *, asked: str, least_known: int, seed: int) -> TrackRecord:
    """Sum up the scores of a back-test; `seed` starts the redrawing of countries."""
    days = sorted(one.origin for one in played.completions)
    horizons = sorted({one.outcome.horizon for one in played.cases})
    ahead = [one for one in played.cases if (one.country, one.origin) in played.with_target]
    standings = tuple(_standing(_of(played, horizon), horizon, seed=seed) for horizon in horizons)
    return TrackRecord(
        asked=asked,
        least_known=least_known,
        seed=seed,
        first_origin=days[0] if days else None,
        last_origin=days[-1] if days else None,
        questions=len(played.completions),
        refused=played.refused,
        with_target=len(played.with_target),
        official=_standing(ahead, None, seed=seed) if ahead else None,
        overall=_standing(played.cases, None, seed=seed) if played.cases else None,
        horizons=standings,
        countries=tuple(_country(played.cases, name) for name in sorted({one.country for one in played.cases})),
        completion=_completion(played.completions, played.forecasters, seed=seed) if played.completions else None,
        releases=_releases(played.releases, seed=seed) if played.releases else None,
        verdicts=tuple(verdict for one in standings for verdict in _verdicts(one)),
        cases=played.cases,
    )


def _of(played: Played, horizon: int) -> tuple[Case, ...]:
    return tuple(one for one in played.cases if one.outcome.horizon == horizon)


# --- one horizon ----------------------------------------------------------------------------------------------------


def _standing(cases: Sequence[Case], horizon: int | None, *, seed: int) -> Standing:
    names = list(cases[0].scores)
    banded = [OURS, WIDE]
    return Standing(
        horizon=horizon,
        cases=len(cases),
        countries=tuple(sorted({one.country for one in cases})),
        revised=sum(one.outcome.km2 != one.outcome.first_km2 for one in cases),
        crps={name: _mean(one.scores[name].crps for one in cases) for name in names},
        skill={name: _skill(cases, name, seed=seed) for name in BASELINES},
        coverage={name: {band: _coverage(cases, name, band, seed=seed) for band in BANDS} for name in banded},
        width80={name: _mean(one.scores[name].width("80") for one in cases) for name in banded},
        width_ratio=_width_ratio(cases, seed=seed),
        pinball=_pinball(cases),
        interval80={name: _mean(one.scores[name].interval80 for one in cases) for name in names},
        above_median=_estimate(cases, [lambda one: one.is_above_median], mean, seed=seed),
        pit=histogram((one.scores[OURS].pit for one in cases), bins=PIT_BINS),
    )


Figure = Callable[[Case], float]


def _mean(figures: Iterable[float]) -> float:
    return float(np.mean(list(figures)))


def _pinball(cases: Sequence[Case]) -> tuple[float, float, float]:
    low, middle, high = np.mean([one.scores[OURS].pinball for one in cases], axis=0)
    return float(low), float(middle), float(high)


def _estimate(cases: Sequence[Case], figures: Sequence[Figure], statistic: Statistic, *, seed: int) -> Estimate:
    columns = np.array([[float(figure(one)) for figure in figures] for one in cases])
    return by_blocks(columns, [one.country for one in cases], statistic, rng=np.random.default_rng(seed))


def _skill(cases: Sequence[Case], baseline: str, *, seed: int) -> Estimate:
    figures: list[Figure] = [lambda one: one.scores[OURS].crps, lambda one: one.scores[baseline].crps]
    return _estimate(cases, figures, skill, seed=seed)


def _coverage(cases: Sequence[Case], name: str, band: str, *, seed: int) -> Estimate:
    return _estimate(cases, [lambda one: one.scores[name].covers(band, one.truth)], mean, seed=seed)


def _width_ratio(cases: Sequence[Case], *, seed: int) -> Estimate:
    figures: list[Figure] = [lambda one: one.scores[OURS].width("80"), lambda one: one.scores[WIDE].width("80")]
    return _estimate(cases, figures, ratio, seed=seed)


# --- targets --------------------------------------------------------------------------------------------------------

COVERED = (0.74, 0.86)
OVER_STRAIGHT, OVER_BEST = 0.25, 0.10
_COVERED_AT = (1, 3, 5)


def _verdicts(one: Standing) -> list[Verdict]:
    """The targets of one horizon: bands that cover, skill over the straight line and the best other, width."""
    found = []
    if one.horizon in _COVERED_AT:
        found.append(Verdict("P10-P90 covers", OURS, one.horizon, one.coverage[OURS]["80"], *COVERED))
    line, best = one.best_straight, one.best_other
    found.append(Verdict("CRPS under the straight line", line, one.horizon, one.skill[line], OVER_STRAIGHT, 1.0))
    found.append(Verdict("CRPS under the best other", best, one.horizon, one.skill[best], OVER_BEST, 1.0))
    if one.width_ratio is not None:
        narrower = float(np.nextafter(1.0, 0.0))
        found.append(
            Verdict("P10-P90 width over the reference class", WIDE, one.horizon, one.width_ratio, 0.0, narrower)
        )
    return found


# --- countries and completion ---------------------------------------------------------------------------------------


def _country(cases: Sequence[Case], name: str) -> CountryStanding:
    own = [one for one in cases if one.country == name]
    return CountryStanding(
        country=name,
        cases=len(own),
        origins=len({one.origin for one in own}),
        crps={who: _mean(one.scores[who].crps for one in own) for who in own[0].scores},
        coverage={band: _mean(one.scores[OURS].covers(band, one.truth) for one in own) for band in BANDS},
        above_median=_mean(one.is_above_median for one in own),
    )


def _completion(asked: Sequence[Completion], names: Sequence[str], *, seed: int) -> CompletionStanding:
    def average(of: str) -> dict[str, float]:
        return {name: float(np.mean([getattr(one, of)[name] for one in asked])) for name in names}

    def over(name: str) -> Estimate:
        columns = np.array([[one.losses[OURS], one.losses[name]] for one in asked])
        return by_blocks(columns, [one.country for one in asked], gap, rng=np.random.default_rng(seed))

    return CompletionStanding(
        questions=len(asked),
        done=sum(one.done is not None for one in asked),
        losses=average("losses"),
        briers=average("briers"),
        chances=average("chances"),
        lead_years={name: over(name) for name in BASELINES},
    )


def _releases(cases: Sequence[ReleaseCase], *, seed: int) -> ReleaseStanding:
    blocks = [one.country for one in cases]

    def estimate(rows: Iterable[tuple[float, ...]], statistic: Statistic) -> Estimate:
        columns = np.array(list(rows), dtype=np.float64)
        return by_blocks(columns, blocks, statistic, rng=np.random.default_rng(seed))

    return ReleaseStanding(
        cases=len(cases),
        countries=tuple(sorted(set(blocks))),
        crps={name: _mean(one.crps[name] for one in cases) for name in (OURS, *RELEASE_BASELINES)},
        skill={
            name: estimate(((one.crps[OURS], one.crps[name]) for one in cases), skill) for name in RELEASE_BASELINES
        },
        held80=estimate(((float(one.is_held),) for one in cases), mean),
        above_median=estimate(((float(one.km2 > one.p50 * one.scale_km2),) for one in cases), mean),
    )
