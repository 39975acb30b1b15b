"""Comparison keys: what somebody said and what is stored, brought to one form before they meet.

Everything here is pure, total (no text of any kind raises) and idempotent (the key of a key is the key).
"""
