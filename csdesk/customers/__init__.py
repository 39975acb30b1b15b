"""The people we hold data about: their records, and how an agent finds them."""
