"""Every message of this module, so that the registry knows them all."""

from coordination.upkeep.notices import claims, pages, watch

__all__ = ["claims", "pages", "watch"]
