"""Teams and their missions: who was formed, trained, deployed, what was declared, and what is not stated."""
