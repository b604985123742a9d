"""Noding: cutting lines where they cross.

GEOS has two noders. The iterated one is twice as fast and gives up on rare knots of nearly coincident lines; the one
under its overlay (OverlayNG) does not. So each bundle of lines goes to the first, and to the second if it gives up.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray


def noded(bundles: NDArray[np.object_]) -> NDArray[np.object_]:
    """Each multi-line of `bundles` cut where its lines cross or meet, in floating point, nothing snapped."""
    try:
        cut: NDArray[np.object_] = shapely.node(bundles)
    except shapely.errors.GEOSException:
        return np.array([_noded_for_sure(bundle) for bundle in bundles], dtype=object)
    return cut


def _noded_for_sure(bundle: shapely.Geometry) -> shapely.Geometry:
    try:
        return shapely.node(bundle)
    except shapely.errors.GEOSException:
        return shapely.unary_union(bundle)
