"""What a supervisor sees first: today and the last thirty days, every number with the rows behind it."""
