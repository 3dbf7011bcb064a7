"""Teachers as clients see them."""
