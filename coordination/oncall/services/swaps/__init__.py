"""A shift passes to somebody else."""
