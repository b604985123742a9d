"""Whole square metres, dates with stated precision, digests: the smallest things everything else is said in."""
