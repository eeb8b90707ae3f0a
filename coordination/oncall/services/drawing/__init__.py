"""Proposals are asked, computed, adjusted, taken up."""
