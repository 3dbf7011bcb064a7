"""The language clients speak: types, queries, mutations, refusals, permissions as printed."""

import schema.terms  # noqa: F401  # code lists are registered before any type names one
