"""What was served, and the papers made of it."""
