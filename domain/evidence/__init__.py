"""Evidence: what was declared, what arrived, who may see it, and whether it is still what it was."""
