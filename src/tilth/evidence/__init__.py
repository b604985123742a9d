"""Who said what: attributed statements, and the national books that published statements make."""
