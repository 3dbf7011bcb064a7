"""Visits and their records, from the case to the public result."""
