"""Business hours: when the desk is open, and when what it owes is due."""
