"""What cannot all be true: the smallest sets of statements that clash, and what holds in spite of them."""
