"""Say what this machine has."""
