"""What awaits each person, most urgent first, and the search of the header."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.crisis.services.catalogue import load_catalogue
from coordination.reinforcement.models import Assignment, Need
from coordination.situation.selectors.home import home_groups
from directory.models.word import rebuild_vocabulary
from portal.accounts.services import request_grant
from tests.coordination.crisis.crisis_world import open_departmental
from tests.people import (
    AssignmentFactory,
    GrantFactory,
    NeedFactory,
    ProfessionFactory,
    SlotFactory,
    StructureFactory,
    UserFactory,
    VolunteerFactory,
    day_shift,
    log_in,
)


def words_of(groups) -> list[str]:
    return [act.words for group in groups for act in group.acts]


@pytest.mark.django_db
def test_anybody_is_welcomed_and_told_where_to_begin(client) -> None:
    page = client.get("/").content.decode()

    assert "Je suis volontaire" in page
    assert "Ma structure a besoin de renfort" in page
    assert "Se connecter" in page


def test_the_agency_sees_needs_to_validate_and_grants(client, alice, ehpad, aube) -> None:
    NeedFactory.create_batch(3, structure=ehpad, submitted=True)
    request_grant(UserFactory(), structure=ehpad)
    log_in(client, alice)

    page = client.get("/").content.decode()

    assert "3\u00a0besoins à valider" in page
    assert "1\u00a0demande d’habilitation" in page


def test_the_agency_sees_first_what_begins_within_a_day(alice, aube, ehpad, time_machine) -> None:
    # In the small hours, twenty hours later is still before tomorrow's day shift.
    tomorrow = timezone.now() + timedelta(days=1)
    time_machine.move_to(tomorrow.replace(hour=9, minute=0), tick=False)
    NeedFactory(structure=ehpad, submitted=True)
    need = NeedFactory(structure=ehpad, opened=True, slots=0)
    SlotFactory(need=need, period=day_shift(timezone.now() + timedelta(hours=20)), capacity=2)

    first = words_of(home_groups(alice, aube))[0]

    assert first.startswith("EHPAD des Tilleuls : 2\u00a0places non pourvues")


def test_a_silent_structure_is_shown_to_the_agency(alice, aube, ehpad) -> None:
    long_ago = timezone.now() - timedelta(hours=6)
    need = NeedFactory(structure=ehpad, opened=True)
    AssignmentFactory(need=need, state=Assignment.State.ACCEPTED, answered_at=long_ago)

    assert any(
        "1\u00a0structure silencieuse" in words for words in words_of(home_groups(alice, aube))
    )


def test_the_agency_of_another_region_sees_none_of_it(dora, occitanie, ehpad) -> None:
    NeedFactory(structure=ehpad, submitted=True)

    assert words_of(home_groups(dora, occitanie)) == []


def test_a_manager_sees_the_candidates_who_wait(client, bob, ehpad) -> None:
    need = NeedFactory(structure=ehpad, opened=True)
    AssignmentFactory.create_batch(2, need=need, accepted=True)
    log_in(client, bob)

    assert "2\u00a0candidats attendent votre réponse" in client.get("/").content.decode()


def test_a_manager_who_waits_for_a_grant_is_told_so(ehpad) -> None:
    newcomer = UserFactory()
    request_grant(newcomer, structure=ehpad)

    assert "attend la réponse de l’ARS" in words_of(home_groups(newcomer, None))[0]


def test_a_manager_who_waits_reads_what_is_kept_ready_and_no_share_of_nothing(
    client, ehpad
) -> None:
    newcomer = UserFactory()
    request_grant(newcomer, structure=ehpad)
    NeedFactory(structure=ehpad, created_by=newcomer, state=Need.State.SUBMITTED)
    log_in(client, newcomer)

    page = client.get("/")

    figures = page.context["groups"][0].figures
    assert [(one.value, one.label) for one in figures] == [(1, "besoins prêts")]
    assert "0 sur 0" not in page.content.decode()


def test_nobody_reads_zero_places_of_zero(alice, aube, bob) -> None:
    groups = [*home_groups(alice, aube), *home_groups(bob, aube)]

    assert "places pourvues" not in [one.label for group in groups for one in group.figures]


def test_a_volunteer_sees_who_asks_and_how_old_the_availability_is(charlie, ehpad) -> None:
    charlie.volunteer.confirmed_at = timezone.now() - timedelta(days=32)
    charlie.volunteer.save()
    AssignmentFactory(need=NeedFactory(structure=ehpad, opened=True), volunteer=charlie.volunteer)

    words = words_of(home_groups(charlie, None))

    assert words[0].startswith("On vous demande : EHPAD des Tilleuls")
    assert "Votre disponibilité date de 32\u00a0jours : toujours libre\u00a0?" in words


def test_whatever_the_home_of_a_volunteer_links_to_opens(client, charlie, ehpad) -> None:
    charlie.volunteer.confirmed_at = timezone.now() - timedelta(days=32)
    charlie.volunteer.save()
    client.force_login(charlie)

    page = client.get("/").text

    addresses = set(re.findall(r'href="(/[^"#]*)"', page))
    opened = {url: client.get(url).status_code for url in addresses if "/static/" not in url}
    assert "toujours libre" in page
    assert {url for url, status in opened.items() if status >= 400} == set()
    assert len(opened) > 10


def test_a_person_with_several_roles_sees_them_grouped(alice, aube, troyes, nurse, ehpad) -> None:
    VolunteerFactory(user=alice, commune=troyes, profession=nurse)
    GrantFactory(user=alice, role="manager", structure=ehpad)

    titles = [group.title for group in home_groups(alice, aube)]

    assert titles == ["Pour l’ARS, Aube", "Pour votre structure", "Comme volontaire"]


def test_a_cpts_member_sees_what_is_asked_around(fatou, aube, ehpad) -> None:
    NeedFactory(structure=ehpad, opened=True)

    assert "EHPAD des Tilleuls" in words_of(home_groups(fatou, aube))[0]


@pytest.mark.parametrize("count", [1, 12])
def test_the_home_of_the_agency_costs_the_same_with_many_needs(
    client, alice, aube, ehpad, count, django_assert_num_queries
) -> None:
    for _ in range(count):
        need = NeedFactory(structure=ehpad, opened=True)
        AssignmentFactory(need=need, accepted=True)
    log_in(client, alice)
    client.get("/")

    with django_assert_num_queries(16):
        client.get("/")


@pytest.mark.parametrize("count", [1, 12])
def test_the_home_of_a_cpts_costs_the_same_with_many_needs(
    client, fatou, aube, ehpad, count, django_assert_num_queries
) -> None:
    NeedFactory.create_batch(count, structure=ehpad, opened=True)
    log_in(client, fatou)
    client.get("/")

    with django_assert_num_queries(13):
        client.get("/")


def test_search_finds_structures_and_needs_by_words(client, alice, ehpad) -> None:
    NeedFactory(structure=ehpad, submitted=True)
    rebuild_vocabulary()
    log_in(client, alice)

    page = client.get(reverse("situation:search"), {"q": "tilleuls troyes"}).content.decode()

    assert page.count("EHPAD des Tilleuls") >= 2


def test_needs_are_found_by_their_own_words_among_any_number_of_structures(
    client, alice, troyes
) -> None:
    for _ in range(12):
        StructureFactory(commune=troyes)
    last = StructureFactory(commune=troyes, name="EHPAD du Vouldy")
    doctor = ProfessionFactory(doctor=True)
    NeedFactory(structure=StructureFactory(commune=troyes, name="EHPAD des Lys"), opened=True)
    wanted = NeedFactory(structure=last, opened=True, professions=[doctor])
    rebuild_vocabulary()
    log_in(client, alice)

    for words in ("médecins", "besoin medecin troyes", "vouldy", "ehpad medecin"):
        found = client.get(reverse("situation:search"), {"q": words}).context["found"]
        assert [row.need for row in found.needs] == [wanted], words
    found = client.get(reverse("situation:search"), {"q": "ehpad troyes"}).context["found"]
    assert len(found.needs) == 2


def test_search_forgives_a_typo_as_the_directory_does(client, bob, ehpad) -> None:
    rebuild_vocabulary()
    log_in(client, bob)

    page = client.get(reverse("situation:search"), {"q": "tileuls"}).content.decode()

    assert "EHPAD des Tilleuls" in page


def test_a_volunteer_is_found_by_reference_and_by_the_agency_of_the_place_only(
    client, alice, bob, dora, charlie
) -> None:
    reference = charlie.volunteer.reference
    for who, seen in ((alice, True), (bob, False), (dora, False)):
        log_in(client, who)
        page = client.get(reverse("situation:search"), {"q": reference.lower()}).content.decode()
        assert (f">{reference}" in page or f"{reference} –" in page) is seen


def test_a_search_of_nothing_or_of_anything_answers(client, bob) -> None:
    StructureFactory(name="Clinique")
    log_in(client, bob)

    for words in ("", "a", "\x00'; --", "é" * 500, "😀"):
        assert client.get(reverse("situation:search"), {"q": words}).status_code == 200
    assert Need.objects.count() == 0


@pytest.mark.django_db
def test_the_home_says_the_cells_one_sees_and_no_other(client, alice, emile, aube) -> None:
    load_catalogue()
    open_departmental(aube, by=alice, name="Cellule ouverte")
    open_departmental(aube, by=alice, name="Cellule discrète", visibility="restricted")
    open_departmental(aube, by=alice, name="Essai", mode="exercise")

    mine = log_in(client, alice).get("/").content.decode()
    theirs = log_in(client, emile).get("/").content.decode()

    assert "Crise en cours" in mine and "Cellule discrète" in mine
    assert mine.index("Cellule ouverte") < mine.index("EXERCICE")
    assert "Cellule discrète" not in theirs
