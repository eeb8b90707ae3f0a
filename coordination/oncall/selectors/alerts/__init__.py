"""Whom an alert calls, and what its page shows."""
