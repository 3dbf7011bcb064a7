"""Migrations, named by date, run under a lock timeout in one transaction each."""
