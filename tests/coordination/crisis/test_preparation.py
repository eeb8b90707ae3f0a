"""In peacetime: people named, plans dated, contacts tried, and the page that says what lacks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import ContactTest, CrisisPlan, Designation, FunctionalContact
from coordination.crisis.refusals.preparation import (
    ContactRetired,
    ContactUnreachable,
    PersonUnknown,
    PlanReversed,
)
from coordination.crisis.selectors.owners import Owner, owners
from coordination.crisis.selectors.preparation import (
    contacts_of,
    faults_of,
    namings_of,
    readiness_of,
    structures_overdue,
    wide_span,
)
from coordination.crisis.services.designation import designate
from coordination.crisis.services.preparation import (
    Dates,
    Named,
    add_contact,
    keep_plan,
    person_named,
    retire_contact,
    try_contact,
)
from tests.coordination.crisis.crisis_world import declare, role
from tests.people import log_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def words(owner):
    return " | ".join(fault.words for fault in faults_of(readiness_of(owner)))


def test_what_is_not_ready_is_said_with_its_repair_and_leaves_once_repaired(
    cell, alice, bob, charlie, aube
):
    own, today = Owner(aube), timezone.localdate()
    before = words(own)
    held = role(cell, "director")
    for rank, (who, site) in enumerate([(bob, "Troyes"), (charlie, "Romilly")]):
        person = person_named(own, Named(email=who.email), by=alice)
        until = today + 20 * DAY if rank else None
        designate(held, person, owner=aube, rank=rank, since=today - DAY, until=until, site=site,
                  by=alice)  # fmt: skip
    late = Dates(today - 400 * DAY, today - 35 * DAY)
    keep_plan(own, CrisisPlan.Kind.ORSAN, late, by=alice)
    contact = add_contact(own, label="Cadre d’astreinte", phone="+33325000000", by=alice)
    never = words(own)
    try_contact(contact, answered=True, by=alice)
    keep_plan(own, CrisisPlan.Kind.ORSAN, Dates(today, today + 365 * DAY), by=alice)
    declare(aube, by=alice, mode="exercise")
    after = words(own)

    assert "fonctions sans titulaire : directeur de cellule, " in before
    assert "Aucun contact de crise" in before and "Aucun exercice depuis un an" in before
    assert "jamais essayé" in never and "Dispositif ORSAN à revoir" in never
    assert "finit le" in never
    assert "essayé" not in after and "à revoir" not in after
    assert "directeur de cellule," not in after
    direct = [one for one in namings_of(own, own.kind) if not one.role.leads]
    assert wide_span(namings_of(own, own.kind)) == len(direct) == 13
    assert [wide_span(direct[:count]) for count in (8, 9)] == [0, 9]
    assert person_named(own, Named(email=bob.email), by=alice).designations.count() == 1


def test_a_contact_turns_orange_then_red_when_nobody_has_tried_it(alice, aube):
    own = Owner(aube)
    contact = add_contact(own, label="Boîte de crise", email="crise@test.example", by=alice)
    levels = [contacts_of(own)[0].level]
    try_contact(contact, answered=True, by=alice)
    try_contact(contact, answered=False, by=alice)
    for days in (0, 89, 91, 179, 181):
        with clock.standing_at(clock.now() + days * DAY):
            levels.append(contacts_of(own)[0].level)
    retire_contact(contact, by=alice)

    assert levels == ["unknown", "good", "good", "watch", "watch", "critical"]
    assert contacts_of(own) == [] and ContactTest.objects.count() == 2
    for refused in (lambda: retire_contact(contact, by=alice),
                    lambda: try_contact(contact, answered=True, by=alice)):  # fmt: skip
        with pytest.raises(ContactRetired):
            refused()


def test_what_cannot_be_reached_or_dated_is_refused(alice, aube):
    own, today = Owner(aube), timezone.localdate()

    with pytest.raises(ContactUnreachable):
        add_contact(own, label="Standard", by=alice)
    with pytest.raises(PlanReversed):
        keep_plan(own, CrisisPlan.Kind.ORSAN, Dates(today, today), by=alice)
    for named in (Named(), Named(email="personne@test.example"), Named(last_name="Seul")):
        with pytest.raises(PersonUnknown):
            person_named(own, named, by=alice)
    listed = person_named(own, Named(last_name="Rigny", mobile="06 12 34 56 78"), by=alice)
    assert listed.contacts.get().value == "+33612345678"


def test_each_prepares_their_own_and_the_ars_sees_the_late_plans_inside(
    client, catalogue, alice, bob, dora, aube, ehpad
):
    today = timezone.localdate()
    theirs = Owner(ehpad.commune, ehpad)
    keep_plan(theirs, "plan_bleu", Dates(today - 800 * DAY, today - 9 * DAY), by=bob)
    base = f"/crises/preparation/{theirs.key}/"

    agency = log_in(client, alice).get("/preparation/").content.decode()
    foreign = client.get(base).status_code
    log_in(client, bob)
    mine = client.get("/preparation/").content.decode()
    client.post(f"{base}contacts/", {"label": "Administrateur de garde", "phone": "0325000000"})
    contact = FunctionalContact.objects.get()
    client.post(f"{base}contacts/{contact.pk}/repond/")
    plan = {"kind": "plan_bleu", "adopted_on": today, "review_on": today}
    bad = client.post(f"{base}plans/", plan).content.decode()
    director = role_of(theirs, "director")
    named = {"role": director.pk, "rank": 0, "email": bob.email, "since": today - DAY, "site": "A"}
    client.post(f"{base}designations/", named)
    twice = client.post(f"{base}designations/", named | {"site": "B"}).content.decode()
    page = client.get(f"{base}designations/").content.decode()
    client.post(f"{base}designations/{Designation.objects.get().pk}/")
    empty = client.get(f"{base}designations/").content.decode()

    assert str(ehpad) in agency and "Plans des structures à revoir" in agency and foreign == 404
    assert "Plan bleu à revoir" in mine and str(aube) not in mine.split("<h1>")[1]
    assert ContactTest.objects.get().answered and "doit suivre celle de l’adoption" in bad
    assert "Sans suppléant" in page and "autre site que A" in page
    assert "déjà" in twice and "Sans suppléant" not in empty
    assert structures_overdue(theirs) == [] and owners(dora)[0].territory != aube
    assert client.post(f"{base}contacts/{contact.pk}/danser/").status_code == 404


def role_of(owner, slug):
    return next(one.role for one in namings_of(owner, owner.kind) if one.role.slug == slug)
