import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        django.contrib.postgres.operations.TrigramExtension(),
        django.contrib.postgres.operations.UnaccentExtension(),
        migrations.CreateModel(
            name="Territory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("country", "pays"),
                            ("region", "région"),
                            ("department", "département"),
                            ("epci", "intercommunalité"),
                            ("commune", "commune"),
                            ("arrondissement", "arrondissement municipal"),
                            ("cpts", "CPTS"),
                            ("perimeter", "périmètre"),
                        ],
                        max_length=16,
                        verbose_name="nature",
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code officiel")),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                (
                    "search_key",
                    models.CharField(editable=False, max_length=150, verbose_name="nom normalisé"),
                ),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                (
                    "population",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="population"),
                ),
                (
                    "postal_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="codes postaux",
                    ),
                ),
                (
                    "timezone",
                    models.CharField(
                        default="Europe/Paris", max_length=40, verbose_name="fuseau horaire"
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="supprimé le")),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="territories.territory",
                        verbose_name="remplacé par",
                    ),
                ),
            ],
            options={
                "verbose_name": "territoire",
                "verbose_name_plural": "territoires",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("search_key", "gin_trgm_ops"),
                        name="territory_search_trigram",
                    ),
                    models.Index(fields=["search_key", "code"], name="territory_alphabetical"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["postal_codes"], name="territory_postal_codes"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "code"), name="territory_code_per_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("latitude__isnull", True),
                            ("latitude__range", (-90, 90)),
                            _connector="OR",
                        ),
                        name="territory_latitude_on_earth",
                        violation_error_message="La latitude doit être comprise entre -90 et 90 degrés.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Containment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ancestor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inner_links",
                        to="territories.territory",
                        verbose_name="contenant",
                    ),
                ),
                (
                    "descendant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outer_links",
                        to="territories.territory",
                        verbose_name="contenu",
                    ),
                ),
            ],
            options={
                "verbose_name": "inclusion",
                "verbose_name_plural": "inclusions",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ancestor", "descendant"), name="containment_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Outline",
            fields=[
                (
                    "territory",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="territories.territory",
                        verbose_name="territoire",
                    ),
                ),
                ("geometry", models.JSONField(verbose_name="contour")),
                ("south", models.FloatField(verbose_name="latitude la plus au sud")),
                ("west", models.FloatField(verbose_name="longitude la plus à l’ouest")),
                ("north", models.FloatField(verbose_name="latitude la plus au nord")),
                ("east", models.FloatField(verbose_name="longitude la plus à l’est")),
            ],
            options={
                "verbose_name": "contour",
                "verbose_name_plural": "contours",
            },
        ),
    ]
