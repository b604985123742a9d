"""Hazards and their release: the arrangement of polygons, the transition table and the land account."""
