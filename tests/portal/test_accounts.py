"""Grants asked for, given and taken back; sessions; the territory one looks from."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from portal.accounts import rules, services
from portal.accounts.models import Grant, Role
from portal.accounts.refusals import AlreadyAsked, AlreadyDecided, NotInForce, ReasonMissing
from portal.accounts.selectors import default_viewpoint, viewpoints
from portal.audit.models import Entry
from tests.people import PASSWORD, GrantFactory, TerritoryFactory, UserFactory, log_in


@pytest.fixture
def asked(ehpad) -> Grant:
    """Somebody asks to manage the EHPAD of Troyes."""
    return services.request_grant(UserFactory(), structure=ehpad)


def test_a_pending_grant_opens_nothing(asked, ehpad) -> None:
    assert not asked.user.manages(ehpad)


def test_an_approved_grant_makes_a_manager_and_is_journaled(asked, ehpad, alice) -> None:
    services.approve_grant(asked, by=alice)

    assert asked.user.manages(ehpad)
    assert Entry.objects.get(action="grant.approved").actor == alice


def test_the_same_grant_is_asked_once(asked, ehpad) -> None:
    with pytest.raises(AlreadyAsked):
        services.request_grant(asked.user, structure=ehpad)


def test_two_agents_cannot_both_decide(asked, alice) -> None:
    services.approve_grant(asked, by=alice)

    with pytest.raises(AlreadyDecided):
        services.refuse_grant(asked, by=alice, reason="Numéro de téléphone inconnu.")


def test_a_refusal_needs_a_reason(asked, alice) -> None:
    with pytest.raises(ReasonMissing):
        services.refuse_grant(asked, by=alice, reason="  ")


def test_a_refused_grant_can_be_asked_again(asked, ehpad, alice) -> None:
    services.refuse_grant(asked, by=alice, reason="Adresse personnelle.")

    assert services.request_grant(asked.user, structure=ehpad).state == Grant.State.PENDING


def test_a_grant_is_taken_back_once(bob, alice) -> None:
    grant = bob.grants.get()
    services.revoke_grant(grant, by=alice, reason="A quitté la structure.")

    assert not bob.manages(grant.structure)
    with pytest.raises(NotInForce):
        services.revoke_grant(grant, by=alice)


def test_taking_a_grant_back_ends_the_sessions(client, bob, alice) -> None:
    client.post(reverse("account_login"), {"login": bob.email, "password": PASSWORD})
    assert client.get(reverse("accounts:profile")).status_code == 200

    services.revoke_grant(bob.grants.get(), by=alice)

    assert Session.objects.count() == 0
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_a_disabled_person_is_signed_out(client, bob) -> None:
    log_in(client, bob)
    client.get(reverse("accounts:profile"))

    services.disable_user(bob, by=None)

    assert client.get(reverse("accounts:profile")).status_code == 302


def test_the_technical_team_disables_an_account_and_the_journal_says_who(client, bob) -> None:
    chief = UserFactory(is_staff=True, is_superuser=True)
    log_in(client, chief)

    client.post(
        reverse("admin:accounts_user_changelist"), {"action": "disable", "_selected_action": bob.pk}
    )

    bob.refresh_from_db()
    assert not bob.is_active
    assert Entry.objects.get(action="user.disabled").actor == chief


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("alice", True),
        ("gaspard", True),
        ("dora", False),
        ("bob", True),
        ("helene", False),
        ("emile", False),
    ],
)
def test_who_may_decide_a_structure_s_grant(asked, who, may, request) -> None:
    assert rules.may_decide_grant(request.getfixturevalue(who), asked) is may


def test_an_agent_cannot_make_another_agent(alice, gaspard, aube) -> None:
    wished = GrantFactory(role=Role.ARS, territory=aube, pending=True)

    assert not rules.may_decide_grant(alice, wished)
    assert rules.may_decide_grant(gaspard, wished)


def test_nobody_decides_for_themselves(gaspard, ehpad) -> None:
    own = services.request_grant(gaspard, structure=ehpad)

    assert not rules.may_decide_grant(gaspard, own)


def test_one_looks_from_one_s_territory_and_from_those_inside(alice, aube, marne) -> None:
    community = TerritoryFactory(epci=True, inside=aube)

    assert set(viewpoints(alice)) == {aube, community}
    assert default_viewpoint(alice) == aube


def test_a_manager_looks_from_the_department_of_the_structure(bob, aube) -> None:
    assert default_viewpoint(bob) == aube


def test_the_territory_in_force_is_chosen_by_post_and_only_among_one_s_own(
    client, alice, aube, occitanie
) -> None:
    community = TerritoryFactory(epci=True, name="Troyes Champagne", inside=aube)
    log_in(client, alice)
    page = reverse("accounts:territory")

    assert client.post(page, {"territory": community.pk, "next": page}).url == page
    assert "Troyes Champagne (en ce moment)" in client.get(page).content.decode()
    assert client.post(page, {"territory": occitanie.pk}).status_code == 404
    assert client.post(page, {"territory": "rien"}).status_code == 404


def test_a_territory_is_left_on_the_day_its_grant_ends(
    client, alice, aube, marne, settings
) -> None:
    settings.PORTAL_MFA_REQUIRED = False
    GrantFactory(user=alice, territory=marne)
    log_in(client, alice)
    client.post(reverse("accounts:territory"), {"territory": marne.pk})
    assert client.get("/").wsgi_request.territory == marne

    yesterday = timezone.localdate() - timedelta(days=1)
    alice.grants.filter(territory=marne).update(starts_on=yesterday, ends_on=yesterday)

    assert client.get("/").wsgi_request.territory == aube
    alice.grants.update(starts_on=yesterday, ends_on=yesterday)
    assert client.get("/").wsgi_request.territory is None


def test_a_staff_role_that_begins_by_its_date_asks_for_the_second_factor_at_once(
    client, bob, aube, settings
) -> None:
    settings.PORTAL_MFA_REQUIRED = True
    tomorrow = timezone.localdate() + timedelta(days=1)
    grant = GrantFactory(user=bob, territory=aube, starts_on=tomorrow)
    log_in(client, bob)
    assert client.get(reverse("accounts:profile")).status_code == 200

    Grant.objects.filter(pk=grant.pk).update(starts_on=timezone.localdate())

    assert client.get(reverse("accounts:profile")).url == reverse("mfa_index")


def test_the_next_page_stays_in_the_house(client, alice, aube) -> None:
    log_in(client, alice)

    answer = client.post(
        reverse("accounts:territory"), {"territory": aube.pk, "next": "https://ailleurs.test/"}
    )

    assert answer.url == "/"


@pytest.mark.parametrize(
    ("who", "sent"), [("alice", True), ("emile", True), ("gaspard", True), ("bob", False)]
)
def test_staff_roles_set_up_a_second_factor_first(client, settings, who, sent, request) -> None:
    settings.PORTAL_MFA_REQUIRED = True
    log_in(client, request.getfixturevalue(who))

    answer = client.get(reverse("accounts:profile"))

    assert (answer.status_code, answer.headers.get("Location")) == (
        (302, reverse("mfa_index")) if sent else (200, None)
    )


def test_a_person_with_a_second_factor_enters(client, settings, alice) -> None:
    from allauth.mfa.models import Authenticator

    settings.PORTAL_MFA_REQUIRED = True
    Authenticator.objects.create(user=alice, type=Authenticator.Type.TOTP, data={})
    log_in(client, alice)

    assert client.get(reverse("accounts:profile")).status_code == 200


@pytest.mark.parametrize(("who", "minutes"), [("alice", 30), ("bob", 7 * 24 * 60)])
def test_a_session_lasts_as_long_as_the_role_allows(client, who, minutes, request) -> None:
    log_in(client, request.getfixturevalue(who))

    client.get(reverse("accounts:profile"))

    assert client.session.get_expiry_age() == minutes * 60


def test_a_person_corrects_their_name_and_gives_a_role_back(client, bob, ehpad) -> None:
    log_in(client, bob)

    client.post(reverse("accounts:profile"), {"first_name": "Robert", "last_name": "Durand"})
    client.post(reverse("accounts:grant_withdraw", args=[bob.grants.get().pk]))

    bob.refresh_from_db()
    assert bob.get_full_name() == "Robert Durand"
    assert not bob.manages(ehpad)
