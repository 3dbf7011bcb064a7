"""Accounts, sessions, officers as clients see them."""
