"""The registry of inspection objects, and standing recusals."""
