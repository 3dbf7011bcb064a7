"""The language clients speak: types, queries, mutations, refusals, permissions as printed."""
