"""What the measures of delivery share: a crowd, its notices, a provider that never waits."""
