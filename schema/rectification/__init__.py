"""Correction orders: issued, answered, accepted, re-inspected, escalated."""
