"""The GraphQL schema: types, queries, mutations, refusals and the permissions printed with them."""

import schema.terms  # noqa: F401  # code lists are registered before any type names one
