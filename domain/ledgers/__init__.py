"""Ledgers that come in over the network: what may be declared, how long it is kept, how it goes on."""
