"""The desk page: what the caller says, who it may be, what to do; one screen for a whole call."""
