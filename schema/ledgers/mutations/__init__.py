"""Mutations of uploaded ledgers."""

from schema.ledgers.mutations.apply_ledger import apply_ledger
from schema.ledgers.mutations.cancel_ledger import cancel_ledger
from schema.ledgers.mutations.declare_ledger import declare_ledger

MUTATIONS = (declare_ledger, apply_ledger, cancel_ledger)
