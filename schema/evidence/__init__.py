"""Evidence as clients see it."""
