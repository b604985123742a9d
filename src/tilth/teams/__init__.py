"""Teams: their missions, from formed to returned, and who may do what on which day, with what is not stated."""
