"""The annual plan of random inspections: who may write it, and its way to the public."""
