"""Where a programme is kept: in memory, or in a GeoPackage file."""
