"""The screens that look across the modules."""
