"""What stands on institutions, entitlements and persons by decision."""
