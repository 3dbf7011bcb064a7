"""Rules that the operator has adopted, with the day from which each holds."""
