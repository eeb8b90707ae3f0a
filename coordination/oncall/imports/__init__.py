"""What enters the on-call rosters from files: read with limits, never trusted, never guessed."""
