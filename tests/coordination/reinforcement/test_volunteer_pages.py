"""The volunteer's pages: sign-up step by step, status, availability, pause, export, leaving."""

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now

from coordination.notifications.models import Preference
from coordination.reinforcement.models import Consent, Volunteer
from directory.models import Profession
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.links import token_for
from tests.people import (
    AssignmentFactory,
    NeedFactory,
    UserFactory,
    VolunteerFactory,
    log_in,
    make_free,
)

RPPS = "10003456786"
ACCOUNT = {"first_name": "Inès", "last_name": "Martin", "email": "ines@exemple.test"}


def url(name, *args):
    return reverse(f"reinforcement:{name}", args=args)


def post_step(client, step, **data):
    return client.post(url("volunteer_step", step), data)


TRADE = {"profession": "60", "status": "liberal", "status_year": "", "speciality": "", "rpps": ""}
PLACE = {"commune": "Troyes", "max_km": "30", "max_km_lodged": "100", "has_transport": "on"}
PLACE |= {"phone": "06 12 34 56 78"}
LINES = {"lignes-TOTAL_FORMS": "1", "lignes-INITIAL_FORMS": "0"}
LINES |= {"lignes-0-skill": "nursing_home", "lignes-0-months": "18", "lignes-0-last_year": "2024"}
CHANNELS = {"registry": "on", "email": "on", "sms": "on", "weekly_limit": "2"}
WEEK = {"nights": ["4", "5"], "days": ["6"]}


def test_a_stranger_signs_up_from_an_address_to_the_pool(client, troyes, nurse):
    page = client.get(url("volunteer_signup"))
    assert "N’envoyez" not in page.text and "Prénom" in page.text
    client.post(url("volunteer_signup"), ACCOUNT)
    code = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", mail.outbox[0].body, re.MULTILINE)[1]
    entered = client.post(reverse("account_email_verification_sent"), {"code": code})
    assert client.get(entered.url).url == url("volunteer_step", "metier")

    for step, data in [
        ("metier", TRADE), ("lieu", PLACE), ("experience", LINES), ("canaux", CHANNELS),
        ("disponibilites", WEEK),
    ]:  # fmt: skip
        assert client.get(url("volunteer_step", step)).status_code == 200
        saved = post_step(client, step, **data)
        assert saved.status_code == 302, saved.context["form"].errors
    assert saved.url == url("volunteer_profile")
    assert "Votre profil est complet" in client.get(saved.url).text

    volunteer = Volunteer.objects.get(user__email=ACCOUNT["email"])
    assert (volunteer.state, volunteer.phone) == ("active", "+33612345678")
    assert (volunteer.weekly_limit, volunteer.skills) == (2, ["nursing_home"])
    assert volunteer.user.get_full_name() == "Inès Martin"
    assert not volunteer.user.has_usable_password() or volunteer.user.password == ""


def test_a_known_address_is_not_revealed_and_nothing_is_made(client, charlie):
    answer = client.post(url("volunteer_signup"), ACCOUNT | {"email": charlie.email})

    assert answer.status_code == 302
    assert User.objects.filter(email=charlie.email).count() == 1
    assert len(mail.outbox) == 1


def test_an_interrupted_sign_up_resumes_where_it_stopped(client, troyes, nurse):
    user = UserFactory()
    log_in(client, user)
    post_step(client, "metier", **TRADE)

    assert client.get(url("volunteer_continue")).url == url("volunteer_step", "lieu")
    assert "Votre profil n’est pas terminé" in client.get(url("volunteer_home")).text
    assert not Volunteer.objects.in_pool().exists()


def test_looking_at_a_step_creates_nothing(client, troyes, nurse):
    log_in(client, UserFactory())
    for name in ("metier", "lieu", "experience", "canaux", "disponibilites", "identite"):
        assert client.get(url("volunteer_step", name)).status_code == 200
    assert client.get(url("volunteer_availability")).status_code == 200

    assert not Volunteer.objects.exists()


def test_a_step_that_does_not_exist_is_not_found(client, charlie):
    assert log_in(client, charlie).get(url("volunteer_step", "adresse")).status_code == 404


