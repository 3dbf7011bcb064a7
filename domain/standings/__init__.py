"""What stands on an institution, an entitlement or a person by a decision: from when, until when, on which ground.

Each decision is kept as it was made; what holds on a day is reckoned from all of them (`replay`).
"""
