"""How fast it is, beside what others would use and beside what the machine can do."""
