"""Owed work: the job table is the truth, the queue engine only wakes workers."""
