"""Institutions with their sites and entitlements, and how they are found."""
