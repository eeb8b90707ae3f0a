"""Quality: what is found each night, how it closes, what people decide of it."""
