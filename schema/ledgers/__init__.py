"""Ledgers that officials upload: the jobs, their rows, and what is done with them."""
