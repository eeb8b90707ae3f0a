"""The account behind an act: what it wrote outlives it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from portal.accounts.models import User


def signed(label: str) -> "models.ForeignKey[User | None, User | None]":
    """Who did it; nobody once the account is erased."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
    )


def signed_for_good(label: str) -> "models.ForeignKey[User | None, User | None]":
    """Who did it, in a row that never changes, not even when the account is erased."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
        verbose_name=label,
    )
