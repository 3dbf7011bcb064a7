"""What surrounds a record: notice, arrival, signatures, recusal requests."""
