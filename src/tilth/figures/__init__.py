"""Figures and dates in running text: how much of what, and when, exactly as stated."""
