"""What can be done to keep the directory."""
