"""Drawn tasks: made, approved, frozen, drawn, locked, issued; and how many of which class."""
