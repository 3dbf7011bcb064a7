"""Public records: outlets, objections, corrections, replies, repair and withdrawal."""
