"""The double-random draw: frozen, committed, revealed, ranked, dealt, and checkable by anyone.

docs/draw.md specifies the bytes; every rule here is domain analysis §3.4 to §3.6.
"""
