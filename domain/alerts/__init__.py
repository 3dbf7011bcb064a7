"""What is late or waits for someone to act, and after how long an alert is raised."""
