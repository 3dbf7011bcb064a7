"""The register of authorities as administrators keep it."""
