"""What the solver reads, and what its proposals say."""
