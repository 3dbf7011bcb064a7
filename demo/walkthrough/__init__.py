"""Walkthroughs of a running server through GraphQL, as the people of the demo."""
