"""Is a team's quality still what it was? A control chart of faults found by checks.

Each check finds a number of faults on a number of square metres. It is compared with what the team's own earlier checks
make likely: a u chart with exact limits in place of three standard deviations, since faults are rare. The limit is that
of the predictive distribution, which is Poisson for a long history and wider for a short one: a team with two checks
behind it is not accused on the strength of a rate that nobody knows yet.

Sources: Montgomery, Introduction to Statistical Quality Control, 7th edition 2013, section 7.3 (u chart); Bayarri and
García-Donato, A Bayesian sequential look at u-control charts, Technometrics 47(2), 2005.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tilth.work.density import Count, density_seen
from tilth.work.spell import about

SIGNAL = 0.00135  # the one-sided chance of a three-sigma limit of a normal chart


@dataclass(frozen=True, slots=True)
class Check:
    """One check: faults found on so many square metres."""

    name: str
    faults: int
    checked_m2: float

    def __post_init__(self) -> None:
        """Raise ValueError for a check of no ground or of less than no faults."""
        if self.faults < 0 or not self.checked_m2 > 0:
            raise ValueError(f"impossible check: {self}")


@dataclass(frozen=True, slots=True)
class Point:
    """A check on the chart: the faults to expect on its ground, and the chance of so many or more."""

    check: Check
    earlier: int  # checks it is compared with
    expected: float
    chance: float

    @property
    def out_of_control(self) -> bool:
        """Whether so many faults would come up by chance in fewer than one of 740 checks."""
        return self.chance < SIGNAL


def chart(checks: Sequence[Check]) -> list[Point]:
    """Each check against those before it, in the order given; the first has none before it and makes no point.

    A check that is out of control joins no history: a team gone bad does not become its own yardstick.
    """
    points: list[Point] = []
    if not checks:
        return points
    seen, earlier = density_seen(checks[0].faults, searched_m2=checks[0].checked_m2), 1
    for check in checks[1:]:
        count = Count(seen, check.checked_m2)
        points.append(Point(check, earlier, count.expected, count.at_least(check.faults)))
        if not points[-1].out_of_control:
            seen, earlier = seen.after(check.faults, searched_m2=check.checked_m2), earlier + 1
    return points


def tell_point(point: Point) -> str:
    """What the chart says of one check, in one sentence."""
    count = f"{point.check.faults:,} fault" + "s" * (point.check.faults != 1)
    earlier = f"{point.earlier:,} earlier check" + "s" * (point.earlier != 1)
    said = f"{point.check.name}: {count}, where {about(point.expected)} are to be expected after {earlier}"
    if point.out_of_control:
        return (
            f"{said}; so many come by chance in fewer than one of 740 checks: find out what changed before more work."
        )
    return f"{said}; that can be chance."
