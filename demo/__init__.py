"""Data that nobody lived: the demo's story, registers of any size, and a walk through the API."""
