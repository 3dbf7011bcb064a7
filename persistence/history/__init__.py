"""What became of the register's entries: who changed what."""
