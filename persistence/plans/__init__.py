"""Yearly inspection plans."""
