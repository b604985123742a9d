"""The journal: immutable entries, each sealed onto the one before it."""
