"""Annual plans of random inspections."""
