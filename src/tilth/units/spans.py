"""A stretch of a text."""

Span = tuple[int, int]  # characters [start, end) of the text as given
