"""The register read by plain resolvers over rows in memory, to compare the compiler with."""
