"""What the journal makes the portal decline."""

from portal.lib.refusal import TooOften


class TooManyExports(TooOften):
    sentence = (
        "Vous avez déjà pris {most} fichiers depuis une heure : attendez un peu, "
        "ou demandez à un collègue."
    )
