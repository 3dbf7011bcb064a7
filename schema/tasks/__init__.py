"""Tasks whose objects and officers are drawn at random."""
