"""The edge: HTTP, identity, settings, limits, logs, the command line."""
