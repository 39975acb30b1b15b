"""Is the caller who they say? Compared blind on the server; the outcome is kept, the spoken value never."""
