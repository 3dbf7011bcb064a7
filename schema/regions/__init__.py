"""Regions and authorities as clients see them."""
