"""Evidence at the edge: uploads, the look inside, what is served, and the jobs that keep order."""
