"""The registries of objects and inspectors: risk, stops, recusals."""
