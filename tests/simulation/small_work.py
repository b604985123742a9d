"""Small workloads for tests: few areas, few teams, and as little luck as a test wants."""

from __future__ import annotations

from datetime import date

import numpy as np

from tilth.simulation.workload import Workload, hazards_of, no_teams, team_of, workload_of

START = date(2027, 1, 1)

# All that makes replications differ, switched off.
CERTAIN = dict.fromkeys(
    (
        *("hazard_spread", "level_spread", "action_spread", "confirm_spread", "left_level", "left_spread"),
        *("stand_chance", "fund_spread", "fund_chance", "loss_per_year", "found_share"),
    ),
    0.0,
)


def teams(**counts):
    """So many teams of each kind."""
    found = no_teams()
    for kind, count in counts.items():
        for _ in range(count):
            found = found.join(team_of(kind))
    return found


def province(number=60, *, seed=7, zones=3, **more) -> Workload:
    """Some invented areas of all stages with teams for all of them; everything uncertain, as by the defaults."""
    rng = np.random.default_rng(seed)
    hazards = hazards_of(
        np.maximum(1, rng.lognormal(10.0, 1.0, number)),
        stage=rng.choice([0, 0, 0, 1, 2], number),
        difficulty=rng.choice([0.7, 1.0, 2.0], number),
        methods=rng.choice([1, 3, 5, 7], number),
        zone=rng.integers(0, zones, number),
        closed=rng.random(number) < 0.05,
    )
    crew = more.pop("crew", None) or teams(nts=2, ts=2, manual=3, dogs=2, mechanical=1)
    return workload_of(hazards, crew, **more)


def certain(area_m2, crew, *, rate=None, days=20.0, **more) -> Workload:
    """Areas and teams without any luck: every month has the same number of working days."""
    figures = CERTAIN | more.pop("figures", {})
    known = {name: more.pop(name) for name in ("stage", "confirms", "left", "closed", "methods") if name in more}
    return workload_of(hazards_of(area_m2, **known), crew, working_days=np.full((1, 12), days), figures=figures, **more)
