"""Invented provinces with known truth, any size, seeded; always labelled "invented"."""
