"""Reads across the modules, for the screens of this one."""
