"""Accounts, sessions and officers as clients see them."""
