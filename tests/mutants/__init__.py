"""Changes the code a little, many times over, and counts how often a test notices (`make mutants`).

Of our own, because neither library fits (decision 0060).
"""
