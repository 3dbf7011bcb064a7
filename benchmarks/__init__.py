"""Measurements, each printed beside its peers."""
