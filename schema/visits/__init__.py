"""Visits: notice, arrival, signatures, appointments, recusal requests, inspection codes."""
