"""What other organs' registers have of institutions, and where they say otherwise than ours."""
