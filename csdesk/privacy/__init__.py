"""The requests: removals and access work, their clocks, steps and numbers."""
