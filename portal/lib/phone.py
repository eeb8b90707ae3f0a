"""Telephone numbers as people of the French territories write them."""

import phonenumbers

METROPOLE = 33
FRENCH_COUNTRY_CODES = {METROPOLE, 262, 508, 590, 594, 596, 681, 687, 689}


def parse_french(text: str) -> str:
    """`text` in E.164. Raises ValueError, with a French sentence, when it is not French."""
    try:
        number = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException as error:
        message = "Ce numéro n’est pas lisible : écrivez-le comme 06 12 34 56 78."
        raise ValueError(message) from error
    if number.country_code not in FRENCH_COUNTRY_CODES:
        raise ValueError(
            "Seuls les numéros français (métropole et outre-mer) peuvent être joints : "
            "indiquez un numéro commençant par 0 ou par +33."
        )
    if not phonenumbers.is_valid_number(number) and not _has_mobile_shape(number):
        raise ValueError("Ce numéro n’existe pas : vérifiez qu’aucun chiffre ne manque.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _has_mobile_shape(number: phonenumbers.PhoneNumber) -> bool:
    """06 or 07 and the right length: the plan opens new blocks, and keeps some for fiction."""
    first = phonenumbers.national_significant_number(number)[:1]
    return (
        number.country_code == METROPOLE
        and first in ("6", "7")
        and phonenumbers.is_possible_number(number)
    )


def national(e164: str) -> str:
    """`e164` as read aloud in France, 06 12 34 56 78; unchanged when it cannot be read."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
