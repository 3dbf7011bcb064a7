"""The registries of objects and of inspectors: who can be drawn, and why not."""
