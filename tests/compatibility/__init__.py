"""What was promised to clients yesterday is kept today: the language, and the apps' documents."""
