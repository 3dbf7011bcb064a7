"""Inspections: tasks, visits, records, and how a result becomes public."""
