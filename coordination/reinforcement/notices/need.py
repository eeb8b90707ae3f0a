"""What is told of a need: to the ARS, to the structure, to those who had said yes."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from coordination.notifications.registry import Notice, register
from coordination.reinforcement.models import Assignment, Need
from coordination.reinforcement.notices.codes import code_for
from coordination.reinforcement.selectors.wording import need_words
from portal.accounts.models import Grant, Role, User
from portal.lib.links import token_for

# What the personal page reads to know that its link came by SMS.
SMS_MARK = "?s"


class AboutNeed(Notice):
    """A notice whose subject is a need; its link opens the need's page."""

    def load(self, subject_id: Any) -> Need:
        return Need.objects.select_related("structure__commune").get(pk=subject_id)

    def context(self) -> dict[str, Any]:
        return need_words(self.subject)

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{self.subject.get_absolute_url()}"


@register
class NeedSubmitted(AboutNeed):
    """Tells the ARS agents of the territory that a need awaits their validation."""

    slug = "need_submitted"
    label = "besoin à valider"

    def audience(self) -> QuerySet[User]:
        return overseers_of(self.subject)


@register
class NeedValidated(AboutNeed):
    """Tells the structure that its need is validated and open."""

    slug = "need_validated"
    label = "besoin validé"

    def audience(self) -> QuerySet[User]:
        return authors_of(self.subject)


@register
class NeedReturned(AboutNeed):
    """Tells the structure what to change before the ARS can validate."""

    slug = "need_returned"
    label = "besoin à revoir"

    def audience(self) -> QuerySet[User]:
        return authors_of(self.subject)


@register
class NeedCancelled(AboutNeed):
    """Tells the structure and the ARS that a need is given up, and why."""

    slug = "need_cancelled"
    label = "besoin annulé"

    def audience(self) -> QuerySet[User]:
        return authors_of(self.subject) | overseers_of(self.subject)


@register
class NeedExpiredUnfilled(AboutNeed):
    """Tells the structure and the ARS that time is over and places are left."""

    slug = "need_expired_unfilled"
    label = "besoin expiré sans être pourvu"
    optional = False

    def audience(self) -> QuerySet[User]:
        return authors_of(self.subject) | overseers_of(self.subject)


class AboutAsks(AboutNeed):
    """A notice to volunteers of a need; each link opens the person's own answer page."""

    optional = False
    sms_mark = SMS_MARK

    def link(self, reference: str) -> str:
        return answer_link(reference)

    def code(self, reference: str, phone: str) -> str:
        return code_for(reference, phone)

    def expires_at(self) -> datetime:
        """No later than the need's last slot."""
        ends = [slot.period.upper for slot in self.subject.slots.all()]
        return max([timezone.now() + timedelta(hours=1), *ends])


@register
class NeedChanged(AboutAsks):
    """Asks again those who had said yes to dates that have changed since."""

    slug = "need_changed"
    label = "dates changées, votre accord est redemandé"

    def audience(self) -> QuerySet[Assignment]:
        owed = Assignment.objects.filter(
            need=self.subject, need_version=self.subject.version, state="notified"
        )
        return with_own_links(owed)


@register
class NeedGivenUp(AboutAsks):
    """Tells every volunteer involved that the need is cancelled, why, and thanks them."""

    slug = "need_given_up"
    label = "mission annulée par la structure"

    def audience(self) -> QuerySet[Assignment]:
        told = Assignment.objects.filter(
            need=self.subject,
            ended_at=self.subject.ended_at,
            state__in=[Assignment.State.CANCELLED, Assignment.State.STOOD_DOWN],
        )
        return with_own_links(told)


def overseers_of(need: Need) -> QuerySet[User]:
    """The ARS agents of a territory that holds the structure."""
    grants = Grant.objects.filter(role=Role.ARS).in_force()
    here = grants.filter(territory__inner_links__descendant=need.structure.commune_id)
    return _staff(Q(pk__in=here.values("user")))


def authors_of(need: Need) -> QuerySet[User]:
    """The structure's managers, and whoever wrote the need."""
    grants = Grant.objects.filter(role=Role.MANAGER, structure=need.structure_id).in_force()
    return _staff(Q(pk__in=grants.values("user")) | Q(pk=need.created_by_id))


def with_own_links(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """The volunteers of `assignments`, each with the reference of their own link."""
    return assignments.annotate(
        user_id=F("volunteer__user"), reference=Cast("link_key", CharField())
    )


def answer_link(reference: str) -> str:
    """The page where the holder of the link `reference` answers without signing in."""
    return f"{settings.PORTAL_BASE_URL}/r/{token_for(UUID(reference))}/"


def _staff(who: Q) -> QuerySet[User]:
    return User.objects.filter(who, is_active=True).annotate(user_id=F("pk"), reference=Value(""))
