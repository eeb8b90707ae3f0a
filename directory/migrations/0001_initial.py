import uuid

import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("territories", "0001_initial"),
    ]

    operations = [
        django.contrib.postgres.operations.CreateExtension(
            name="fuzzystrmatch",
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=8, primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                ("label", models.CharField(max_length=200, verbose_name="libellé")),
                (
                    "short_label",
                    models.CharField(blank=True, max_length=60, verbose_name="libellé court"),
                ),
            ],
            options={
                "verbose_name": "catégorie d’établissement",
                "verbose_name_plural": "catégories d’établissement",
            },
        ),
        migrations.CreateModel(
            name="Profession",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=8, primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                ("label", models.CharField(max_length=100, verbose_name="libellé")),
                ("plural", models.CharField(blank=True, max_length=100, verbose_name="pluriel")),
                ("in_register", models.BooleanField(default=False, verbose_name="inscrit au RPPS")),
                (
                    "rank",
                    models.PositiveSmallIntegerField(default=100, verbose_name="ordre d’affichage"),
                ),
                (
                    "closed_on",
                    models.DateField(blank=True, null=True, verbose_name="code fermé le"),
                ),
            ],
            options={
                "verbose_name": "profession",
                "verbose_name_plural": "professions",
                "ordering": ["rank", "label"],
            },
        ),
        migrations.CreateModel(
            name="Speciality",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=8, primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                ("label", models.CharField(max_length=150, verbose_name="libellé")),
                (
                    "profession",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="specialities",
                        to="directory.profession",
                        verbose_name="profession",
                    ),
                ),
            ],
            options={
                "verbose_name": "spécialité",
                "verbose_name_plural": "spécialités",
                "ordering": ["label"],
            },
        ),
        migrations.CreateModel(
            name="Structure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                        verbose_name="identifiant public",
                    ),
                ),
                (
                    "finess",
                    models.CharField(max_length=9, unique=True, verbose_name="numéro FINESS"),
                ),
                (
                    "legal_finess",
                    models.CharField(
                        blank=True, max_length=9, verbose_name="FINESS de l’entité juridique"
                    ),
                ),
                ("siret", models.CharField(blank=True, max_length=14, verbose_name="SIRET")),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "short_name",
                    models.CharField(blank=True, max_length=60, verbose_name="nom court"),
                ),
                (
                    "other_name",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="complément ou ancien nom"
                    ),
                ),
                ("street", models.CharField(blank=True, max_length=250, verbose_name="adresse")),
                (
                    "postal_line",
                    models.CharField(blank=True, max_length=80, verbose_name="ligne postale"),
                ),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="téléphone")),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="adresse électronique"
                    ),
                ),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                (
                    "position_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("finess", "coordonnées FINESS"),
                            ("commune", "centre de la commune"),
                            ("manual", "saisie"),
                        ],
                        max_length=10,
                        verbose_name="origine de la position",
                    ),
                ),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="ouverte le")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="fermée le")),
                ("source", models.CharField(blank=True, max_length=30, verbose_name="source")),
                ("source_on", models.DateField(blank=True, null=True, verbose_name="à jour au")),
                (
                    "content_hash",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="empreinte de la source"
                    ),
                ),
                (
                    "search_key",
                    models.TextField(default="", editable=False, verbose_name="texte de recherche"),
                ),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            "search_key", config="simple"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "name_key",
                    models.CharField(
                        default="", editable=False, max_length=200, verbose_name="nom normalisé"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="structures",
                        to="directory.category",
                        verbose_name="catégorie",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="structures",
                        to="territories.territory",
                        verbose_name="commune",
                    ),
                ),
            ],
            options={
                "verbose_name": "structure",
                "verbose_name_plural": "structures",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["words"], name="structure_words"
                    ),
                    models.Index(fields=["name_key", "id"], name="structure_alphabetical"),
                    models.Index(fields=["latitude", "longitude"], name="structure_position"),
                    models.Index(
                        fields=["category", "name_key", "id"], name="structure_of_category"
                    ),
                    models.Index(fields=["commune", "name_key", "id"], name="structure_of_commune"),
                    models.Index(fields=["phone"], name="structure_phone"),
                    models.Index(fields=["siret"], name="structure_siret"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(
                                ("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))
                            ),
                            _connector="OR",
                        ),
                        name="structure_on_earth",
                        violation_error_message="Cette position n’est pas sur la Terre.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StructureEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, verbose_name="identifiant public"
                    ),
                ),
                ("finess", models.CharField(max_length=9, verbose_name="numéro FINESS")),
                (
                    "legal_finess",
                    models.CharField(
                        blank=True, max_length=9, verbose_name="FINESS de l’entité juridique"
                    ),
                ),
                ("siret", models.CharField(blank=True, max_length=14, verbose_name="SIRET")),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "short_name",
                    models.CharField(blank=True, max_length=60, verbose_name="nom court"),
                ),
                (
                    "other_name",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="complément ou ancien nom"
                    ),
                ),
                ("street", models.CharField(blank=True, max_length=250, verbose_name="adresse")),
                (
                    "postal_line",
                    models.CharField(blank=True, max_length=80, verbose_name="ligne postale"),
                ),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                (
                    "position_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("finess", "coordonnées FINESS"),
                            ("commune", "centre de la commune"),
                            ("manual", "saisie"),
                        ],
                        max_length=10,
                        verbose_name="origine de la position",
                    ),
                ),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="ouverte le")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="fermée le")),
                ("source", models.CharField(blank=True, max_length=30, verbose_name="source")),
                (
                    "category",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="directory.category",
                        verbose_name="catégorie",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territories.territory",
                        verbose_name="commune",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="directory.structure",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                (
                    "word",
                    models.CharField(
                        max_length=200, primary_key=True, serialize=False, verbose_name="mot"
                    ),
                ),
                ("structures", models.PositiveIntegerField(verbose_name="structures")),
            ],
            options={
                "verbose_name": "mot de l’annuaire",
                "verbose_name_plural": "mots de l’annuaire",
                "indexes": [
                    models.Index(
                        fields=["word"], name="word_by_prefix", opclasses=["varchar_pattern_ops"]
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="structure",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_structureevent" ("category_id", "closed_on", "commune_id", "finess", "id", "latitude", "legal_finess", "longitude", "name", "opened_on", "other_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_source", "postal_line", "short_name", "siret", "source", "street", "uuid") VALUES (NEW."category_id", NEW."closed_on", NEW."commune_id", NEW."finess", NEW."id", NEW."latitude", NEW."legal_finess", NEW."longitude", NEW."name", NEW."opened_on", NEW."other_name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position_source", NEW."postal_line", NEW."short_name", NEW."siret", NEW."source", NEW."street", NEW."uuid"); RETURN NULL;',
                    hash="af5d327324dd52335f2a07eaca3c291ee25af918",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0a008",
                    table="directory_structure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="structure",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."closed_on" IS DISTINCT FROM (NEW."closed_on") OR OLD."commune_id" IS DISTINCT FROM (NEW."commune_id") OR OLD."finess" IS DISTINCT FROM (NEW."finess") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."legal_finess" IS DISTINCT FROM (NEW."legal_finess") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."opened_on" IS DISTINCT FROM (NEW."opened_on") OR OLD."other_name" IS DISTINCT FROM (NEW."other_name") OR OLD."position_source" IS DISTINCT FROM (NEW."position_source") OR OLD."postal_line" IS DISTINCT FROM (NEW."postal_line") OR OLD."short_name" IS DISTINCT FROM (NEW."short_name") OR OLD."siret" IS DISTINCT FROM (NEW."siret") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."street" IS DISTINCT FROM (NEW."street") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid"))',
                    func='INSERT INTO "directory_structureevent" ("category_id", "closed_on", "commune_id", "finess", "id", "latitude", "legal_finess", "longitude", "name", "opened_on", "other_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_source", "postal_line", "short_name", "siret", "source", "street", "uuid") VALUES (NEW."category_id", NEW."closed_on", NEW."commune_id", NEW."finess", NEW."id", NEW."latitude", NEW."legal_finess", NEW."longitude", NEW."name", NEW."opened_on", NEW."other_name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position_source", NEW."postal_line", NEW."short_name", NEW."siret", NEW."source", NEW."street", NEW."uuid"); RETURN NULL;',
                    hash="4f7bb8d480d357b722d546e1ebd8eddd2f734c20",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0319a",
                    table="directory_structure",
                    when="AFTER",
                ),
            ),
        ),
    ]
