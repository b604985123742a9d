"""Use cases, one per file: what people ask of a programme, and the ports through which the world answers."""
