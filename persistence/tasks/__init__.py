"""What a drawn task asks for, and the policies of drawing."""
