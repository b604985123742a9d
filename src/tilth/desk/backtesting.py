"""The back-test of our own forecast on published histories: run, and as one JSON answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from math import isfinite
from typing import Any

from tilth.desk.refusal import Refusal
from tilth.forecast.backtest import LEVELS, OURS, Case, Progress, play
from tilth.forecast.baselines import Remaining
from tilth.forecast.bootstrap import Estimate
from tilth.forecast.known import History
from tilth.forecast.national import outlook
from tilth.forecast.outlook import Outlook, Refused
from tilth.forecast.questions import HORIZONS, LEAST_KNOWN, PUBLISHED
from tilth.forecast.track_record import (
    CompletionStanding,
    CountryStanding,
    ReleaseStanding,
    Standing,
    TrackRecord,
    Verdict,
    track_record,
)

RUNS = 4000  # futures of each answer
SEED = 1
_DIGITS = 6


def backtest(
    histories: Mapping[str, History],
    *,
    horizons: Sequence[int] = HORIZONS,
    asked: str = PUBLISHED,
    least_known: int = LEAST_KNOWN,
    only: Sequence[str] | None = None,
    runs: int = RUNS,
    progress: Progress | None = None,
) -> TrackRecord:
    """Ask our forecast and the baselines what was published later, and sum up. `horizons` in years.

    Raises Refusal 422.1 where there is nothing to ask.
    """
    forecaster = {OURS: partial(_ours, runs=runs)}
    played = play(
        histories,
        forecasters=forecaster,
        horizons=horizons,
        only=only,
        least_known=least_known,
        asked=asked,
        seed=SEED,
        progress=progress,
    )
    if not played.cases:
        raise Refusal(
            "422.1",
            what="What a back-test needs",
            text=f"no country has {least_known} recorded stocks published by some day and one observed near a horizon",
            hint="Add rows of remaining_total with as_of and published, or ask for other horizons.",
        )
    return track_record(played, asked=asked, least_known=least_known, seed=SEED)


def _ours(
    known: History, pool: Sequence[History], origin: date, at: Sequence[date], *, runs: int
) -> Remaining | Outlook | Refused:
    return outlook(known, pool=pool, origin=origin, at=at, runs=runs, seed=SEED)


# --- as JSON --------------------------------------------------------------------------------------------------------


def as_json(record: TrackRecord) -> dict[str, Any]:
    """Stable keys; losses, widths and coverage are shares (losses and widths of the last known stock)."""
    return {
        "protocol": {
            "asked": record.asked,
            "least_known": record.least_known,
            "seed": record.seed,
            "first_origin": record.first_origin and record.first_origin.isoformat(),
            "last_origin": record.last_origin and record.last_origin.isoformat(),
        },
        "questions": record.questions,
        "with_target": record.with_target,
        "refused": [{"country": name, "origin": day.isoformat(), "why": why} for name, day, why in record.refused],
        "horizons": [_standing(one) for one in record.horizons],
        "where_a_target_lay_ahead": _standing(record.official) if record.official else None,
        "all": _standing(record.overall) if record.overall else None,
        "countries": [_country(one) for one in record.countries],
        "completion": _completion(record.completion) if record.completion else None,
        "releases": _releases(record.releases) if record.releases else None,
        "targets": [_verdict(one) for one in record.verdicts],
        "cases": [_case(one) for one in record.cases],
    }


def _number(value: float | None) -> float | None:
    """Rounded; what is no number in JSON is null."""
    return None if value is None or not isfinite(value) else round(value, _DIGITS)


def _numbers(values: Mapping[str, float]) -> dict[str, float | None]:
    return {name: _number(value) for name, value in values.items()}


def _estimate(one: Estimate | None) -> dict[str, Any] | None:
    if one is None:
        return None
    ends = {"value": _number(one.value), "low": _number(one.low), "high": _number(one.high)}
    return {**ends, "n": one.cases, "countries": one.blocks}


def _standing(one: Standing) -> dict[str, Any]:
    p10, p50, p90 = (_number(loss) for loss in one.pinball)
    return {
        "years": one.horizon,
        "n": one.cases,
        "countries": list(one.countries),
        "revised": one.revised,
        "crps": _numbers(one.crps),
        "skill": {name: _estimate(found) for name, found in one.skill.items()},
        "coverage": {
            name: {band: _estimate(found) for band, found in bands.items()} for name, bands in one.coverage.items()
        },
        "width_80": _numbers(one.width80),
        "width_ratio": _estimate(one.width_ratio),
        "pinball": {"p10": p10, "p50": p50, "p90": p90},
        "interval_score_80": _numbers(one.interval80),
        "above_median": _estimate(one.above_median),
        "pit": list(one.pit),
    }


def _country(one: CountryStanding) -> dict[str, Any]:
    return {
        "country": one.country,
        "n": one.cases,
        "origins": one.origins,
        "crps": _numbers(one.crps),
        "coverage": _numbers(one.coverage),
        "above_median": _number(one.above_median),
    }


def _completion(one: CompletionStanding) -> dict[str, Any]:
    return {
        "questions": one.questions,
        "done": one.done,
        "later_than_last_look": one.questions - one.done,
        "crps_years": _numbers(one.losses),
        "brier": _numbers(one.briers),
        "chance_done": _numbers(one.chances),
        "lead_years": {name: _estimate(found) for name, found in one.lead_years.items()},
    }


def _releases(one: ReleaseStanding) -> dict[str, Any]:
    return {
        "n": one.cases,
        "countries": list(one.countries),
        "crps": _numbers(one.crps),
        "skill": {name: _estimate(found) for name, found in one.skill.items()},
        "coverage_80": _estimate(one.held80),
        "above_median": _estimate(one.above_median),
    }


def _verdict(one: Verdict) -> dict[str, Any]:
    return {
        "target": one.target,
        "against": one.against,
        "years": one.horizon,
        "figure": _estimate(one.figure),
        "least": one.least,
        "most": _number(one.most),
        "verdict": one.verdict,
        "interval_reaches": one.interval_reaches,
    }


def _case(one: Case) -> dict[str, Any]:
    quantiles = {
        f"p{round(1000 * level) / 10:g}": _number(value * one.scale_km2)
        for level, value in zip(LEVELS, one.scores[OURS].quantiles, strict=True)
    }
    return {
        "country": one.country,
        "series": one.series,
        "origin": one.origin.isoformat(),
        "years": one.outcome.horizon,
        "at": one.outcome.at.isoformat(),
        "last_known_km2": one.scale_km2,
        "observed_km2": one.outcome.km2,
        "first_published_km2": one.outcome.first_km2,
        **quantiles,
        "pit": _number(one.scores[OURS].pit),
        "crps": _numbers({name: score.crps for name, score in one.scores.items()}),
    }
