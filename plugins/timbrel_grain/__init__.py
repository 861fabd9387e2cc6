"""The default family: recorded grains steered by a small network."""
