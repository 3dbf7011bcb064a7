"""Authorities and their officers."""
