"""The pages for people with a browser: the first page at `/`, and GraphiQL at `/graphql`."""
