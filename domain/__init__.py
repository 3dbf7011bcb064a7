"""The rules of supervision: who may, when, and what follows; pure functions of facts."""
