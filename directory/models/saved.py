"""A search that somebody gave a name, to find it again at 3 a.m."""

from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse

if TYPE_CHECKING:
    from portal.accounts.models import User


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, user: "User") -> Self:
        """One's own."""
        return self.filter(user=user.pk)


class SavedSearch(models.Model):
    """The filters of the directory as the address of the list bears them, under a name."""

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches",
        verbose_name="gardée par",
    )  # fmt: skip
    name = models.CharField("nom", max_length=80)
    query = models.CharField("filtres", max_length=1000)
    saved_at = models.DateTimeField("gardée le", auto_now=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = "recherche gardée"
        verbose_name_plural = "recherches gardées"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="saved_search_named_once",
                violation_error_message="Une de vos recherches porte déjà ce nom.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('directory:structure_list')}?{self.query}"
