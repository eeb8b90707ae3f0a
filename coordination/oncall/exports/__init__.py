"""What leaves the on-call rosters as files."""
