"""The read compiler: shape + selection + actor → one statement whose answer is the response's JSON."""
