"""Inspection items."""
