"""Bringing customers in from files: read, judged row by row, compared, written in resumable chunks."""
