"""Courses with their fees and hours."""
