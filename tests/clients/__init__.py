"""Real clients on a real server: what their caches, compilers and linters make of our documents."""
