"""What is late or waits for somebody, and how often whom is visited."""
