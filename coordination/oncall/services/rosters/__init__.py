"""Rosters are filled, published, sent, corrected; rotations and overrides; the record."""
