"""Regions, working days, and what every register starts from."""
