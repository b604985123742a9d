"""Documents for people: the brief, charts and maps."""
