"""The registries of objects and inspectors."""
