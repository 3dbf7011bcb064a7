"""House rules that a machine can hold us to."""
