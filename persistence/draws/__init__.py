"""The draw: pools, freezing, shares, execution, its trail."""
