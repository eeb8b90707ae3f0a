"""By which doors somebody may prove that a structure is theirs."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.utils import timezone

from coordination.upkeep.models import ClaimCode, Succession
from directory.models import ContactPoint, Structure
from portal.accounts.models import OF_A_STRUCTURE, Grant, Role, User

Channel = ContactPoint.Channel
# Where anybody has an address: it says nothing of whom one works for.
PUBLIC_DOMAINS = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "hotmail.com",
        "hotmail.fr",
        "outlook.com",
        "outlook.fr",
        "live.com",
        "live.fr",
        "msn.com",
        "yahoo.com",
        "yahoo.fr",
        "ymail.com",
        "orange.fr",
        "wanadoo.fr",
        "free.fr",
        "sfr.fr",
        "neuf.fr",
        "laposte.net",
        "bbox.fr",
        "numericable.fr",
        "aol.com",
        "icloud.com",
        "me.com",
        "proton.me",
        "protonmail.com",
        "gmx.fr",
        "gmx.com",
        "mailo.com",
        "medical.mssante.fr",
        "pro.mssante.fr",
    ]  # fmt: skip
)


@dataclass(frozen=True)
class KnownLine:
    """A line that may receive a code, shown so that only who knows it recognises it."""

    contact: ContactPoint
    masked: str


@dataclass(frozen=True)
class ClaimPage:
    """What somebody sees of their tie with a structure."""

    grants: list[Grant]
    domain: str
    lines: list[KnownLine]
    awaited: ClaimCode | None
    managers: int
    members: list[User]
    handovers: list[Succession]

    @property
    def roles(self) -> set[str]:
        """The roles held today."""
        return {one.role for one in self.grants if one.state == Grant.State.APPROVED}

    @property
    def waiting(self) -> list[Grant]:
        """The requests without an answer."""
        return [one for one in self.grants if one.state == Grant.State.PENDING]


def claim_page(user: User, structure: Structure) -> ClaimPage:
    """The doors that are open to `user`, and where their requests are."""
    living = Q(pk__in=Grant.objects.in_force().values("pk")) | Q(state=Grant.State.PENDING)
    own = Grant.objects.filter(living, user=user, structure=structure, role__in=OF_A_STRUCTURE)
    is_manager = user.manages(structure)
    handovers = Succession.objects.filter(Q(giver=user) | Q(taker=user), structure=structure)
    return ClaimPage(
        grants=list(own.order_by("pk")),
        domain=domain_of(user, structure),
        lines=[KnownLine(one, masked(one)) for one in lines_for_codes(structure)],
        awaited=awaited_code(user, structure).first(),
        managers=managers_of(structure).count(),
        members=list(members_of(structure).exclude(pk=user.pk)) if is_manager else [],
        handovers=list(
            handovers.filter(state=Succession.State.PROPOSED).select_related("giver", "taker")
        ),
    )


def domain_of(user: User, structure: Structure) -> str:
    """The domain shared by a verified address of `user` and a known one of the structure."""
    verified = EmailAddress.objects.filter(user=user, verified=True)
    mine = {one.rpartition("@")[2].lower() for one in verified.values_list("email", flat=True)}
    lines = ContactPoint.objects.filter(structure=structure, channel__in=[Channel.EMAIL])
    known = [structure.email, *lines.current().values_list("value", flat=True)]
    theirs = {one.rpartition("@")[2].lower() for one in known if one}
    return min((mine & theirs) - PUBLIC_DOMAINS, default="")


def lines_for_codes(structure: Structure) -> QuerySet[ContactPoint]:
    """The lines of the directory on which a code can be read: e-mails and mobile telephones.

    A landline hears nothing of an SMS; secure mail is not ours to send.
    """
    known = ContactPoint.objects.filter(structure=structure).current()
    return known.filter(channel__in=[Channel.EMAIL, Channel.MOBILE], unanswered=0)


def masked(contact: ContactPoint) -> str:
    """« s•••@ch-troyes.example », « •• •• •• •• 12 »."""
    if contact.channel == Channel.EMAIL:
        name, _, domain = contact.value.partition("@")
        return f"{name[:1]}•••@{domain}"
    return f"•• •• •• •• {contact.value[-2:]}"


def awaited_code(user: User, structure: Structure) -> QuerySet[ClaimCode]:
    """The code that `user` may still type for `structure`."""
    return ClaimCode.objects.filter(
        user=user, structure=structure, closed_at__isnull=True, expires_at__gt=timezone.now()
    ).select_related("contact")


def managers_of(structure: Structure) -> QuerySet[Grant]:
    """The grants of whoever manages the structure today."""
    return Grant.objects.filter(role=Role.MANAGER, structure=structure).in_force()


def members_of(structure: Structure) -> QuerySet[User]:
    """The active people of the structure, who do not manage it."""
    held = Grant.objects.filter(role=Role.MEMBER, structure=structure).in_force()
    people = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return people.exclude(pk__in=managers_of(structure).values("user")).order_by("last_name", "pk")
