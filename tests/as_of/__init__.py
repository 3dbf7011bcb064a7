"""The register as it was shown earlier."""
