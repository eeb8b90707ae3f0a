"""The people who sign in: one account per role, and the managers of other structures."""

import random
from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from directory.models import Structure
from portal.accounts.models import Role, User
from portal.accounts.services import give_grant, request_grant
from portal.demo import accounts
from portal.demo.accounts import PASSWORD, Account
from portal.demo.structures import DATA
from portal.territories.models import Territory

# Kinds of structures whose managers post needs in the story.
ASKING = ("500", "106", "355", "354", "127", "365", "362")


def load_accounts() -> None:
    """Each account of `accounts` exists, verified, with its grants."""
    aube = Territory.objects.get(kind=Territory.Kind.DEPARTMENT, code="10")
    cpts = Territory.objects.get(kind=Territory.Kind.CPTS, code="CPTS-TROYES")
    admin = sign_up(accounts.ADMIN, is_staff=True)
    give_grant(admin, role=Role.ADMINISTRATOR, territory=aube, by=None)
    give_grant(sign_up(accounts.ARS), role=Role.ARS, territory=aube, by=admin)
    give_grant(sign_up(accounts.COORDINATOR), role=Role.COORDINATOR, territory=aube, by=admin)
    give_grant(sign_up(accounts.CPTS), role=Role.CPTS_MEMBER, territory=cpts, by=admin)
    sign_up(accounts.VOLUNTEER)
    for account, structure in (
        (accounts.EHPAD, first_of("500", "10387")),
        (accounts.CLINIC, first_of("106", "10323")),
    ):
        give_grant(sign_up(account), role=Role.MANAGER, structure=structure, by=admin)
    request_grant(sign_up(accounts.NEWCOMER), structure=first_of("500", "10033"))


def load_managers(luck: random.Random) -> dict[int, User]:
    """One manager for each structure that may ask for hands, by the structure's id."""
    agent = User.objects.get(email=accounts.ARS.email)
    named = User.objects.filter(grants__role=Role.MANAGER, grants__state="approved")
    found = {grant.structure_id: user for user in named for grant in user.grants.all()}
    taken = set(Structure.objects.filter(grants__isnull=False).values_list("pk", flat=True))
    names = Names(luck)
    for structure in Structure.objects.filter(category__in=ASKING).order_by("finess"):
        if structure.pk not in taken:
            first, last = names.draw()
            account = Account(f"resp.{structure.finess}", "responsable", first, last)
            user = sign_up(account, password=None)
            give_grant(user, role=Role.MANAGER, structure=structure, by=agent)
            found[structure.pk] = user
    return found


def sign_up(account: Account, *, password: str | None = PASSWORD, is_staff: bool = False) -> User:
    """A verified account; without a password, nobody signs in with it."""
    user = User.objects.create(
        email=account.email,
        password=_hashed(password),
        first_name=account.first_name,
        last_name=account.last_name,
        is_staff=is_staff,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@cache
def _hashed(password: str | None) -> str:
    # Hashing is slow on purpose; the accounts of the demonstration share one password.
    return make_password(password)


def first_of(category: str, commune: str) -> Structure:
    """The first structure of that category in that commune, by its number."""
    found = Structure.objects.filter(category=category, commune__code=commune)
    return found.order_by("finess")[:1].get()


class Names:
    """First and last names that nobody bears together, as far as we know."""

    def __init__(self, luck: random.Random) -> None:
        self.luck = luck
        self.first = (DATA / "first_names.txt").read_text(encoding="utf-8").splitlines()
        self.last = (DATA / "last_names.txt").read_text(encoding="utf-8").splitlines()

    def draw(self) -> tuple[str, str]:
        """A first name and a last name."""
        return self.luck.choice(self.first), self.luck.choice(self.last)
