"""The item list of random inspections."""
