"""What people type: understood when it can be, refused in words when it cannot."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.french_input import parse_day, parse_hour
from portal.lib.patient import holds_nir
from portal.ui.fields import CommuneField, LongText, MomentField, PhoneField, RppsField, ShortText


def refusal(field, value) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize(
    "typed", ["28/03/2026", "28.3.26", "28-03-2026", "2026-03-28", "samedi 28 mars 2026", "28/3/26"]
)
def test_a_day_is_understood_however_it_is_written(typed):
    assert parse_day(typed) == date(2026, 3, 28)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("20h", time(20)), ("20:00", time(20)), ("20 h 00", time(20)), ("20", time(20)),
        ("20\u00a0h\u00a000", time(20)), ("8h30", time(8, 30)), ("08:30", time(8, 30)),
        ("19 h 30 min", time(19, 30)),
        ("midi", time(12)), ("minuit", time(0)), ("0h", time(0)),
    ],
)  # fmt: skip
def test_an_hour_is_understood_however_it_is_written(typed, read):
    assert parse_hour(typed) == read


@pytest.mark.parametrize("typed", ["25h", "20h60", "24h", "ce soir", "20h00h", "-1"])
def test_an_hour_that_does_not_exist_is_refused_in_words(typed):
    with pytest.raises(ValueError, match="heure|minuit"):
        parse_hour(typed)


@pytest.mark.parametrize("typed", ["31/02/2026", "demain", "2026-13-01", "1/1", "٣/٣/٢٠٢٦x"])
def test_a_day_that_does_not_exist_is_refused_in_words(typed):
    with pytest.raises(ValueError, match="Cette date"):
        parse_day(typed)


def test_a_moment_is_an_instant_of_the_local_zone():
    assert MomentField().clean(["28/03/2026", "20h"]) == datetime(2026, 3, 28, 19, tzinfo=UTC)


def test_an_hour_skipped_by_the_spring_change_is_not_guessed():
    assert "heure d’été" in refusal(MomentField(), ["29/03/2026", "2h30"])


def test_an_hour_repeated_by_the_autumn_change_is_not_guessed():
    assert "existe deux fois" in refusal(MomentField(), ["25/10/2026", "2h30"])
    assert MomentField().clean(["25/10/2026", "3h"]) == datetime(2026, 10, 25, 2, tzinfo=UTC)


def test_a_moment_without_its_hour_asks_for_the_hour():
    assert refusal(MomentField(), ["29/03/2026", ""]) == "Indiquez l’heure."


@pytest.mark.parametrize(
    "typed", ["06 12 34 56 78", "0612345678", "+33 6 12 34 56 78", "06.12.34.56.78"]
)
def test_a_french_phone_is_kept_in_the_international_form(typed):
    assert PhoneField().clean(typed) == "+33612345678"


def test_a_phone_of_the_french_overseas_is_welcome():
    assert PhoneField().clean("+262 692 12 34 56") == "+262692123456"


def test_a_mobile_of_a_block_not_yet_open_or_kept_for_fiction_is_welcome():
    assert PhoneField().clean("06 39 98 12 34") == "+33639981234"
    assert "aucun chiffre ne manque" in refusal(PhoneField(), "06 39 98 12")
    assert "aucun chiffre ne manque" in refusal(PhoneField(), "08 00 00 00 00 00")


def test_a_phone_of_another_country_is_refused_and_kept_as_typed():
    field = PhoneField()

    assert "numéros français" in refusal(field, "+44 20 7946 0958")
    assert field.prepare_value("+44 20 7946 0958") == "+44 20 7946 0958"


def test_an_rpps_may_hold_spaces_and_its_key_is_explained():
    assert RppsField().clean("10 00 00 00 009") == "10000000009"
    assert "clé" in refusal(RppsField(), "10000000008")
    assert "11 chiffres" in refusal(RppsField(), "123")


def test_ten_thousand_characters_in_a_name_are_refused_with_the_count():
    assert refusal(ShortText(max_length=100), "é" * 10_240) == (
        "Ce texte est trop long : 10\u202f240 caractères, 100 au plus."
    )


@pytest.mark.parametrize("text", ["Zoé 👩‍⚕️", "شكرا جزيلا", "עזרה", "Ana–Lúcia d’Ô"])
def test_every_script_and_every_emoji_is_welcome_in_a_name(text):
    assert ShortText().clean(text) == text


@pytest.mark.parametrize("text", ["abc\x07", "nom\u202emon", "a\x00b", "ligne\nligne"])
def test_characters_that_hide_or_turn_the_text_are_refused(text):
    assert "invisible" in refusal(ShortText(), text) or "nul" in refusal(ShortText(), text).lower()


def test_lines_are_kept_in_a_long_text():
    assert LongText().clean("Bonjour\r\nvenez à 8 h") == "Bonjour\nvenez à 8 h"


PARTS = ("1", "84", "12", "76", "451", "089", "46")
GAPS = ("  ", " - ", "/", "\u2011", "–", " | ", "\t ", ".\u00a0")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("patient 1 84 12 76 451 089 46", True),  # the example of the official notice
        ("184127645108946", True),
        ("1841276451089", True),
        ("184127645108947", False),  # wrong key
        ("appeler le 06 12 34 56 78", False),
        ("FINESS 100000017, SIRET 13002526500013", False),
        ("2 69 05 2A 588 157 93", False),
        *((f"NIR {gap.join(PARTS)} (lit 4)", True) for gap in GAPS),
        ("1–84–12–76–451–089–47", False),
        ("184 127 645 108 946", True),
        ("184\u202f127\u202f645\u202f108\u202f946", True),
        ("184 127 645 108 947", False),
        ("2  69  05  2A  588  157  17", True),
        ("lits : 4 | 12 | 10 | 75 | 120 | 300", False),
        ("06 12 34 56 78 - 07 98 76 54 32 - 03 25 49 49 49", False),
        ("validé, empreinte baa1489722899865.", False),  # the beginning of a digest
        ("n°1841276451089", True),
        ("NIR1841276451089", True),
    ],
)
def test_a_patient_number_is_seen_in_a_text(text, found):
    assert holds_nir(text) is found


@given(
    st.text("0123456789", min_size=16, max_size=16), st.integers(0, 15), st.sampled_from("abcdef")
)
def test_no_beginning_of_a_digest_is_taken_for_one(figures, rank, letter):
    """As logs and documents bear them: one in 800 was, and could never be written."""
    assert not holds_nir(f"empreinte {figures}.")
    assert not holds_nir(f"empreinte {figures[:rank]}{letter}{figures[rank + 1 :]}.")


def test_a_text_that_names_a_patient_is_refused():
    assert "sécurité sociale" in refusal(LongText(), "M. X, 1 84 12 76 451 089 46, à perfuser")


@pytest.fixture
def communes(troyes, reims):
    from portal.territories.models import Territory

    return CommuneField(queryset=Territory.objects.communes())


@pytest.mark.parametrize("typed", ["Troyes", "troyes ", "TROYES", "10387", "Troyes (10387)"])
def test_a_commune_is_found_by_its_name_or_its_code(communes, troyes, typed):
    assert communes.clean(typed) == troyes


def test_an_unknown_commune_says_what_to_try(communes):
    assert "code postal" in refusal(communes, "Trois <b>")


def test_a_name_borne_twice_is_answered_with_the_list(communes, troyes, marne):
    from tests.people import TerritoryFactory

    TerritoryFactory(name="Troyes", code="51999", inside=marne)

    said = refusal(communes, "troyes")

    assert "Troyes (10387)" in said
    assert "Troyes (51999)" in said
