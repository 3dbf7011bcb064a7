"""Type × role × path: everything that can be read, and who may."""
