"""Polygons and places: the one frame all land is measured in, the checks of a drawn shape, outlines of countries."""
