"""The vocabulary of the directory: typos are looked for here, not among the structures."""

from django.db import connection, models

REBUILD = """
INSERT INTO directory_word (word, structures)
SELECT word, ndoc FROM ts_stat('SELECT words FROM directory_structure')
ON CONFLICT (word) DO UPDATE SET structures = excluded.structures
 WHERE directory_word.structures <> excluded.structures
"""
LEARN = """
INSERT INTO directory_word (word, structures) SELECT unnest(%s::text[]), 1
ON CONFLICT (word) DO NOTHING
"""


class Word(models.Model):
    """A word that at least one structure bears, and how many do."""

    word = models.CharField("mot", max_length=200, primary_key=True)
    structures = models.PositiveIntegerField("structures")

    class Meta:
        verbose_name = "mot de l’annuaire"
        verbose_name_plural = "mots de l’annuaire"
        indexes = [
            # A prefix is looked for with LIKE: the usual index would not serve it.
            models.Index(fields=["word"], name="word_by_prefix", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.word


def rebuild_vocabulary() -> None:
    """Every word of every structure is known, with its count; none is forgotten."""
    with connection.cursor() as cursor:
        cursor.execute(REBUILD)
        cursor.execute("ANALYZE directory_word")


def learn(words: set[str]) -> None:
    """Each of `words` is known; counts are put right by the next import."""
    with connection.cursor() as cursor:
        cursor.execute(LEARN, [sorted(words)])
