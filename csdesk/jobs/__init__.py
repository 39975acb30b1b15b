"""Owed work: rows written in the transaction that owes it, done later by any worker, and never lost."""
