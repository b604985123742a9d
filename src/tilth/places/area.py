"""Areas in the one frame, which keeps them true."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray


def area_m2(geometries: NDArray[np.object_]) -> NDArray[np.float64]:
    """Square metres, unrounded, of shapely geometries in the frame; 0 for None."""
    return np.asarray(np.nan_to_num(shapely.area(geometries)))
