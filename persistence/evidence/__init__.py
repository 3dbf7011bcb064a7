"""Evidence for writing and serving: what is declared, what arrives, and who may look at it."""
