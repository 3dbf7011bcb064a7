"""A data folder of one commit opened by another: `python -m tests.upgrade`, and the tests of that."""
