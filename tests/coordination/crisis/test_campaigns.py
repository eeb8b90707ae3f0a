"""Capacity campaigns: a link each, answered once; the silent ones reminded, called, never zero."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import (
    Campaign,
    CampaignAnswer,
    CampaignTarget,
    Figure,
    Indicator,
    LogText,
    Mode,
    Reading,
)
from coordination.crisis.refusals.campaign import (
    CampaignClosed,
    DeadlineOutOfReach,
    JustAsked,
    LinkAnswered,
    LinkExpired,
    NobodyAsked,
)
from coordination.crisis.refusals.cell import NotOnDuty
from coordination.crisis.refusals.figures import ReadingJumps, StructureElsewhere
from coordination.crisis.selectors.campaign import link_of, outcome_of, progress_of
from coordination.crisis.services.campaign import NewCampaign, close_campaign, open_campaign
from coordination.crisis.services.campaign import remind_campaigns as remind
from coordination.crisis.services.campaign_answer import answer_campaign
from coordination.crisis.services.figures import declare_figures, phone_figures
from coordination.notifications.models import Notification
from coordination.situation.selectors.figures import figures_to_tell
from tests.coordination.crisis.crisis_world import join, open_departmental
from tests.people import StructureFactory, log_in
from tests.races import together, until_one_waits

pytestmark = pytest.mark.django_db


def said(**values):
    known = {one.slug: one for one in Indicator.objects.all()}
    return {known[slug]: Decimal(str(value)) for slug, value in values.items()}


def new(structures, *slugs, hours=3, **more):
    asked = list(Indicator.objects.filter(slug__in=slugs or ["tension", "places_free"]))
    words = {"purpose": "aider", "readers": "la cellule", "retention": "un an"}
    deadline = clock.now() + timedelta(hours=hours)
    return NewCampaign("Situation du soir", asked, structures, deadline, **words | more)


def target_of(campaign, structure):
    return campaign.targets.select_related("campaign__cell__crisis").get(structure=structure)


def messages(slug):
    sent = Notification.objects.filter(publication__notice=slug).exclude(channel="inbox")
    return sorted((one.user.email if one.user else one.address, one.state) for one in sent)


def lines(cell):
    mine = LogText.objects.filter(entry_uuid__in=cell.log.entries.values("uuid"))
    return " | ".join(mine.values_list("text", flat=True))


def test_each_structure_has_its_link_and_silence_is_never_zero(
    cell, ehpad, other_ehpad, bob, helene, alice, troyes
):
    mute = StructureFactory(commune=troyes, email="")
    desk = StructureFactory(commune=troyes, email="accueil@maison.example")

    campaign = open_campaign(cell, new([ehpad, other_ehpad, mute, desk]), by=alice)
    answer_campaign(target_of(campaign, ehpad), said(tension=1, places_free=4))
    declare_figures(other_ehpad, said(places_free=2), by=helene)

    assert messages("figures_asked") == [
        ("accueil@maison.example", "queued"), (bob.email, "cancelled"), (helene.email, "cancelled"),
    ]  # fmt: skip
    progress = progress_of(campaign)
    assert (progress.total, progress.answered, progress.silent) == (4, 2, 2)
    assert progress.unreached == 1
    tension, places = outcome_of(campaign)
    assert (tension.known, tension.expected, tension.level) == (1, 4, "watch")
    assert (places.value, places.known, places.words) == (6, 2, "6\u00a0places")
    assert Reading.objects.get(structure=ehpad, indicator__slug="tension").source == "link"
    assert "Recueil n° 1 : EHPAD des Tilleuls a répondu (par lien)" in lines(cell)


def test_a_link_serves_once_and_says_why_it_serves_no_more(cell, ehpad, other_ehpad, bob, alice):
    campaign = open_campaign(cell, new([ehpad, other_ehpad]), by=alice)
    mine, other = target_of(campaign, ehpad), target_of(campaign, other_ehpad)
    declare_figures(ehpad, said(masks_days=2), by=bob)
    assert target_of(campaign, ehpad).is_silent

    answer_campaign(mine, said(tension=0))
    with pytest.raises(LinkAnswered, match="déjà servi"):
        answer_campaign(mine, said(tension=2))
    with clock.standing_at(timezone.now() + timedelta(hours=28)), pytest.raises(LinkExpired):
        answer_campaign(other, said(tension=2))
    with clock.standing_at(timezone.now() + timedelta(hours=4)):
        answer_campaign(other, said(tension=2))
        with pytest.raises(ReadingJumps):
            phone_figures(cell, other_ehpad, said(tension=0), by=alice)

    assert Figure.objects.get(structure=ehpad, indicator__slug="tension").value == 0
    late = target_of(campaign, other_ehpad)
    assert (late.state, late.is_late, target_of(campaign, ehpad).is_late) == (
        "answered", True, False,
    )  # fmt: skip


def test_the_silent_ones_are_reminded_once_even_after_an_outage(
    cell, ehpad, other_ehpad, bob, helene, alice
):
    campaign = open_campaign(cell, new([ehpad, other_ehpad]), by=alice)
    answer_campaign(target_of(campaign, ehpad), said(tension=0))
    due = campaign.next_due_at

    early = remind(due - timedelta(minutes=1))
    first = remind(due + timedelta(hours=9))
    again = remind(due + timedelta(hours=10))

    assert (early, first, again) == (0, 1, 0)
    assert timedelta(minutes=119) < due - campaign.asked_at < timedelta(minutes=121)
    assert messages("figures_awaited") == [(helene.email, "queued")]
    assert "rappel envoyé à 1 structure silencieuse" in lines(cell)


def test_closing_freezes_what_was_said(cell, ehpad, other_ehpad, bob, alice, emile):
    campaign = open_campaign(cell, new([ehpad, other_ehpad]), by=alice)
    phone_figures(cell, ehpad, said(tension=2, places_free=3), by=alice)
    with pytest.raises(NotOnDuty):
        close_campaign(campaign, by=emile)

    close_campaign(campaign, by=alice)
    frozen = outcome_of(campaign)
    phone_figures(cell, ehpad, said(tension=1), by=alice)
    declare_figures(ehpad, said(places_free=9), by=bob)

    assert outcome_of(campaign) == frozen
    assert [(one.words, one.known, one.expected) for one in frozen] == [
        ("au pire critique", 1, 2), ("3\u00a0places", 1, 2),
    ]  # fmt: skip
    assert target_of(campaign, ehpad).state == "phoned"
    assert target_of(campaign, other_ehpad).is_silent
    with pytest.raises(CampaignClosed, match="clos depuis"):
        answer_campaign(target_of(campaign, other_ehpad), said(tension=0))
    with pytest.raises(CampaignClosed):
        close_campaign(campaign, by=alice)
    for broken in (
        lambda: CampaignAnswer.objects.update(indicator=Indicator.objects.first()),
        lambda: Campaign.objects.update(title="Autre"),
        lambda: CampaignTarget.objects.silent().update(state="answered", answered_at=clock.now()),
        lambda: CampaignTarget.objects.filter(state="phoned").update(
            state="asked", answered_at=None
        ),
        lambda: connection.cursor().execute("TRUNCATE crisis_campaigntarget CASCADE"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            broken()


def test_what_cannot_be_asked_is_refused(cell, ehpad, alice, emile, reims):
    hospital_only = new([ehpad], "icu_free")

    with pytest.raises(NotOnDuty):
        open_campaign(cell, new([ehpad]), by=emile)
    with pytest.raises(NobodyAsked):
        open_campaign(cell, hospital_only, by=alice)
    with pytest.raises(DeadlineOutOfReach):
        open_campaign(cell, new([ehpad], hours=0), by=alice)
    with pytest.raises(StructureElsewhere):
        open_campaign(cell, new([ehpad, StructureFactory(commune=reims)]), by=alice)

    assert not Campaign.objects.exists()


def test_a_campaign_sent_twice_in_a_minute_asks_once(cell, ehpad, other_ehpad, alice):
    open_campaign(cell, new([ehpad]), by=alice)

    with pytest.raises(JustAsked):
        open_campaign(cell, new([ehpad]), by=alice)
    open_campaign(cell, new([ehpad, other_ehpad]), by=alice)

    assert Campaign.objects.count() == 2


def test_the_campaign_of_an_exercise_stays_in_it(catalogue, aube, ehpad, other_ehpad, alice, bob,
                                                 helene):  # fmt: skip
    drill = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    join(drill, bob)

    campaign = open_campaign(drill, new([ehpad, other_ehpad]), by=alice)
    declare_figures(ehpad, said(tension=0), by=bob)
    answer_campaign(target_of(campaign, ehpad), said(tension=2))

    assert messages("figures_asked") == [(bob.email, "cancelled")]
    sent = Notification.objects.filter(user=bob, publication__notice="figures_asked").first()
    assert sent.publication.email_subject.startswith("EXERCICE – ")
    assert target_of(campaign, other_ehpad).told == 0
    assert Figure.objects.get(structure=ehpad, exercise=None).value == 0
    assert Figure.objects.get(structure=ehpad, exercise=drill.crisis).value == 2


def test_the_pages_ask_show_and_close(client, cell, ehpad, other_ehpad, bob, alice):
    base = f"{cell.get_absolute_url()}recueils/"
    log_in(client, alice)
    form = client.get(f"{base}nouveau/").context["form"]
    day, hour = form["deadline"].field.widget.decompress(form["deadline"].initial)
    typed = {name: form[name].initial for name in ("title", "purpose", "readers", "retention")}
    asked = Indicator.objects.filter(slug__in=["tension", "staff_absent"])
    typed |= {"indicators": [one.pk for one in asked], "deadline_day": f"{day}",
              "deadline_hour": f"{hour:%H:%M}", "categories": [ehpad.category_id]}  # fmt: skip

    seen = client.post(f"{base}nouveau/", typed | {"step": "voir"}).content.decode()
    sent = client.post(
        f"{base}nouveau/", typed | {"step": "envoyer", "structures": [str(ehpad.uuid)]}
    )
    page = sent["Location"]
    acts = [one.words for one in figures_to_tell(bob)]
    silent = client.get(page).content.decode()
    phone = f"{page}telephone/{ehpad.uuid}/"
    stranger = client.get(f"{page}telephone/{other_ehpad.uuid}/").status_code
    fields = client.get(phone).context["form"].fields
    client.post(phone, {"tension": "1"})
    live = client.get(f"{page}suite/", headers={"HX-Request": "true"}).content.decode()
    closed = client.post(f"{page}clore/", follow=True).content.decode()

    assert str(ehpad.uuid) in seen and str(other_ehpad.uuid) in seen and "à appeler" in seen
    assert [words.partition(" avant ")[0] for words in acts] == [
        "Donner les chiffres de EHPAD des Tilleuls"
    ]
    assert "Silencieuse" in silent and "inconnu" in silent
    assert set(fields) == {"tension", "staff_absent", "as_of"} and stranger == 404
    assert "Téléphone" in live and "tendue" in live and "<h1" not in live
    assert "arrêtés" in closed and "Saisir la réponse" not in closed
    assert "1 sur 1" in client.get(base).content.decode()


def test_the_link_opens_without_a_login_and_explains_itself(client, cell, ehpad, bob, alice):
    campaign = open_campaign(cell, new([ehpad], purpose="livrer des masques"), by=alice)
    target = target_of(campaign, ehpad)
    link = link_of(target)

    shown = client.get(link)
    state_after_get = target_of(campaign, ehpad).state
    client.post(link, {"act": "vue"})
    opened = target_of(campaign, ehpad)
    empty = client.post(link, {}).content.decode()
    wrong = client.post(link, {"tension": "9"}).content.decode()
    thanks = client.post(link, {"tension": "1", "places_free": "3"}).content.decode()
    replayed = client.post(link, {"tension": "2"}).content.decode()
    truncated = client.get(link[:-4] + "/")
    foreign = client.get(f"/crises/repondre/{'A' * 32}/")

    assert "livrer des masques" in shown.content.decode()
    assert shown["Referrer-Policy"] == "no-referrer" and "no-store" in shown["Cache-Control"]
    assert (state_after_get, opened.state) == ("asked", "opened") and opened.opened_at
    assert "au moins une valeur" in empty and "fr-error-text" in wrong
    assert "Merci" in thanks and "déjà servi" in replayed
    assert (truncated.status_code, foreign.status_code) == (404, 404)
    assert "incomplet" in truncated.content.decode()
    assert Figure.objects.get(indicator__slug="tension").value == 1


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_on_one_link_keep_one(cell, ehpad, bob, alice):
    campaign = open_campaign(cell, new([ehpad]), by=alice)
    target = target_of(campaign, ehpad)

    found = together(
        lambda: answer_campaign(target, said(tension=0)),
        lambda: answer_campaign(target, said(tension=1)),
        lambda: declare_figures(ehpad, said(tension=1), by=bob),
        lambda: close_campaign(campaign, by=alice),
    )

    refused = [one for one in found[:2] if isinstance(one, LinkAnswered | CampaignClosed)]
    links = Reading.objects.filter(source="link").count()
    assert links == 2 - len(refused) <= 1
    answers = CampaignAnswer.objects.filter(target__campaign=campaign)
    assert answers.count() == (0 if target_of(campaign, ehpad).is_silent else 1)


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_the_closing_waited_for_counts(cell, ehpad, bob, alice):
    campaign = open_campaign(cell, new([ehpad]), by=alice)
    target = target_of(campaign, ehpad)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            CampaignTarget.objects.select_for_update(of=("self",)).get(pk=target.pk)
            closing = pool.submit(together, lambda: close_campaign(campaign, by=alice))
            until_one_waits()
            answer_campaign(target, said(tension=1))
        assert closing.result() == [None]

    answer = CampaignAnswer.objects.get(target=target)
    assert (answer.reading.value, target_of(campaign, ehpad).is_silent) == (1, False)


def test_the_api_reads_figures_adds_readings_and_closes_campaigns(
    client, cell, ehpad, other_ehpad, bob, alice, fatou
):
    campaign = open_campaign(cell, new([ehpad, other_ehpad]), by=alice)
    value = {"structure": str(ehpad.uuid), "indicator": "tension", "value": "2"}
    log_in(client, bob)
    added = client.post("/api/v1/readings/", value, content_type="application/json")
    jump = client.post("/api/v1/readings/", value | {"value": "0"}, content_type="application/json")
    stranger = client.post(
        "/api/v1/readings/", value | {"structure": str(other_ehpad.uuid)},
        content_type="application/json",
    )  # fmt: skip
    mine = client.get("/api/v1/readings/").json()
    log_in(client, alice)
    read = client.get(f"/api/v1/campaigns/{campaign.uuid}/").json()
    closed = client.post(f"/api/v1/campaigns/{campaign.uuid}/close/").status_code
    again = client.post(f"/api/v1/campaigns/{campaign.uuid}/close/").status_code
    theirs = client.get("/api/v1/readings/").json()
    log_in(client, fatou)

    assert (added.status_code, added.json()["state"], added.json()["source"]) == (
        201, "critical", "form",
    )  # fmt: skip
    assert jump.status_code == 409 and "sans étape" in jump.json()["detail"]
    assert stranger.status_code == 403
    assert read["progress"] == {"total": 2, "answered": 1, "silent": 1, "unreached": 1}
    assert [one["value"] for one in read["outcome"]] == ["2.0", None]
    assert (closed, again) == (204, 409)
    assert len(mine["results"]) == len(theirs["results"]) == 1
    assert client.get("/api/v1/readings/").json()["results"] == []
