"""What is planned and owed, and what lacks."""
