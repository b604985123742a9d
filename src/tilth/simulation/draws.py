"""Random numbers of the compiled simulation: each is a hash of (seed, replication, purpose, index).

The hash is the finaliser of SplitMix64 (Steele, Lea and Flood, 2014, doi:10.1145/2660193.2660195), so that number i of
a purpose is element i of one SplitMix64 stream. Nothing depends on the order of events, on threads or on the scenario.

numba keeps compiled functions by the file they stand in: who changes this file also deletes the kept kernel.
"""

# mypy: disable-error-code="no-any-return"
# numba's scalars are numpy's while it compiles, and Python's while nobody compiles

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])

_G = np.uint64(0x9E3779B97F4A7C15)
_A, _B = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_U11, _U27, _U30, _U31 = (np.uint64(k) for k in (11, 27, 30, 31))


# Nothing compiled makes an array, so that references need no counting, which would cost ten times the simulation.
_OPTIONS: dict[str, Any] = {"nogil": True, "_nrt": False}


def compiled(function: Function) -> Function:
    """Compiled without the interpreter lock; kept on disk where a folder can be written, else compiled each time."""
    try:
        return cast(Function, njit(cache=True, **_OPTIONS)(function))
    except RuntimeError:  # numba finds no folder to keep it in
        return cast(Function, njit(**_OPTIONS)(function))


def part(function: Function) -> Function:
    """Written into its caller: handing over some seventy arrays would cost more than most of these functions do."""
    return cast(Function, njit(inline="always", **_OPTIONS)(function))


@compiled
def _mix(z: Any) -> Any:
    z = (z ^ (z >> _U30)) * _A
    z = (z ^ (z >> _U27)) * _B
    return z ^ (z >> _U31)


@compiled
def stream(seed: int, run: int, purpose: int) -> Any:
    """The key of the stream of a purpose in a replication."""
    return _mix(_mix(_mix(np.uint64(seed) + _G) + np.uint64(run) * _G) + np.uint64(purpose + 1) * _G)


@compiled
def uniform(key: Any, index: int) -> float:
    """Number `index` of the stream `key`, in (0, 1)."""
    return (np.float64(_mix(key + np.uint64(index + 1) * _G) >> _U11) + 0.5) * 1.1102230246251565e-16


@compiled
def quantile(p: float) -> float:
    """The standard normal quantile (Wichura, algorithm AS 241, 1988, doi:10.2307/2347330), to about 1e-7."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        num = ((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179
        return q * num / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1.0)
    r = np.sqrt(-np.log(min(p, 1.0 - p)))
    if r <= 5.0:
        r -= 1.6
        num = ((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777
        x = num / ((0.12021132975 * r + 0.73700164250) * r + 1.0)
    else:
        r -= 5.0
        num = ((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150
        x = num / ((0.012258202635 * r + 0.24197894225) * r + 1.0)
    return -x if q < 0 else x


@compiled
def normal(key: Any, index: int) -> float:
    """Number `index` of the stream `key`, standard normal."""
    return quantile(uniform(key, index))


@compiled
def gamma(key: Any, shape: float) -> float:
    """A Gamma number of this shape and of mean 1 (Marsaglia and Tsang, 2000, doi:10.1145/358407.358414)."""
    boost = 1.0
    d = shape
    if shape < 1.0:
        boost = uniform(key, 0) ** (1.0 / shape)
        d = shape + 1.0
    d -= 1.0 / 3.0
    for at in range(1, 1000):
        x = normal(key, 2 * at)
        v = (1.0 + x / np.sqrt(9.0 * d)) ** 3
        if v > 0.0 and np.log(uniform(key, 2 * at + 1)) < 0.5 * x * x + d - d * v + d * np.log(v):
            return boost * d * v / shape
    return 1.0


@compiled
def shifted(share: float, by: float) -> float:
    """A share moved by `by` on the scale of log-odds; 0 and 1 stay."""
    if share <= 0.0 or share >= 1.0:
        return share
    return 1.0 / (1.0 + (1.0 - share) / share * np.exp(-by))
