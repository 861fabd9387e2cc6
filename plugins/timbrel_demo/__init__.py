"""Sounds made by code, to begin without a recording."""
