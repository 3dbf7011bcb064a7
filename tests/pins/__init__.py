"""Every word that is stored, hashed, signed or sent, and the files that it is compared with.

`make pins` prints them. Nothing in the files may change or go without its migration, the reading of
the old spelling and a line of the changelog in the same commit; `make pins ARGS=--write` writes them.
"""
