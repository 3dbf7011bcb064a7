"""What runs by itself beside the API: each job does what is due and may be run twice."""
