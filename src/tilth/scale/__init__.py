"""Runners: ways to map a pure function over many tasks, handed to pure rooms as an argument."""
