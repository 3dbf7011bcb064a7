"""Alerts, and how often institutions are visited."""
