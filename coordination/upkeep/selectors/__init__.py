"""What the pages that keep the directory read."""