@pytest.mark.parametrize(
    ("step", "data", "sentence"),
    [
        ("metier", TRADE | {"rpps": "10003456788"}, "La clé de ce numéro RPPS est fausse"),
        ("metier", TRADE | {"rpps": "12"}, "11 chiffres"),
        ("metier", TRADE | {"status": "retired", "status_year": "2190"}, "l’année de votre départ"),
        ("metier", TRADE | {"profession": "999"}, "profession"),
        ("lieu", PLACE | {"phone": "+49 151 23456789"}, "Seuls les numéros français"),
        ("lieu", PLACE | {"max_km": "-1"}, "entre 1 et 1 000 km"),
        ("lieu", PLACE | {"max_km_lodged": "4000"}, "entre 1 et 1 000 km"),
        ("lieu", PLACE | {"commune": "Atlantis"}, "Aucune commune ne s’appelle"),
        ("experience", LINES | {"lignes-0-months": "0"}, "de 1 à 600 mois"),
        ("experience", LINES | {"lignes-0-skill": ""}, "Choisissez le domaine"),
        ("canaux", {"weekly_limit": "3"}, "Sans cet accord"),
        ("canaux", CHANNELS | {"weekly_limit": "80"}, "80"),
        ("identite", {"first_name": "x" * 10_000, "last_name": "y"}, "trop long"),
        ("identite", {"first_name": "a\u202eb", "last_name": "y"}, "caractère invisible"),
        ("disponibilites", {"other_day": "1"}, "Indiquez le jour, le début et la fin"),
    ],
)
def test_bad_input_is_explained_and_what_was_typed_is_kept(client, charlie, step, data, sentence):
    answer = log_in(client, charlie).post(url("volunteer_step", step), data)

    assert answer.status_code == 200
    assert sentence in answer.text


@pytest.mark.parametrize("name", ["🩺 Zoé", "محمد", "Jean-Côme d’Été", "O'Brien"])
def test_names_of_any_script_are_welcome(client, charlie, name):
    saved = post_step(log_in(client, charlie), "identite", first_name=name, last_name="Martin")

    assert saved.status_code == 302
    charlie.refresh_from_db()
    assert charlie.first_name == name


def test_a_number_with_spaces_is_accepted_and_a_taken_one_refused(client, charlie, nurse):
    post_step(log_in(client, charlie), "metier", **TRADE | {"rpps": "10 00345 6786"})
    assert Volunteer.objects.get(user=charlie).rpps == RPPS

    log_in(client, VolunteerFactory(profession=nurse).user)
    answer = post_step(client, "metier", **TRADE | {"rpps": RPPS})
    assert "déjà celui d’un autre compte" in answer.text


def test_two_lines_of_one_domain_are_refused(client, charlie):
    twice = LINES | {
        "lignes-TOTAL_FORMS": "2", "lignes-1-skill": "nursing_home", "lignes-1-months": "2",
        "lignes-1-last_year": "2020",
    }  # fmt: skip

    assert "gardez-en une" in post_step(log_in(client, charlie), "experience", **twice).text


def test_days_are_added_and_taken_back(client, charlie):
    log_in(client, charlie)
    day = timezone.localdate() + timedelta(days=5)
    data = {"nature": "available", "first": day.isoformat(), "starts": "20h", "ends": "8h"}
    data |= {"shape": "each", "last": (day + timedelta(days=1)).strftime("%d/%m/%Y")}

    assert client.post(url("volunteer_availability"), data).status_code == 302
    periods = list(charlie.volunteer.availabilities.all())
    assert len(periods) == 2
    client.post(url("volunteer_availability_remove", periods[0].pk))
    assert charlie.volunteer.availabilities.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first": "2020-03-28"}, "déjà passée"),
        ({"last": "2020-03-28"}, "avant d’avoir commencé"),
        ({"first": "31/02/2027"}, "n’existe pas"),
        ({"starts": "25h"}, "heure"),
        ({"first": "2099-01-01"}, "un an à l’avance"),
    ],
)
def test_a_bad_period_is_explained(client, charlie, changes, sentence):
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    data = {"nature": "available", "first": day, "starts": "8h", "ends": "20h", "shape": "one"}

    answer = log_in(client, charlie).post(url("volunteer_availability"), data | changes)

    assert sentence in answer.text
    assert not charlie.volunteer.availabilities.exists()


def test_someone_else_s_period_is_not_found(client, charlie):
    other = VolunteerFactory()
    make_free(other)

    answer = log_in(client, charlie).post(
        url("volunteer_availability_remove", other.availabilities.get().pk)
    )

    assert answer.status_code == 404
    assert other.availabilities.exists()


def test_a_personal_link_confirms_by_post_only(client, troyes, nurse):
    volunteer = VolunteerFactory(stale=True, commune=troyes, profession=nurse)
    link = url("volunteer_confirm_link", token_for(volunteer.uuid))
    for _ in range(3):
        page = client.get(link)
    volunteer.refresh_from_db()
    assert (page.status_code, volunteer.state) == (200, Volunteer.State.STALE)
    assert page["Referrer-Policy"] == "no-referrer" and "no-store" in page["Cache-Control"]

    assert "sont confirmées" in client.post(link).text

    volunteer.refresh_from_db()
    assert volunteer.state == Volunteer.State.ACTIVE


@pytest.mark.parametrize("token", ["x", "A" * 32, "é" * 32])
def test_a_broken_link_says_so(client, db, token):
    answer = client.get(url("volunteer_confirm_link", token))

    assert answer.status_code == 404
    assert "Ce lien n’est pas valable" in answer.text


