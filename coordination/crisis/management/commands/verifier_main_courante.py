"""The name that the rules give to `verify_log` (rule 2)."""

from coordination.crisis.management.commands.verify_log import Command

__all__ = ["Command"]
