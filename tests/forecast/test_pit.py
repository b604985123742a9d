"""Where outcomes fall in forecasts: uniform where the forecast is right, also where it has steps."""

from __future__ import annotations

import numpy as np
import pytest

from tilth.forecast.pit import histogram, pit


def _places(sample, outcomes):
    rng = np.random.default_rng(2)
    return [pit(sample, outcome, rng=rng) for outcome in outcomes]


def test_a_right_forecast_with_a_step_at_zero_gives_a_flat_histogram():
    """Half the futures end at exactly 0; without the random place inside the step the lowest half would stay empty."""
    rng = np.random.default_rng(1)
    stock = np.maximum(rng.normal(0, 1, 5000), 0)
    counts = np.array(histogram(_places(stock, np.maximum(rng.normal(0, 1, 5000), 0))))
    assert counts.sum() == 5000
    assert abs(counts - 500).max() < 5 * np.sqrt(500)


def test_too_narrow_a_forecast_gives_a_trough_and_too_wide_a_one_a_hump():
    rng = np.random.default_rng(1)
    outcomes = rng.normal(0, 1, 2000)
    narrow = histogram(_places(rng.normal(0, 0.3, 2000), outcomes), bins=5)
    wide = histogram(_places(rng.normal(0, 3, 2000), outcomes), bins=5)
    assert narrow[0] > 3 * narrow[2]
    assert narrow[4] > 3 * narrow[2]
    assert wide[2] > 3 * wide[0]
    assert wide[2] > 3 * wide[4]


@pytest.mark.parametrize(("outcome", "least", "most"), [(-1.0, 0.0, 0.0), (2.0, 0.25, 0.75), (9.0, 1.0, 1.0)])
def test_the_place_lies_inside_the_step(outcome, least, most):
    places = _places(np.array([1.0, 2.0, 2.0, 3.0]), [outcome] * 50)
    assert least <= min(places) <= max(places) <= most
    assert (len(set(places)) > 1) == (most > least)


def test_the_last_part_holds_one_itself():
    assert histogram([0.0, 0.1, 0.55, 1.0], bins=2) == (2, 2)