def test_pause_resume_and_confirm_from_the_status_page(client, charlie):
    log_in(client, charlie)
    client.post(url("volunteer_pause"), {"until": ""})
    assert "Vous êtes en pause" in client.get(url("volunteer_home")).text
    client.post(url("volunteer_resume"))
    assert "Vous pouvez être sollicité" in client.get(url("volunteer_home")).text
    assert "confirmées" in client.post(url("volunteer_confirm"), follow=True).text


@pytest.mark.parametrize("name", ["volunteer_confirm", "volunteer_pause", "volunteer_resume"])
def test_acts_are_posts(client, charlie, name):
    assert log_in(client, charlie).get(url(name)).status_code == 405


def test_the_status_page_tells_needs_odds_and_readers(client, charlie, ehpad, bob):
    near = NeedFactory(opened=True, structure=ehpad)
    ask = AssignmentFactory(volunteer=charlie.volunteer, need__structure=ehpad)
    record(bob, "contact.revealed", ask)
    for _ in range(5):
        VolunteerFactory(commune=ehpad.commune, profession=charlie.volunteer.profession)

    page = log_in(client, charlie).get(url("volunteer_home")).text

    assert str(near.structure) in page
    assert "1 sur 6" in page
    assert str(bob) in page


def test_a_need_out_of_reach_or_of_another_trade_is_not_shown(client, charlie, ehpad):
    NeedFactory(opened=True, structure__latitude=43.3, structure__longitude=5.4)
    doctor = Profession.objects.create(code="10", label="Médecin")
    NeedFactory(opened=True, structure=ehpad, professions=[doctor])

    page = log_in(client, charlie).get(url("volunteer_home")).text

    assert "Aucun besoin ouvert dans votre métier" in page


def test_the_export_holds_everything_and_is_a_file(client, charlie):
    make_free(charlie.volunteer)
    log_in(client, charlie)

    answer = client.get(url("volunteer_export_file"))

    data = json.loads(answer.content)
    assert data["identité"]["courriel"] == charlie.email
    assert "attachment" in answer["Content-Disposition"]
    assert charlie.email in client.get(url("volunteer_export")).text


def test_leaving_says_what_stays_then_does_it(client, charlie):
    log_in(client, charlie)
    assert "Ce qui reste" in client.get(url("volunteer_leave")).text

    assert "Votre dossier de volontaire est effacé" in client.post(url("volunteer_leave")).text

    assert client.get(url("volunteer_home")).status_code == 302
    assert Volunteer.objects.get().state == Volunteer.State.ANONYMISED


def test_a_person_without_file_is_led_to_the_sign_up(client, bob):
    log_in(client, bob)

    assert client.get(url("volunteer_home")).url == url("volunteer_continue")
    for name in ("volunteer_profile", "volunteer_export", "volunteer_leave"):
        assert client.get(url(name)).status_code == 404


def test_withdrawing_a_consent_shows_in_the_ledger(client, charlie):
    log_in(client, charlie)
    post_step(client, "canaux", **CHANNELS)
    post_step(client, "canaux", registry="on", weekly_limit="3")

    assert Consent.objects.filter(purpose="sms", withdrawn_at__isnull=False).exists()
    assert "retiré le" in client.get(url("volunteer_profile")).text


@pytest.mark.parametrize(
    ("agreed", "channels"),
    [({"email": "on", "sms": "on"}, ["email", "sms"]), ({"sms": "on"}, ["sms"]), ({}, ["inbox"])],
)
def test_messages_go_where_the_person_agreed(client, charlie, troyes, agreed, channels):
    log_in(client, charlie)
    post_step(client, "lieu", **PLACE)
    post_step(client, "canaux", registry="on", weekly_limit="3", **agreed)

    preference = Preference.objects.get(user=charlie)
    assert (preference.channels, preference.phone) == (channels, "+33612345678")


def test_a_known_experience_is_taken_out_with_a_tick(client, charlie):
    log_in(client, charlie)
    post_step(client, "experience", **LINES)
    known = LINES | {"lignes-INITIAL_FORMS": "1", "lignes-0-DELETE": "on"}
    post_step(client, "experience", **known)

    assert not charlie.volunteer.experiences.exists()


def test_one_time_of_a_habit_is_refused_without_losing_the_habit(client, charlie):
    log_in(client, charlie)
    post_step(client, "disponibilites", **WEEK)
    weekly = charlie.volunteer.availabilities.filter(origin="weekly", period__startswith__gt=now())
    once = weekly.order_by("period").first()
    client.post(url("volunteer_availability_remove", once.pk))

    assert charlie.volunteer.availabilities.get(nature="unavailable").period == once.period
    assert charlie.volunteer.patterns.count() == 3
