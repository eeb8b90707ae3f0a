"""« C’est ma structure »: who proves it, who agrees, who hands it over."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.notifications.models import Notification, Publication
from coordination.upkeep.models import Claim, ClaimCode, Succession
from coordination.upkeep.refusals import (
    AlreadyProposed,
    CodeUsedUp,
    NoCodeAwaited,
    NoLongerProposed,
    NoSuchDomain,
    NotALine,
    NotAMember,
    TooManyCodes,
    WrongCode,
)
from coordination.upkeep.selectors.claims import domain_of
from coordination.upkeep.selectors.codes import code_of
from coordination.upkeep.services.claims import (
    ask_role,
    check_code,
    claim_by_domain,
    remind_claims,
    send_code,
)
from coordination.upkeep.services.handovers import accept_handover, propose_handover
from portal.accounts.models import Grant, Role, User
from portal.accounts.refusals import AlreadyAsked, AlreadyDecided
from portal.accounts.rules import may_decide_grant
from portal.accounts.services import approve_grant, revoke_grant
from tests.directory.depth import ContactFactory
from tests.people import GrantFactory, UserFactory, log_in
from tests.races import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(db):
    return UserFactory(email="theo@tilleuls.example", first_name="Théo")


@pytest.fixture
def inbox(ehpad):
    """The public address of the EHPAD."""
    return ContactFactory(structure=ehpad, channel="email", value="accueil@tilleuls.example")


def fresh(user):
    """The same person, whose grants are read again."""
    return User.objects.get(pk=user.pk)


def told(slug):
    """Who received messages of that kind: accounts, then addresses."""
    rows = Notification.objects.filter(publication__notice=slug)
    return {one.user or one.address for one in rows.select_related("user")}


def test_an_address_of_the_house_makes_a_member_and_managing_waits_for_an_agreement(
    client, newcomer, ehpad, inbox, alice
):
    log_in(client, newcomer)
    page = reverse("upkeep:claim", args=[ehpad.uuid])
    assert "tilleuls.example" in client.get(page).text

    client.post(
        reverse("upkeep:claim_ask", args=[ehpad.uuid]), {"role": "manager", "door": "domain"}
    )

    assert not fresh(newcomer).manages(ehpad)
    member = newcomer.grants.get(role=Role.MEMBER)
    assert member.state == Grant.State.APPROVED
    assert member.review_on > timezone.localdate() + timedelta(days=300)
    asked = newcomer.grants.get(role=Role.MANAGER)
    assert (asked.state, asked.claim.method, asked.claim.issuer) == (
        "pending", "domain", "tilleuls.example",
    )  # fmt: skip
    assert told("grant_asked") == {alice}
    assert "Demande en attente" in client.get(page).text
    log_in(client, alice)
    queue = client.get(reverse("situation:grant_list")).text
    assert "Adresse professionnelle de la structure (tilleuls.example)" in queue


def test_a_public_mailbox_or_an_unverified_address_proves_nothing(ehpad, newcomer):
    ContactFactory(structure=ehpad, channel="email", value="ehpad@orange.fr")
    neighbour = UserFactory(email="x@orange.fr")
    ContactFactory(structure=ehpad, channel="email", value="a@tilleuls.example")
    newcomer.emailaddress_set.update(verified=False)

    assert domain_of(neighbour, ehpad) == ""
    assert domain_of(newcomer, ehpad) == ""
    with pytest.raises(NoSuchDomain):
        claim_by_domain(newcomer, structure=ehpad, role="member")
    assert not newcomer.grants.exists()


def test_a_code_goes_to_a_known_line_only_and_whoever_reads_it_is_a_member(
    client, newcomer, ehpad, inbox
):
    log_in(client, newcomer)
    sent = {"role": "member", "contact": str(inbox.uuid)}

    client.post(reverse("upkeep:code_send", args=[ehpad.uuid]), sent)

    assert told("claim_code") == {"accueil@tilleuls.example"}
    code = ClaimCode.objects.get()
    text = Publication.objects.get(notice="claim_code")
    assert code_of(code) not in str(vars(text))
    page = client.get(reverse("upkeep:claim", args=[ehpad.uuid])).text
    assert "Le code reçu" in page
    assert "a•••@tilleuls.example" in page
    typed = {"code": f" {code_of(code)[:3]} {code_of(code)[3:]} "}
    client.post(reverse("upkeep:code_check", args=[ehpad.uuid]), typed)
    grant = newcomer.grants.get()
    assert (grant.role, grant.state, grant.claim.method) == ("member", "approved", "code")
    assert grant.claim.reference == str(inbox.uuid)
    with pytest.raises(NoCodeAwaited):
        check_code(newcomer, structure=ehpad, typed=code_of(code))


def test_a_code_has_three_tries_a_quarter_of_an_hour_and_one_successor(
    newcomer, ehpad, inbox, time_machine
):
    first = send_code(newcomer, structure=ehpad, contact=inbox, role="member")
    second = send_code(newcomer, structure=ehpad, contact=inbox, role="member")
    with pytest.raises(WrongCode, match="2"):
        check_code(newcomer, structure=ehpad, typed=code_of(first))
    for typed in ("", "é🙂"):
        with pytest.raises((WrongCode, CodeUsedUp)):
            check_code(newcomer, structure=ehpad, typed=typed)

    with pytest.raises(NoCodeAwaited):
        check_code(newcomer, structure=ehpad, typed=code_of(second))
    third = send_code(newcomer, structure=ehpad, contact=inbox, role="member")
    with pytest.raises(TooManyCodes):
        send_code(newcomer, structure=ehpad, contact=inbox, role="member")
    ClaimCode.objects.filter(pk=third.pk).update(expires_at=timezone.now())
    with pytest.raises(NoCodeAwaited):
        check_code(newcomer, structure=ehpad, typed=code_of(third))
    assert not newcomer.grants.exists()


def test_a_landline_another_house_or_a_silent_line_receives_no_code(newcomer, ehpad, other_ehpad):
    lines = [
        ContactFactory(structure=ehpad),
        ContactFactory(structure=other_ehpad, channel="email", value="a@autre.example"),
        ContactFactory(structure=ehpad, channel="email", value="a@b.example", unanswered=2),
    ]

    for line in lines:
        with pytest.raises(NotALine):
            send_code(newcomer, structure=ehpad, contact=line, role="member")
    assert not ClaimCode.objects.exists()


def test_whoever_manages_a_structure_answers_for_it_before_the_agency(
    client, newcomer, ehpad, bob, alice, helene
):
    grant = ask_role(newcomer, structure=ehpad, role=Role.MEMBER)
    assert told("grant_asked") == {bob}
    log_in(client, bob)
    assert "personne demande" in client.get("/").text

    client.post(reverse("situation:grant_approve", args=[grant.pk]))

    grant.refresh_from_db()
    assert (grant.state, grant.decided_by) == ("approved", bob)
    assert grant.claim.method == Claim.Method.NONE
    assert told("grant_approved") == {newcomer}
    assert not may_decide_grant(helene, grant)
    assert not may_decide_grant(bob, bob.grants.get())
    assert client.get(reverse("situation:grant_list")).status_code == 200


def test_a_request_is_reminded_after_20_days_and_90_once_each(newcomer, ehpad, bob, alice):
    grant = ask_role(newcomer, structure=ehpad, role=Role.MANAGER)
    now = timezone.now()
    assert remind_claims(now + timedelta(days=19)) == 0

    reminded = []
    for days in (19, 20, 21, 89, 90, 200):
        Grant.objects.filter(pk=grant.pk).update(created_at=now - timedelta(days=days))
        before = Publication.objects.filter(notice="claim_waits").count()
        remind_claims(now)
        if Publication.objects.filter(notice="claim_waits").count() > before:
            reminded.append(days)

    assert reminded == [20, 90]
    assert told("claim_waits") == {bob, alice}
    assert Publication.objects.filter(notice="claim_waits").count() == 2
    approve_grant(grant, by=bob)
    assert remind_claims(now) == 0


def test_a_structure_is_handed_over_when_the_other_accepts(client, newcomer, ehpad, bob):
    GrantFactory(user=newcomer, role=Role.MEMBER, structure=ehpad)
    log_in(client, bob)
    page = reverse("upkeep:claim", args=[ehpad.uuid])
    assert "Théo" in client.get(page).text
    propose = reverse("upkeep:handover_propose", args=[ehpad.uuid])
    client.post(propose, {"to": newcomer.pk})
    handover = Succession.objects.get()
    assert fresh(bob).manages(ehpad)
    assert told("handover_proposed") == {newcomer}
    with pytest.raises(AlreadyProposed):
        propose_handover(ehpad, to=newcomer, by=bob)
    answer = reverse("upkeep:handover_answer", args=[handover.uuid, "accepter"])
    assert client.post(answer).status_code == 403
    log_in(client, newcomer)

    client.post(answer)

    assert fresh(newcomer).manages(ehpad)
    assert not fresh(bob).manages(ehpad)
    assert fresh(bob).has_any_role(Role.MEMBER)
    with pytest.raises(NoLongerProposed):
        accept_handover(handover, by=newcomer)
    with pytest.raises(NotAMember):
        propose_handover(ehpad, to=UserFactory(), by=newcomer)


def test_who_left_since_the_proposal_does_not_take_over(ehpad, bob, newcomer):
    held = GrantFactory(user=newcomer, role=Role.MEMBER, structure=ehpad)
    handover = propose_handover(ehpad, to=newcomer, by=bob)
    revoke_grant(held, by=bob, reason="n’y travaille plus")

    with pytest.raises(NotAMember):
        accept_handover(handover, by=fresh(newcomer))

    assert fresh(bob).manages(ehpad)
    assert not fresh(newcomer).manages(ehpad)
    assert Succession.objects.get().state == Succession.State.PROPOSED


def test_a_structure_without_anybody_stays_visible_and_says_so(client, newcomer, ehpad, bob):
    log_in(client, newcomer)
    page = ehpad.get_absolute_url()
    assert "Sans référent" not in client.get(page).text

    Grant.objects.filter(user=bob).update(
        ends_on=timezone.localdate() - timedelta(days=1),
        starts_on=timezone.localdate() - timedelta(days=9),
    )

    assert "Sans référent" in client.get(page).text
    assert "C’est ma structure" in client.get(page).text


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("claim_ask", {"role": "ars", "door": "domain"}), ("claim_ask", {}),
        ("code_send", {"role": "member", "contact": "x"}), ("code_check", {"code": "x" * 500}),
        ("code_check", {"code": "\x00"}), ("handover_propose", {"to": "99999999999999999999"}),
    ],
)  # fmt: skip
def test_whatever_is_sent_is_answered_with_a_sentence(client, ehpad, bob, name, typed):
    log_in(client, bob)

    answer = client.post(reverse(f"upkeep:{name}", args=[ehpad.uuid]), typed, follow=True)

    assert answer.status_code == 200
    assert "fr-alert--error" in answer.text or "pt-messages" in answer.text
    assert Grant.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_answer_one_request_two_codes_and_two_takers_leave_one(
    newcomer, ehpad, bob, alice, inbox
):
    asked = ask_role(UserFactory(), structure=ehpad, role=Role.MEMBER)
    answers = together(lambda: approve_grant(asked, by=bob), lambda: approve_grant(asked, by=alice))
    assert sum(isinstance(one, AlreadyDecided) for one in answers) == 1

    def ask():
        return send_code(newcomer, structure=ehpad, contact=inbox, role="member")

    together(ask, ask)
    assert ClaimCode.objects.filter(closed_at__isnull=True).count() == 1
    code = ClaimCode.objects.get(closed_at__isnull=True)

    def check():
        return check_code(newcomer, structure=ehpad, typed=code_of(code))

    entered = together(check, check)
    assert sum(isinstance(one, Grant) for one in entered) == 1
    assert sum(isinstance(one, NoCodeAwaited | AlreadyAsked) for one in entered) == 1
    assert newcomer.grants.count() == 1
