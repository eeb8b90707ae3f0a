"""A person says when they can and how they are reached."""
