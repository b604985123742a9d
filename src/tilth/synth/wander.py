"""A line that wanders through the country: a sum of three waves, so place, slope and bend are known anywhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Wander:
    """height(x) = base + Σ amplitude · sin(x / reach + phase); all in metres, phase in radians."""

    base: float
    amplitudes: Floats
    reaches: Floats
    phases: Floats

    def height(self, x: Floats) -> Floats:
        """Where the line runs at `x` (shape n)."""
        return np.asarray(self.base + np.sin(self._angles(x)) @ self.amplitudes)

    def slope(self, x: Floats) -> Floats:
        """The derivative of `height` (shape n, no unit)."""
        return np.asarray(np.cos(self._angles(x)) @ (self.amplitudes / self.reaches))

    def bend(self, x: Floats) -> Floats:
        """The second derivative of `height` (shape n, 1/m)."""
        return np.asarray(-np.sin(self._angles(x)) @ (self.amplitudes / self.reaches**2))

    def _angles(self, x: Floats) -> Floats:
        return np.asarray(np.asarray(x)[..., None] / self.reaches + self.phases)


def wander(base: float, *, rng: np.random.Generator) -> Wander:
    """A new line around `base`: long gentle waves and shorter, sharper ones."""
    return Wander(
        base=base,
        amplitudes=np.array([1400.0, 500.0, 160.0]) * rng.uniform(0.7, 1.2, 3),
        reaches=np.array([3600.0, 1300.0, 480.0]) * rng.uniform(0.8, 1.3, 3),
        phases=rng.uniform(0.0, 2.0 * np.pi, 3),
    )
