"""Correction orders, reports, re-inspections, proposed measures."""
