"""The answer is read, taken away, and its reading written down."""
