"""Keep what was made."""
