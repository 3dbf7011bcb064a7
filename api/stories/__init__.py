"""Stories told through GraphQL to a running server, as the people of the demo."""
