"""Complaints, and the vault of who complained."""
