"""What who supervises a place sees of the visits that authorities elsewhere make there."""
