"""A figure for a period that stands far from the others of its series.

Work done in a week is a product of many things, so logarithms are compared, by the modified z-score: 0.6745 times
the distance from the median over the median absolute deviation, an outlier beyond 3.5. Iglewicz and Hoaglin (1993),
How to Detect and Handle Outliers, ASQC Quality Press, section 3; where the deviation is 0, their mean absolute
deviation. Counted are different figures; below five nothing can be said.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Sequence

from tilth.conflicts.clash import MOST_PAIRS, and_others, clash, in_unit_of, says, thing
from tilth.conflicts.conflict import Conflict
from tilth.conflicts.links import links
from tilth.conflicts.point import Point, Strand
from tilth.conflicts.record import Record

_FEWEST = 5
_FAR = 3.5


def outliers(record: Record) -> Iterator[Conflict]:
    """outlier_in_flow: one for each figure; of more than five in one series only the farthest is told."""
    weekly = {part for link in links("flow") for part in link.parts}
    for strand, points in record.sound.items():
        if not (strand.metric in weekly or _is_flow(points)):
            continue
        found = far_off(strand, points)
        told = found if len(found) <= MOST_PAIRS else found[:1]
        for score, one in told:
            yield _outlier(one, score, points, [other for _, other in found[len(told) :]])


def _is_flow(points: Sequence[Point]) -> bool:
    known = points[0].told.about if points else None
    return known is not None and known.family == "flow"


def far_off(strand: Strand, points: Sequence[Point]) -> list[tuple[float, Point]]:
    """The outliers with their modified z-scores, the farthest first."""
    positive = [one for one in points if one.value > 0]
    if len(positive) < _FEWEST:
        return []
    logs = [math.log(float(one.value)) for one in positive]
    middle = statistics.median(logs)
    away = [abs(one - middle) for one in logs]
    deviation = statistics.median(away) / 0.6745 or statistics.fmean(away) / 0.7979
    if not deviation:
        return []
    found = [
        ((log - middle) / deviation, one)
        for log, one in zip(logs, positive, strict=True)
        if abs(log - middle) / deviation > _FAR
    ]
    return sorted(found, key=lambda pair: (-abs(pair[0]), pair[1].order))


def _outlier(one: Point, score: float, points: Sequence[Point], others: Sequence[Point]) -> Conflict:
    values = sorted(point.value for point in points if point is not one)
    least, most = in_unit_of(values[0], one), in_unit_of(values[-1], one)
    side = "low" if score < 0 else "high"
    return clash(
        "outlier_in_flow",
        (one,),
        f"{thing(one)}: {says(one)} is unusually {side}; the {len(values)} other figures of the series run from "
        f"{least} to {most} (modified z-score {score:.1f})." + and_others(others),
        assumptions=["work of one period is much like that of another"],
        reconciled_by=["a shorter period, a stop of work, or another count behind this figure"],
        also=others,
    )
