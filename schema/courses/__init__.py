"""Courses as clients see them."""
