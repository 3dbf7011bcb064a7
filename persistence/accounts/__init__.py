"""Accounts, their roles, sessions and credentials."""
