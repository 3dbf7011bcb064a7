"""The product on other days: `make time-travel`."""
