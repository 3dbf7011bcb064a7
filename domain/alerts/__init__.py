"""What is late or waits for somebody, and after how long it is said."""
