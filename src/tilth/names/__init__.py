"""Names in running text: persons, organisations, units and places, and whom a pronoun or a role stands for."""
