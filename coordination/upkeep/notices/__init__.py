"""Every message of this module, so that the registry knows them all."""

from coordination.upkeep.notices import claims, pages

__all__ = ["claims", "pages"]
