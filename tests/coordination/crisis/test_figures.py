"""Figures of structures: silence is unknown, critical never turns good at once, ages are shown."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import Figure, Indicator, LogEntry, Mode, Reading
from coordination.crisis.refusals.cell import NotOnDuty
from coordination.crisis.refusals.figures import (
    NothingDeclared,
    ReadingJumps,
    ReadingOutOfRange,
    StructureElsewhere,
)
from coordination.crisis.refusals.log import EntryInTheFuture
from coordination.crisis.selectors.figures.board import figures_board
from coordination.crisis.services.figures import declare_figures, phone_figures
from tests.coordination.crisis.crisis_world import open_departmental
from tests.people import StructureFactory, log_in

pytestmark = pytest.mark.django_db


def said(**values):
    known = {one.slug: one for one in Indicator.objects.all()}
    return {known[slug]: Decimal(str(value)) for slug, value in values.items()}


def test_critical_never_turns_good_without_a_reading_between(catalogue, ehpad, bob):
    declare_figures(ehpad, said(masks_days=2, tension=2), by=bob)

    with pytest.raises(ReadingJumps, match="au-delà de 3, jusqu’à 7"):
        declare_figures(ehpad, said(masks_days=12), by=bob)
    with pytest.raises(ReadingJumps, match="« tendue »"):
        declare_figures(ehpad, said(tension=0), by=bob)
    with pytest.raises(DatabaseError, match="never turns good"), transaction.atomic():
        Figure.objects.filter(structure=ehpad).update(state="good")
    declare_figures(ehpad, said(masks_days=5), by=bob)
    declare_figures(ehpad, said(masks_days=12), by=bob)

    assert Reading.objects.filter(indicator__slug="masks_days").count() == 3
    assert Figure.objects.get(indicator__slug="masks_days").state == "good"
    assert Figure.objects.get(indicator__slug="tension").state == "critical"


def test_what_is_not_a_declaration_is_refused_and_a_reading_never_changes(catalogue, ehpad, bob):
    (reading,) = declare_figures(ehpad, said(staff_absent=12), by=bob)

    with pytest.raises(NothingDeclared):
        declare_figures(ehpad, {}, by=bob)
    with pytest.raises(ReadingOutOfRange, match="entre 0 et 100"):
        declare_figures(ehpad, said(staff_absent=101), by=bob)
    for statement in ("UPDATE crisis_reading SET value = 0", "DELETE FROM crisis_reading",
                      "TRUNCATE crisis_reading CASCADE"):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)

    reading.refresh_from_db()
    assert (reading.value, reading.state, reading.source) == (12, "watch", "form")


def test_silence_is_unknown_whatever_was_good_before_and_hides_nothing_critical(
    cell, ehpad, bob, alice, troyes
):
    with clock.standing_at(timezone.now() - timedelta(days=3)):
        declare_figures(ehpad, said(tension=0, masks_days=30), by=bob)
    tense, calm = StructureFactory(commune=troyes), StructureFactory(commune=troyes)
    phone_figures(cell, tense, said(tension=2), by=alice)
    phone_figures(cell, calm, said(tension=0), by=alice)

    board = figures_board(cell)

    assert [row.structure for row in board.rows] == [tense, ehpad, calm]
    silent = board.rows[1]
    assert silent.badge == ("unknown", "Silencieuse")
    assert {one.level for one in silent.values} == {"unknown"}
    assert silent.values[0].age == "donnée de J-3"
    assert board.silent == 1
    totals = {one.indicator.slug: one for one in board.totals}
    assert (totals["tension"].level, totals["tension"].known) == ("critical", 2)
    assert (totals["tension"].expected, totals["tension"].critical) == (3, 1)
    assert (totals["masks_days"].level, totals["masks_days"].words) == ("unknown", "inconnu")


def test_the_board_is_filtered_by_kind_state_and_figure_with_counts(
    client, cell, ehpad, bob, alice, troyes
):
    clinic = StructureFactory(commune=troyes, category__code="128", category__label="Clinique")
    full, mute = StructureFactory(commune=troyes), StructureFactory(commune=troyes)
    phone_figures(cell, clinic, said(icu_free=0, tension=1), by=alice)
    phone_figures(cell, full, said(places_free=3, tension=0), by=alice)
    before = timezone.now() - timedelta(days=3)
    phone_figures(cell, mute, said(tension=2), by=alice, as_of=before)
    page = f"{cell.get_absolute_url()}chiffres/"
    log_in(client, alice)

    seen = {
        query: client.get(f"{page}?{query}").context["board"]
        for query in ("", "genre=hopital", "etat=silencieuse", "chiffre=icu_free", "etat=faux",
                      "chiffre=tension&etat=tendue")
    }  # fmt: skip

    every = seen[""].counts
    assert every == {"critique": 1, "silencieuse": 2, "tendue": 0, "calme": 1}
    tiles = [one[:3] for one in client.get(page).context["tiles"]]
    assert tiles[0] == ("Critique", "critical", 1)
    assert tiles[1:3] == [("Silencieuses", "unknown", 2), ("Tendue", "unknown", 0)]
    assert [row.structure for row in seen["genre=hopital"].rows] == [clinic]
    assert {row.structure for row in seen["etat=silencieuse"].rows} == {ehpad, mute}
    assert seen["etat=silencieuse"].counts == every
    assert [row.structure for row in seen["chiffre=icu_free"].rows] == [clinic]
    assert len(seen["etat=faux"].rows) == 4
    assert [row.structure for row in seen["chiffre=tension&etat=tendue"].rows] == [clinic]
    free = next(one for one in seen[""].totals if one.indicator.slug == "icu_free")
    assert (free.words, free.level) == ("0\u00a0lit", "critical")


def test_one_figure_is_read_over_thirty_days_with_its_sources(client, cell, ehpad, bob, alice):
    with clock.standing_at(timezone.now() - timedelta(days=40)):
        declare_figures(ehpad, said(masks_days=1), by=bob)
    with clock.standing_at(timezone.now() - timedelta(days=15)):
        declare_figures(ehpad, said(masks_days=5), by=bob)
    phone_figures(cell, ehpad, said(masks_days=10), by=alice)
    log_in(client, alice)
    page = f"{cell.get_absolute_url()}chiffres/{ehpad.uuid}/"

    history = client.get(f"{page}masks_days/").context["history"]
    none = client.get(f"{page}gloves_days/").content.decode()

    assert [(one.words, one.reading.source, one.reading.author) for one in history.lines] == [
        ("10\u00a0jours", "phone", alice), ("5\u00a0jours", "form", bob),
    ]  # fmt: skip
    assert history.points.split()[0].startswith("300.0,80.0")
    assert [label for label, _y, _words in history.thresholds] == ["tendu", "critique"]
    assert "inconnu, pas zéro" in none
    assert client.get(f"{page}rien/").status_code == 404


def test_others_read_bands_and_masked_counts_never_a_structure(client, cell, ehpad, fatou, alice,
                                                               troyes):  # fmt: skip
    for days in (2, 3, 7, 7.5, 8, 9, 10, 11):
        phone_figures(cell, StructureFactory(commune=troyes), said(masks_days=days), by=alice)
    phone_figures(cell, ehpad, said(places_free=4), by=alice)
    log_in(client, fatou)

    answer = client.get(f"{cell.get_absolute_url()}chiffres/partage/")
    shares = {one.indicator.slug: one.rows for one in answer.context["shares"]}

    assert client.get(f"{cell.get_absolute_url()}chiffres/").status_code == 403
    assert shares["masks_days"] == [
        ("moins de 3 jours", "moins de 5"), ("de 3 à 7 jours", "moins de 5"),
        ("plus de 7 jours", "5"), ("structures sans chiffre récent", "moins de 5"),
    ]  # fmt: skip
    assert shares["places_free"][0] == ("total connu", "moins de 5")
    assert str(ehpad) not in answer.content.decode()


def test_the_phone_leaves_a_line_and_a_late_report_hides_nothing(cell, ehpad, bob, alice, emile):
    declare_figures(ehpad, said(tension=1), by=bob)
    earlier = timezone.now() - timedelta(hours=2)

    phone_figures(cell, ehpad, said(tension=2), by=alice, as_of=earlier)
    with pytest.raises(NotOnDuty):
        phone_figures(cell, ehpad, said(tension=2), by=emile)
    with pytest.raises(EntryInTheFuture):
        phone_figures(cell, ehpad, said(tension=2), by=alice, as_of=timezone.now() + timedelta(1))
    with pytest.raises(StructureElsewhere):
        phone_figures(cell, StructureFactory(), said(tension=2), by=alice)

    assert Figure.objects.get(structure=ehpad).value == 1
    assert Reading.objects.filter(structure=ehpad).count() == 2
    line = LogEntry.objects.filter(log=cell.pk, is_system=True, kind="measure").get()
    assert line.author == alice


def test_the_figures_of_an_exercise_never_mix_with_the_real_ones(cell, ehpad, bob, alice, aube):
    drill = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    declare_figures(ehpad, said(tension=0), by=bob)

    phone_figures(drill, ehpad, said(tension=2), by=alice)

    assert figures_board(cell).rows[0].values[0].level == "good"
    assert figures_board(drill).rows[0].values[0].level == "critical"


def test_a_manager_confirms_in_two_taps_and_the_cell_reads(client, cell, ehpad, bob, alice):
    page = f"/crises/structures/{ehpad.uuid}/chiffres/"
    board = f"/crises/cellules/{cell.uuid}/chiffres/"
    log_in(client, bob)

    refused = client.post(page, {"staff_absent": "beaucoup"}).content.decode()
    client.post(page, {"staff_absent": "12,5", "tension": "1", "masks_days": "2"})
    again = client.get(page).content.decode()
    jump = client.post(page, {"masks_days": "30"}).content.decode()
    log_in(client, alice)
    read = client.get(board, {"q": ehpad.name}).content.decode()
    typed = client.post(f"{board}{ehpad.uuid}/", {"tension": "2"})

    assert "beaucoup" in refused
    assert again.count('class="fr-input"') >= 5
    assert 'value="12,5"' in again and "Dernière valeur : tendue, il y a 0\u00a0min" in again
    assert "ne redevient pas normale sans étape" in jump and 'value="30"' in jump
    assert "12,5" in read and "Saisir par téléphone" in read
    assert typed["Location"] == board
    assert Figure.objects.get(indicator__slug="tension").source == "phone"


def test_the_board_takes_as_many_statements_for_one_structure_as_for_forty(
    cell, ehpad, alice, troyes, client, django_assert_num_queries
):
    phone_figures(cell, ehpad, said(tension=1), by=alice)
    with connection.execute_wrapper(counted := Counter()):
        figures_board(cell)
    for _ in range(40):
        phone_figures(cell, StructureFactory(commune=troyes), said(tension=1), by=alice)

    with django_assert_num_queries(counted.count):
        first = figures_board(cell)
    last = figures_board(cell, after=first.following)

    assert counted.count <= 4
    assert (len(first.rows), len(last.rows), last.following) == (25, 16, None)


class Counter:
    """How many statements ran."""

    count = 0

    def __call__(self, execute, *args):
        self.count += 1
        return execute(*args)


@pytest.mark.django_db(transaction=True)
def test_two_declarations_at_once_do_not_jump(catalogue, ehpad, bob):
    declare_figures(ehpad, said(masks_days=2), by=bob)
    values, refused, start = [said(masks_days=5), said(masks_days=12)], [], threading.Barrier(2)

    def declare(asked):
        start.wait()
        try:
            declare_figures(ehpad, asked, by=bob)
        except ReadingJumps:
            refused.append(asked)
        finally:
            connection.close()

    threads = [threading.Thread(target=declare, args=(asked,)) for asked in values]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    states = list(Reading.objects.order_by("pk").values_list("state", flat=True))
    assert states == (["critical", "watch"] if refused else ["critical", "watch", "good"])
