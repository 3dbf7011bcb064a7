"""Drawn tasks."""
