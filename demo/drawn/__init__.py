"""The demo's drawn inspection: carried out by the rules, through GraphQL, on days of last autumn."""
