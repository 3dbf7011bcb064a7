"""Public records, objections, replies, repairs and follow-ups."""
