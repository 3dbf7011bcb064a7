"""Writers who never give up, while what they write to is ended under them: `make soak`."""
