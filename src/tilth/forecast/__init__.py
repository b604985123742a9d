"""When a region will be done: quantiles from what was published, the divisions others do, and the track record."""
