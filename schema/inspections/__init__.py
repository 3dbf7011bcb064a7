"""Inspections as clients see them."""
