"""Evidence as clients know it."""
