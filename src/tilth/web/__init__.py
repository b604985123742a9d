"""The operations room: pages, maps and an HTTP API over one programme file."""
