"""What tilth measures about itself, side by side with the obvious alternatives: `make bench`."""
