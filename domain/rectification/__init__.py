"""Correction orders: given, answered, accepted or checked again, and what follows where they are not kept."""
