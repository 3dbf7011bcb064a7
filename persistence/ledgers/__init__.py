"""What spreadsheets ask of the register, in and out."""
