"""Work: from a task to land handed over, and the quality checks between."""
