"""Institutions as clients see them."""
