"""Who may hold a slot, and who should."""
