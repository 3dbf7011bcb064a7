"""Complaints: kinds, categories, states, and the promises made to the complainant."""
