"""The accountability log: append-only, chained, written in the transaction of what it records."""
