"""What the portal declines to do, and says why."""


class Refusal(Exception):
    """Something we decline to do and can explain: `str()` is French, shown as it is.

    A child gives its sentence in `sentence`; the arguments fill its named places.
    """

    sentence = "Cette action n’est pas possible."

    def __init__(self, **details: object) -> None:
        super().__init__(self.sentence.format(**details))
        self.details = details


class TooOften(Refusal):
    """An act repeated faster than any work needs; the API answers 429."""
