"""tilth turns reports about explosive ordnance into released land."""
