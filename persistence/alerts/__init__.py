"""What somebody has to look at, as views over the register."""
