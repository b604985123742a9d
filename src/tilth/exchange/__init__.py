"""Formats in and out: any file of rows becomes sheets, entries become any of these files and come back equal."""
