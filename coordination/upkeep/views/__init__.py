"""The pages by which the directory is kept."""
