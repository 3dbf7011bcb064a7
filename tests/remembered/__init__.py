"""What visitors are answered from memory is what reading would answer, at every moment."""
