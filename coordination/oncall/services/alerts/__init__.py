"""Alerts are opened, played step by step, answered."""
