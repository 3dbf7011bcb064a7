"""The rules, called plainly on plain values: no database, no server."""
