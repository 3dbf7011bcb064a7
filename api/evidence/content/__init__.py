"""What is inside a file: judged in a process of its own, which may die of what it finds there."""
