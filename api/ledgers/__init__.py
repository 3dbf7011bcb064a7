"""Ledgers at the edge: uploads, the process that carries a job out, and what can be downloaded."""
