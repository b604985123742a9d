"""Irregular elongated shapes along a bent axis, and parts of them, many at a time and always valid.

A ribbon has stations along its axis; at each it reaches some way to the left and to the right. A part is named by
two fractions: how far along the axis (0 to 1) and how far to the side (-1 right edge, 0 axis, 1 left edge). Left and
right share their stations, so the left chain stays left of the right one: no part can cross itself, whatever the
bend, and parts that name the same fractions share their edge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tilth.places.frame import round_cm
from tilth.synth.rings import Ints, Rings, close
from tilth.synth.wander import Floats

STATIONS = 10
LONGEST_M = 3_000.0
_NEAR = 0.02  # of the length: a cut this near to a station moves onto it, so no edge is shorter


@dataclass(frozen=True, slots=True)
class Ribbons:
    """n ribbons; arrays of shape (n, STATIONS) hold one value per station, the last one repeated as padding."""

    centre: Floats  # (n, 2) metres in the frame
    heading: Floats  # (n,) radians
    shear: Floats  # (n,)
    length: Floats  # (n,) metres
    stations: Ints  # (n,) how many count, 4 to STATIONS
    along: Floats  # fraction of the length, 0 to 1
    axis: Floats  # metres the axis lies left of a straight line
    left: Floats  # metres from the axis to the left edge
    right: Floats  # metres from the axis to the right edge


def grow(
    *, centre: Floats, heading: Floats, area_m2: Floats, aspect: Floats, curvature: Floats, rng: np.random.Generator
) -> Ribbons:
    """Ribbons of just the given areas, about `aspect` times as long as wide, bent by `curvature` (1/m)."""
    n = len(heading)
    stations = rng.integers(4, STATIONS + 1, n)
    last = (stations - 1)[:, None]
    order = np.minimum(np.arange(STATIONS), last)
    inner = (order > 0) & (order < last)
    along = (order + inner * rng.uniform(-0.3, 0.3, (n, STATIONS))) / last
    profile = _profile(along, rng=rng)
    left, right = (_at_end(profile * rng.lognormal(0.0, 0.28, profile.shape), order) for _ in range(2))
    length = np.minimum(np.sqrt(area_m2 * aspect), LONGEST_M)
    width = left + right
    unit_area = (np.diff(along) * (width[:, 1:] + width[:, :-1]) / 2.0).sum(axis=1)
    scale = (area_m2 / (length * unit_area))[:, None]
    bend = np.clip(curvature, -1.6 / length, 1.6 / length)[:, None] * (length[:, None] * (along - 0.5)) ** 2 / 2.0
    axis = _at_end(bend - bend.mean(axis=1, keepdims=True) + rng.normal(0.0, 0.1, left.shape) * scale, order)
    return Ribbons(
        centre, heading, rng.normal(0.0, 0.25, n), length, stations, along, axis, left * scale, right * scale
    )


def _profile(along: Floats, *, rng: np.random.Generator) -> Floats:
    """Between an oval and a box; one in six ends in a point."""
    n = len(along)
    oval = np.sqrt(1.0 - 0.93 * (2.0 * along - 1.0) ** 2)
    share = rng.uniform(0.0, 1.0, (n, 1))
    pointed = (rng.random((n, 1)) < 1 / 6) & (along >= 1.0)
    return np.where(pointed, 0.0, share * oval + (1.0 - share))


def _at_end(values: Floats, order: Ints) -> Floats:
    """Padding repeats the value of the last station."""
    return np.take_along_axis(values, order, axis=1)


def cut(
    ribbons: Ribbons,
    rows: Ints,
    *,
    along: tuple[Floats, Floats],
    side: tuple[Floats, Floats],
    wobble: tuple[Floats, Floats] | None = None,
) -> Rings:
    """The part of each ribbon in `rows` (k,) between two fractions along and two to the side, as closed rings.

    `wobble`, two arrays (k, STATIONS + 2), multiplies the sides at each station: an edge drawn by another hand.
    A part shorter than 0.04 may vanish.
    """
    start, stop = (_onto_station(ribbons.along[rows], fraction) for fraction in along)
    reach = _Reach.of(ribbons, rows, start, stop)
    low, high = side[0][:, None], side[1][:, None]
    if wobble is not None:
        low, high = low * wobble[0], high * wobble[1]
    low_y, high_y = reach.offset(low), reach.offset(high)
    keep = np.ones(reach.along.shape, dtype=bool)
    keep[:, 1:] = np.diff(reach.along) > 0.0
    x = reach.along * ribbons.length[rows][:, None]
    points = _place(ribbons, rows, np.hstack([x, x[:, ::-1]]), np.hstack([low_y, high_y[:, ::-1]]))
    return close(points, np.hstack([keep, (keep & (high_y - low_y > 0.02))[:, ::-1]]))


def spots(ribbons: Ribbons, rows: Ints, *, along: Floats, side: Floats) -> Floats:
    """The points (k, 2) at these fractions of the ribbons in `rows` (k,)."""
    reach = _Reach.of(ribbons, rows, along, along)
    x = reach.along[:, :1] * ribbons.length[rows][:, None]
    return _place(ribbons, rows, x, reach.offset(side[:, None])[:, :1])[:, 0]


def _onto_station(stations: Floats, fraction: Floats) -> Floats:
    """The fractions (k,), those close to a station of theirs (k, STATIONS) moved onto it."""
    nearest = np.abs(stations - fraction[:, None]).argmin(axis=1)
    station = stations[np.arange(len(fraction)), nearest]
    return np.where(np.abs(station - fraction) < _NEAR, station, fraction)


@dataclass(frozen=True, slots=True)
class _Reach:
    """The stations of some parts, with both cuts as stations of their own; those outside coincide with a cut."""

    along: Floats
    axis: Floats
    left: Floats
    right: Floats

    @classmethod
    def of(cls, ribbons: Ribbons, rows: Ints, start: Floats, stop: Floats) -> _Reach:
        stations = ribbons.along[rows]
        before, behind = stations <= start[:, None], stations >= stop[:, None]
        last_segment = ribbons.stations[rows] - 2
        cuts = []
        for fraction in (start, stop):
            segment = np.clip((stations <= fraction[:, None]).sum(axis=1) - 1, 0, last_segment)
            picked = np.arange(len(rows)), segment
            share = (fraction - stations[picked]) / (stations[picked[0], segment + 1] - stations[picked])
            cuts.append((picked, share))

        def trim(values: Floats) -> Floats:
            of_rows = values[rows]
            first, last = (
                (of_rows[at] * (1.0 - share) + of_rows[at[0], at[1] + 1] * share)[:, None] for at, share in cuts
            )
            return np.hstack([first, np.where(before, first, np.where(behind, last, of_rows)), last])

        return cls(trim(ribbons.along), trim(ribbons.axis), trim(ribbons.left), trim(ribbons.right))

    def offset(self, side: Floats) -> Floats:
        return self.axis + np.where(side > 0.0, self.left, self.right) * side


def _place(ribbons: Ribbons, rows: Ints, x: Floats, y: Floats) -> Floats:
    """From along-and-aside (k, p) to the frame (k, p, 2), rounded to 1 cm."""
    x = x - ribbons.length[rows][:, None] / 2.0 + ribbons.shear[rows][:, None] * y
    cos, sin = np.cos(ribbons.heading[rows])[:, None], np.sin(ribbons.heading[rows])[:, None]
    turned = np.stack([cos * x - sin * y, sin * x + cos * y], axis=-1)
    return round_cm(turned + ribbons.centre[rows][:, None, :])
