"""What became of the register's entries."""
