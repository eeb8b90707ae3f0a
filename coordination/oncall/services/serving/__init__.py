"""What was served is said, certified, paid."""
