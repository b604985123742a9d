"""When a region will be done and what it costs: quantiles with a track record, from its past and from the work."""
