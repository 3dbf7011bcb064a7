"""The developer's tools: run by make, never imported by the product."""
