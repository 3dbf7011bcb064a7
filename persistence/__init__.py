"""PostgreSQL: tables, claims for writing, the read compiler, audit and outbox."""
