"""Correction orders: issue, report, acceptance, re-inspection, escalation."""
