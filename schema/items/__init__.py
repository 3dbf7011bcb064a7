"""The list of random inspection items."""
