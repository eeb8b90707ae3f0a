"""Swaps, searches for somebody, hand-overs, as pages show them."""
