"""Complaints as clients see them."""
