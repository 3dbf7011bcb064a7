"""Examples are drawn without a time limit: a busy machine is no fault of the rule under test."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
