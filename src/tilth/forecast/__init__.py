"""When a region will be done and what it costs: quantiles with a track record, from history and from the work itself."""
