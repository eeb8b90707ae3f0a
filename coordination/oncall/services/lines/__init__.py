"""Lines are opened and settled: people, sectors, requirements, mergers."""
