"""Reading a report's text: who says what in it, how firmly, with which figures and dates."""
