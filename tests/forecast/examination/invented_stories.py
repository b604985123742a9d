"""What can happen to a national programme: one table of invented kinds, none taken from a model.

Proportions follow what is published about the field: about a third of affected states finished, many of them small;
a fifth began with a survey that overdrew by a factor of two to fifty; clearance takes over when survey is done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

Rng = np.random.Generator


@dataclass(frozen=True)
class Story:
    """The truth about one programme. Areas in km2, rates per year, times in decimal years."""

    kind: str
    polygons_km2: float  # honest outline of everything recorded at the start
    hazards: int
    inflation: float = 1.3  # recorded suspected outline / honest outline at the start
    confirmed: float = 0.25  # part of the record that starts as confirmed
    empty: float = 0.4  # probability that survey finds nothing in a suspected area
    hidden: float = 0.15  # area nobody has recorded yet / area recorded
    find_rate: float = 0.08  # yearly chance that an unrecorded area is found without survey
    survey_years: float = 6.0  # years in which survey at normal strength looks at every suspected area
    clear_years: float = 12.0  # years in which clearance at normal strength finishes what is confirmed and will be
    start: float = 2000.0
    national_survey: tuple[float, float] | None = None  # begin, length: finds most unrecorded areas
    redraw: tuple[float, float] | None = None  # begin, length: outlines drawn again
    guess: float | None = None  # stock stated until the first survey, km2
    guess_until: float = 0.0
    deadline: float | None = None
    mobilise: float = 1.0  # what a near and reachable deadline multiplies capacity by
    stuck: float = 0.0  # part of the record nobody can reach
    collapses: float = 0.03  # yearly chance that most money goes
    collapse_to: float = 0.3
    comes_back: float = 0.25  # yearly chance that it returns
    new_fights: float = 0.0  # yearly chance of new contamination
    remeasured: float = 0.1  # yearly chance that the database is cleaned or digitised again
    silent: float = 0.2  # part of redrawing never reported as a flow
    reporting: float = 0.7  # chance that a year's stock is published
    first_report: float = 2001.0
    only_three: bool = False


def log_uniform(rng: Rng, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def _base(rng: Rng, kind: str, low: float, high: float) -> Story:
    area = log_uniform(rng, low, high)
    hazards = int(np.clip(area * log_uniform(rng, 0.6, 8), 6, 500))
    start = float(rng.choice([1998, 1999, 2000, 2001, 2002, 2003, 2005]))
    return Story(
        kind=kind,
        polygons_km2=area,
        hazards=hazards,
        start=start,
        deadline=start + float(rng.integers(9, 12)),
        first_report=start + rng.uniform(0, 4),
        reporting=float(rng.choice([0.35, 0.6, 0.8, 0.95])),
    )


def finisher(rng: Rng) -> Story:
    return replace(
        _base(rng, "finisher", 0.4, 120),
        inflation=rng.uniform(1, 2.5),
        survey_years=rng.uniform(3, 7),
        clear_years=rng.uniform(7, 14),
        mobilise=rng.uniform(1.3, 2.8),
        hidden=rng.uniform(0.02, 0.25),
        find_rate=0.2,
        confirmed=rng.uniform(0.2, 0.8),
    )


def later_finds(rng: Rng) -> Story:
    return replace(finisher(rng), kind="later finds", hidden=rng.uniform(0.05, 0.3), find_rate=rng.uniform(0.01, 0.05))


def slow(rng: Rng) -> Story:
    return replace(
        _base(rng, "survey first, clearance later", 300, 2500),
        inflation=rng.uniform(1.3, 3),
        empty=rng.uniform(0.4, 0.7),
        confirmed=rng.uniform(0.08, 0.3),
        survey_years=rng.uniform(12, 30),
        clear_years=rng.uniform(25, 60),
        hidden=rng.uniform(0.02, 0.12),
        reporting=0.9,
        mobilise=rng.uniform(1, 1.3),
    )


def guess(rng: Rng) -> Story:
    plain = _base(rng, "guess written down", 60, 900)
    survey = plain.start + rng.uniform(1, 7)
    inflated = log_uniform(rng, 2, 25)
    return replace(
        plain,
        inflation=inflated,
        guess=plain.polygons_km2 * inflated * log_uniform(rng, 1.3, 30),
        guess_until=survey,
        redraw=(survey + rng.uniform(2, 10), rng.uniform(1, 7)),
        survey_years=rng.uniform(8, 25),
        clear_years=rng.uniform(15, 50),
        silent=rng.uniform(0, 1),
        empty=rng.uniform(0.2, 0.6),
    )


def thin(rng: Rng) -> Story:
    plain = _base(rng, "thin baseline, multiplied", 5, 200)
    return replace(
        plain,
        hidden=rng.uniform(1.5, 8),
        find_rate=rng.uniform(0.01, 0.05),
        inflation=rng.uniform(1, 1.6),
        national_survey=(plain.start + rng.uniform(5, 15), rng.uniform(2, 6)),
        clear_years=rng.uniform(15, 45),
    )


def rising(rng: Rng) -> Story:
    return replace(
        _base(rng, "rises while released", 50, 900),
        hidden=rng.uniform(1.0, 3.0),
        find_rate=rng.uniform(0.04, 0.12),
        clear_years=rng.uniform(20, 45),
        survey_years=rng.uniform(8, 20),
        inflation=rng.uniform(1, 1.5),
        reporting=0.85,
    )


def collapse(rng: Rng) -> Story:
    return replace(
        _base(rng, "funding collapse", 10, 600),
        collapses=rng.uniform(0.1, 0.2),
        collapse_to=rng.uniform(0.02, 0.25),
        comes_back=rng.uniform(0.0, 0.15),
        clear_years=rng.uniform(10, 25),
    )


def remainder(rng: Rng) -> Story:
    return replace(
        finisher(rng), kind="small remainder for ever", stuck=rng.uniform(0.01, 0.2), clear_years=rng.uniform(6, 15)
    )


def steady(rng: Rng) -> Story:
    return replace(
        _base(rng, "steady decline", 15, 700), clear_years=rng.uniform(14, 35), survey_years=rng.uniform(8, 15)
    )


def idle(rng: Rng) -> Story:
    return replace(
        _base(rng, "hardly any programme", 0.5, 60), clear_years=rng.uniform(100, 400), survey_years=80.0, reporting=0.5
    )


def fighting(rng: Rng) -> Story:
    return replace(
        _base(rng, "renewed fighting", 40, 500),
        new_fights=rng.uniform(0.08, 0.2),
        clear_years=rng.uniform(15, 40),
        collapses=0.08,
        reporting=0.5,
    )


def exposed(rng: Rng) -> Story:
    start = rng.uniform(2006, 2020)
    return replace(
        _base(rng, "exposed territory", 3000, 180000),
        start=start,
        first_report=start + 0.3,
        reporting=0.95,
        deadline=None,
    )


SHARES: tuple[tuple[Callable[[Rng], Story], float], ...] = (
    (finisher, 0.22),
    (later_finds, 0.06),
    (slow, 0.10),
    (guess, 0.14),
    (thin, 0.11),
    (rising, 0.08),
    (collapse, 0.07),
    (remainder, 0.07),
    (steady, 0.07),
    (idle, 0.03),
    (fighting, 0.02),
    (exposed, 0.03),
)


def draw(rng: Rng, count: int, *, harsh: bool) -> list[Story]:
    """Stories in realistic proportions (largest remainder), each thinned to three reports with one chance in ten."""
    shares = np.array([share for _, share in SHARES])
    exact = shares / shares.sum() * count
    numbers = np.floor(exact).astype(int)
    for place in np.argsort(numbers - exact)[: count - numbers.sum()]:
        numbers[place] += 1
    made = [make(rng) for (make, _), number in zip(SHARES, numbers, strict=True) for _ in range(number)]
    return [_roughened(story, rng) if harsh else replace(story, only_three=bool(rng.random() < 0.06)) for story in made]


def _roughened(story: Story, rng: Rng) -> Story:
    return replace(
        story,
        only_three=bool(rng.random() < 0.15),
        reporting=story.reporting * rng.uniform(0.4, 1),
        collapses=story.collapses + 0.05,
        hidden=story.hidden * log_uniform(rng, 1, 4),
        silent=rng.uniform(0.3, 1),
        inflation=story.inflation * log_uniform(rng, 1, 3),
        new_fights=story.new_fights + 0.01,
        remeasured=0.25,
    )
