import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import portal.migrating


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
        portal.migrating.Together(
            operations=[
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
                            models.CharField(
                                blank=True, max_length=60, verbose_name="libellé court"
                            ),
                        ),
                        (
                            "closed_on",
                            models.DateField(blank=True, null=True, verbose_name="code fermé le"),
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
                        (
                            "plural",
                            models.CharField(blank=True, max_length=100, verbose_name="pluriel"),
                        ),
                        (
                            "in_register",
                            models.BooleanField(default=False, verbose_name="inscrit au RPPS"),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(
                                default=100, verbose_name="ordre d’affichage"
                            ),
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
                    name="Activity",
                    fields=[
                        (
                            "code",
                            models.CharField(
                                max_length=20,
                                primary_key=True,
                                serialize=False,
                                verbose_name="code",
                            ),
                        ),
                        ("label", models.CharField(max_length=120, verbose_name="libellé")),
                        (
                            "family",
                            models.CharField(blank=True, max_length=60, verbose_name="famille"),
                        ),
                        (
                            "synonyms",
                            models.CharField(
                                blank=True,
                                max_length=400,
                                verbose_name="synonymes, séparés par des virgules",
                            ),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(
                                default=100, verbose_name="ordre d’affichage"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "activité",
                        "verbose_name_plural": "activités",
                        "ordering": ["rank", "label"],
                    },
                ),
                migrations.CreateModel(
                    name="Network",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("ght", "GHT"),
                                    ("cpts", "CPTS"),
                                    ("msp", "maison de santé"),
                                    ("cooperation", "groupement de coopération"),
                                    ("other", "réseau"),
                                ],
                                max_length=11,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="code dans la source"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="nom")),
                        (
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="territories.territory",
                                verbose_name="territoire",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, max_length=30, verbose_name="source"),
                        ),
                        (
                            "source_on",
                            models.DateField(blank=True, null=True, verbose_name="à jour au"),
                        ),
                        (
                            "closed_on",
                            models.DateField(blank=True, null=True, verbose_name="dissous le"),
                        ),
                    ],
                    options={
                        "verbose_name": "réseau de structures",
                        "verbose_name_plural": "réseaux de structures",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("code", ""), _negated=True),
                                fields=("source", "kind", "code"),
                                name="network_once_per_source",
                                violation_error_message="Ce réseau est déjà connu de cette source.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                        ("source", models.CharField(max_length=30, verbose_name="source")),
                        (
                            "layout",
                            models.CharField(blank=True, max_length=30, verbose_name="format"),
                        ),
                        ("file_name", models.CharField(max_length=200, verbose_name="fichier")),
                        (
                            "extracted_on",
                            models.DateField(blank=True, null=True, verbose_name="extraction du"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("applied", "appliqué"),
                                    ("tried", "essai"),
                                    ("held", "suspendu"),
                                    ("refused", "refusé"),
                                    ("undone", "annulé"),
                                ],
                                max_length=7,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "is_baseline",
                            models.BooleanField(default=False, verbose_name="changement de format"),
                        ),
                        ("started_at", models.DateTimeField(verbose_name="commencé le")),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="terminé le"),
                        ),
                        ("read", models.PositiveIntegerField(default=0, verbose_name="lues")),
                        ("created", models.PositiveIntegerField(default=0, verbose_name="créées")),
                        (
                            "updated",
                            models.PositiveIntegerField(default=0, verbose_name="modifiées"),
                        ),
                        (
                            "unchanged",
                            models.PositiveIntegerField(default=0, verbose_name="inchangées"),
                        ),
                        ("closed", models.PositiveIntegerField(default=0, verbose_name="fermées")),
                        (
                            "absent",
                            models.PositiveIntegerField(
                                default=0, verbose_name="absentes du fichier"
                            ),
                        ),
                        (
                            "rejected",
                            models.PositiveIntegerField(default=0, verbose_name="rejetées"),
                        ),
                        (
                            "warnings",
                            models.PositiveIntegerField(default=0, verbose_name="remarques"),
                        ),
                        ("why", models.TextField(blank=True, verbose_name="motif")),
                    ],
                    options={
                        "verbose_name": "import",
                        "verbose_name_plural": "imports",
                        "indexes": [
                            models.Index(fields=["source", "state", "-id"], name="run_of_source")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Word",
                    fields=[
                        (
                            "word",
                            models.CharField(
                                max_length=200,
                                primary_key=True,
                                serialize=False,
                                verbose_name="mot",
                            ),
                        ),
                        ("structures", models.PositiveIntegerField(verbose_name="structures")),
                    ],
                    options={
                        "verbose_name": "mot de l’annuaire",
                        "verbose_name_plural": "mots de l’annuaire",
                        "indexes": [
                            models.Index(
                                fields=["word"],
                                name="word_by_prefix",
                                opclasses=["varchar_pattern_ops"],
                            )
                        ],
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
                        (
                            "closed_on",
                            models.DateField(blank=True, null=True, verbose_name="code fermé le"),
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
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                            "level",
                            models.CharField(
                                choices=[
                                    ("legal", "entité juridique"),
                                    ("site", "établissement"),
                                    ("unit", "unité"),
                                ],
                                db_default="site",
                                default="site",
                                max_length=5,
                                verbose_name="niveau",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="directory.structure",
                                verbose_name="fusionnée dans",
                            ),
                        ),
                        (
                            "finess",
                            models.CharField(
                                blank=True, max_length=9, verbose_name="numéro FINESS"
                            ),
                        ),
                        (
                            "legal_finess",
                            models.CharField(
                                blank=True,
                                max_length=9,
                                verbose_name="FINESS de l’entité juridique",
                            ),
                        ),
                        (
                            "siret",
                            models.CharField(blank=True, max_length=14, verbose_name="SIRET"),
                        ),
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
                            "street",
                            models.CharField(blank=True, max_length=250, verbose_name="adresse"),
                        ),
                        (
                            "postal_line",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="ligne postale"
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
                        (
                            "phone",
                            models.CharField(blank=True, max_length=20, verbose_name="téléphone"),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="adresse électronique"
                            ),
                        ),
                        (
                            "latitude",
                            models.FloatField(blank=True, null=True, verbose_name="latitude"),
                        ),
                        (
                            "longitude",
                            models.FloatField(blank=True, null=True, verbose_name="longitude"),
                        ),
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
                        (
                            "opened_on",
                            models.DateField(blank=True, null=True, verbose_name="ouverte le"),
                        ),
                        (
                            "closed_on",
                            models.DateField(blank=True, null=True, verbose_name="fermée le"),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, max_length=30, verbose_name="source"),
                        ),
                        (
                            "source_on",
                            models.DateField(blank=True, null=True, verbose_name="à jour au"),
                        ),
                        (
                            "absent_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="absente de sa source depuis le"
                            ),
                        ),
                        (
                            "content_hash",
                            models.CharField(
                                blank=True, max_length=64, verbose_name="empreinte de la source"
                            ),
                        ),
                        (
                            "search_key",
                            models.TextField(
                                default="", editable=False, verbose_name="texte de recherche"
                            ),
                        ),
                        (
                            "alias_key",
                            models.TextField(
                                db_default="",
                                default="",
                                editable=False,
                                verbose_name="mots des autres noms",
                            ),
                        ),
                        (
                            "words",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.contrib.postgres.search.SearchVector(
                                    "search_key", "alias_key", config="simple"
                                ),
                                output_field=django.contrib.postgres.search.SearchVectorField(),
                            ),
                        ),
                        (
                            "name_key",
                            models.CharField(
                                default="",
                                editable=False,
                                max_length=200,
                                verbose_name="nom normalisé",
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
                            models.Index(
                                fields=["latitude", "longitude"], name="structure_position"
                            ),
                            models.Index(
                                fields=["category", "name_key", "id"], name="structure_of_category"
                            ),
                            models.Index(
                                fields=["commune", "name_key", "id"], name="structure_of_commune"
                            ),
                            models.Index(fields=["phone"], name="structure_phone"),
                            models.Index(fields=["siret"], name="structure_siret"),
                            models.Index(fields=["legal_finess"], name="structure_legal_finess"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("finess", ""), _negated=True),
                                fields=("finess",),
                                name="structure_finess_once",
                                violation_error_message="Une autre structure porte déjà ce numéro FINESS.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("merged_into", models.F("pk")), _negated=True),
                                name="structure_not_merged_into_itself",
                                violation_error_message="Une structure ne se fusionne pas avec elle-même.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("latitude__isnull", True), ("longitude__isnull", True)
                                    ),
                                    models.Q(
                                        ("latitude__range", (-90, 90)),
                                        ("longitude__range", (-180, 180)),
                                    ),
                                    _connector="OR",
                                ),
                                name="structure_on_earth",
                                violation_error_message="Cette position n’est pas sur la Terre.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Professional",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "rpps",
                            models.CharField(
                                max_length=11, unique=True, verbose_name="numéro RPPS"
                            ),
                        ),
                        (
                            "family_name",
                            models.CharField(max_length=80, verbose_name="nom d’exercice"),
                        ),
                        (
                            "given_name",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="prénom d’exercice"
                            ),
                        ),
                        (
                            "profession",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="professionals",
                                to="directory.profession",
                                verbose_name="profession",
                            ),
                        ),
                        (
                            "department",
                            models.CharField(
                                db_default="", max_length=3, verbose_name="département demandé"
                            ),
                        ),
                        (
                            "source_on",
                            models.DateField(blank=True, null=True, verbose_name="à jour au"),
                        ),
                        (
                            "absent_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="absent du répertoire depuis le"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "professionnel",
                        "verbose_name_plural": "professionnels",
                    },
                ),
                migrations.CreateModel(
                    name="RunRemark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="remarks",
                                to="directory.importrun",
                                verbose_name="import",
                            ),
                        ),
                        ("line", models.PositiveIntegerField(verbose_name="ligne")),
                        ("key", models.CharField(blank=True, max_length=40, verbose_name="numéro")),
                        (
                            "is_rejection",
                            models.BooleanField(default=False, verbose_name="rejetée"),
                        ),
                        ("reason", models.CharField(max_length=400, verbose_name="motif")),
                    ],
                    options={
                        "verbose_name": "remarque d’import",
                        "verbose_name_plural": "remarques d’import",
                    },
                ),
                migrations.CreateModel(
                    name="StructureEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="directory.structure",
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
                        ("id", models.BigIntegerField()),
                        (
                            "uuid",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                verbose_name="identifiant public",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("legal", "entité juridique"),
                                    ("site", "établissement"),
                                    ("unit", "unité"),
                                ],
                                db_default="site",
                                default="site",
                                max_length=5,
                                verbose_name="niveau",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="directory.structure",
                                verbose_name="fusionnée dans",
                            ),
                        ),
                        (
                            "finess",
                            models.CharField(
                                blank=True, max_length=9, verbose_name="numéro FINESS"
                            ),
                        ),
                        (
                            "legal_finess",
                            models.CharField(
                                blank=True,
                                max_length=9,
                                verbose_name="FINESS de l’entité juridique",
                            ),
                        ),
                        (
                            "siret",
                            models.CharField(blank=True, max_length=14, verbose_name="SIRET"),
                        ),
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
                            "street",
                            models.CharField(blank=True, max_length=250, verbose_name="adresse"),
                        ),
                        (
                            "postal_line",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="ligne postale"
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
                            "latitude",
                            models.FloatField(blank=True, null=True, verbose_name="latitude"),
                        ),
                        (
                            "longitude",
                            models.FloatField(blank=True, null=True, verbose_name="longitude"),
                        ),
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
                        (
                            "opened_on",
                            models.DateField(blank=True, null=True, verbose_name="ouverte le"),
                        ),
                        (
                            "closed_on",
                            models.DateField(blank=True, null=True, verbose_name="fermée le"),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, max_length=30, verbose_name="source"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Service",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                            "structure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="services",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="services",
                                to="directory.activity",
                                verbose_name="activité",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(blank=True, max_length=120, verbose_name="nom usuel"),
                        ),
                        (
                            "conditions",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="conditions d’accès"
                            ),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="du")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="au")),
                        (
                            "source",
                            models.CharField(blank=True, max_length=30, verbose_name="source"),
                        ),
                        (
                            "as_of",
                            models.DateField(blank=True, null=True, verbose_name="à jour au"),
                        ),
                        (
                            "zones",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="territories.territory",
                                verbose_name="zone couverte",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "service",
                        "verbose_name_plural": "services",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("structure", "activity", "name"),
                                name="service_once",
                                violation_error_message="Ce service est déjà dans la fiche de la structure.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("starts_on__isnull", True),
                                    ("ends_on__isnull", True),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="service_ends_after_start",
                                violation_error_message="Le service doit finir après avoir commencé.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Identifier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="identifiers",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "system",
                            models.CharField(
                                choices=[
                                    ("finess", "FINESS"),
                                    ("siret", "SIRET"),
                                    ("siren", "SIREN"),
                                    ("smsse", "identifiant interne FINESS+"),
                                    ("rpps_rang", "RPPS-rang"),
                                    ("internal", "identifiant du territoire"),
                                ],
                                max_length=10,
                                verbose_name="système",
                            ),
                        ),
                        ("value", models.CharField(max_length=40, verbose_name="valeur")),
                        (
                            "key",
                            models.CharField(
                                choices=[
                                    ("right", "clé juste"),
                                    ("wrong", "clé fausse"),
                                    ("none", "sans clé"),
                                ],
                                default="none",
                                max_length=5,
                                verbose_name="clé de contrôle",
                            ),
                        ),
                        (
                            "is_primary",
                            models.BooleanField(default=False, verbose_name="principal"),
                        ),
                        (
                            "starts_on",
                            models.DateField(blank=True, null=True, verbose_name="depuis le"),
                        ),
                        (
                            "ends_on",
                            models.DateField(blank=True, null=True, verbose_name="jusqu’au"),
                        ),
                    ],
                    options={
                        "verbose_name": "identifiant",
                        "verbose_name_plural": "identifiants",
                        "indexes": [models.Index(fields=["value"], name="identifier_value")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ends_on__isnull", True)),
                                fields=("system", "value"),
                                name="identifier_once_while_current",
                                violation_error_message="Une autre structure porte aujourd’hui ce numéro.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ends_on__isnull", True), ("is_primary", True)),
                                fields=("structure", "system"),
                                name="identifier_one_primary",
                                violation_error_message="Cette structure a déjà un identifiant principal.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Alias",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="aliases",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("former", "ancien nom"),
                                    ("trade", "enseigne"),
                                    ("abbreviation", "sigle"),
                                    ("usual", "nom d’usage"),
                                ],
                                default="usual",
                                max_length=12,
                                verbose_name="nature",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="nom")),
                        (
                            "until",
                            models.DateField(blank=True, null=True, verbose_name="porté jusqu’au"),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, max_length=30, verbose_name="source"),
                        ),
                    ],
                    options={
                        "verbose_name": "autre nom",
                        "verbose_name_plural": "autres noms",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("structure", "name"), name="alias_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="alias_is_a_name",
                                violation_error_message="Indiquez ce nom.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Parentage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parentages",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="children",
                                to="directory.structure",
                                verbose_name="rattachée à",
                            ),
                        ),
                        (
                            "starts_on",
                            models.DateField(blank=True, null=True, verbose_name="depuis le"),
                        ),
                        (
                            "ends_on",
                            models.DateField(blank=True, null=True, verbose_name="jusqu’au"),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, max_length=30, verbose_name="source"),
                        ),
                    ],
                    options={
                        "verbose_name": "rattachement",
                        "verbose_name_plural": "rattachements",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("child", models.F("parent")), _negated=True),
                                name="parentage_of_two",
                                violation_error_message="Une structure ne se rattache pas à elle-même.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True),
                                    ("starts_on__isnull", True),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="parentage_ends_after_start",
                                violation_error_message="Le rattachement doit finir après avoir commencé.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("child", "="),
                                    (
                                        models.Func(
                                            models.F("starts_on"),
                                            models.F("ends_on"),
                                            models.Value("[]"),
                                            function="daterange",
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="parentage_one_at_a_time",
                                violation_error_message="Cette structure a déjà un rattachement à ces dates.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "network",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to="directory.network",
                                verbose_name="réseau",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("support", "établissement support"),
                                    ("member", "membre"),
                                ],
                                default="member",
                                max_length=7,
                                verbose_name="rôle",
                            ),
                        ),
                        (
                            "starts_on",
                            models.DateField(blank=True, null=True, verbose_name="depuis le"),
                        ),
                        (
                            "ends_on",
                            models.DateField(blank=True, null=True, verbose_name="jusqu’au"),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, max_length=30, verbose_name="source"),
                        ),
                    ],
                    options={
                        "verbose_name": "appartenance à un réseau",
                        "verbose_name_plural": "appartenances à un réseau",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True),
                                    ("starts_on__isnull", True),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="membership_ends_after_start",
                                violation_error_message="L’appartenance doit finir après avoir commencé.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("network", "="),
                                    ("structure", "="),
                                    (
                                        models.Func(
                                            models.F("starts_on"),
                                            models.F("ends_on"),
                                            models.Value("[]"),
                                            function="daterange",
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="membership_once_at_a_time",
                                violation_error_message="Cette structure appartient déjà au réseau à ces dates.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ResponsePlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="plans",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("white", "plan blanc"), ("blue", "plan bleu")],
                                max_length=5,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "updated_on",
                            models.DateField(blank=True, null=True, verbose_name="à jour au"),
                        ),
                        (
                            "exercised_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="dernier exercice le"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "plan de réponse",
                        "verbose_name_plural": "plans de réponse",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("structure", "kind"), name="plan_once_per_kind"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Practice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "professional",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="practices",
                                to="directory.professional",
                                verbose_name="professionnel",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="practices",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "place_key",
                            models.CharField(
                                max_length=40, verbose_name="identifiant technique du lieu"
                            ),
                        ),
                        (
                            "place_name",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="lieu d’exercice"
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("L", "libéral"),
                                    ("S", "salarié"),
                                    ("B", "bénévole"),
                                    ("", "non précisé"),
                                ],
                                max_length=1,
                                verbose_name="mode",
                            ),
                        ),
                        (
                            "know_how",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="savoir-faire"
                            ),
                        ),
                        (
                            "street",
                            models.CharField(blank=True, max_length=250, verbose_name="adresse"),
                        ),
                        (
                            "postal_code",
                            models.CharField(blank=True, max_length=5, verbose_name="code postal"),
                        ),
                        (
                            "commune",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="territories.territory",
                                verbose_name="commune",
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="téléphone du lieu"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "exercice",
                        "verbose_name_plural": "exercices",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("professional", "place_key", "mode"),
                                name="practice_once",
                                violation_error_message="Cet exercice est déjà connu.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FieldSource",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="field_sources",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        ("field", models.CharField(max_length=40, verbose_name="champ")),
                        ("source", models.CharField(max_length=30, verbose_name="source")),
                        ("as_of", models.DateField(verbose_name="à jour au")),
                        (
                            "confidence",
                            models.CharField(
                                choices=[
                                    ("high", "vérifié"),
                                    ("medium", "déclaré"),
                                    ("low", "à vérifier"),
                                ],
                                default="medium",
                                max_length=6,
                                verbose_name="confiance",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="confirmé par"
                            ),
                        ),
                        (
                            "is_locked",
                            models.BooleanField(
                                default=False, verbose_name="verrouillé par la structure"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "source d’un champ",
                        "verbose_name_plural": "sources des champs",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("structure", "field"), name="field_source_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RunChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="changes",
                                to="directory.importrun",
                                verbose_name="import",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "act",
                            models.CharField(
                                choices=[
                                    ("created", "créée"),
                                    ("updated", "modifiée"),
                                    ("absent", "absente"),
                                ],
                                max_length=7,
                                verbose_name="effet",
                            ),
                        ),
                        ("before", models.JSONField(null=True, verbose_name="valeur d’avant")),
                    ],
                    options={
                        "verbose_name": "effet d’un import",
                        "verbose_name_plural": "effets des imports",
                    },
                ),
                migrations.CreateModel(
                    name="Signal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="signals",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "rule",
                            models.CharField(
                                choices=[
                                    ("locked", "la source contredit un champ verrouillé"),
                                    ("absent", "absente de sa source"),
                                    ("unanswered", "contact qui ne répond pas"),
                                    ("shared_number", "numéro porté par deux structures"),
                                ],
                                max_length=14,
                                verbose_name="règle",
                            ),
                        ),
                        (
                            "field",
                            models.CharField(
                                blank=True, db_default="", max_length=40, verbose_name="champ"
                            ),
                        ),
                        (
                            "ours",
                            models.TextField(
                                blank=True, db_default="", verbose_name="notre valeur"
                            ),
                        ),
                        (
                            "theirs",
                            models.TextField(
                                blank=True, db_default="", verbose_name="l’autre valeur"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("new", "à traiter"),
                                    ("done", "traité"),
                                    ("dropped", "sans suite"),
                                ],
                                db_default="new",
                                default="new",
                                max_length=7,
                                verbose_name="état",
                            ),
                        ),
                        ("raised_at", models.DateTimeField(verbose_name="signalé le")),
                        (
                            "due_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="à traiter avant le"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "signalement",
                        "verbose_name_plural": "signalements",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "new")),
                                fields=("structure", "rule", "field"),
                                name="signal_once_while_new",
                                violation_error_message="Ce signalement est déjà ouvert.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpeningHours",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="hours",
                                to="directory.service",
                                verbose_name="service",
                            ),
                        ),
                        (
                            "regime",
                            models.CharField(
                                choices=[
                                    ("usual", "horaires habituels"),
                                    ("crisis", "horaires de crise"),
                                ],
                                default="usual",
                                max_length=6,
                                verbose_name="régime",
                            ),
                        ),
                        (
                            "weekday",
                            models.PositiveSmallIntegerField(verbose_name="jour de la semaine"),
                        ),
                        (
                            "opens",
                            models.PositiveSmallIntegerField(verbose_name="ouvre, en minutes"),
                        ),
                        (
                            "closes",
                            models.PositiveSmallIntegerField(verbose_name="ferme, en minutes"),
                        ),
                    ],
                    options={
                        "verbose_name": "horaire",
                        "verbose_name_plural": "horaires",
                        "ordering": ["regime", "weekday", "opens"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("weekday__range", (1, 7))),
                                name="hours_of_a_weekday",
                                violation_error_message="Choisissez un jour, de lundi à dimanche.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("opens__gte", 0),
                                    ("opens__lt", 1440),
                                    ("closes__gt", models.F("opens")),
                                    (
                                        "closes__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("opens"), "+", models.Value(1440)
                                        ),
                                    ),
                                ),
                                name="hours_within_a_day",
                                violation_error_message="Une ouverture dure un jour au plus.",
                            ),
                            models.UniqueConstraint(
                                fields=("service", "regime", "weekday", "opens"), name="hours_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HoursException",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="exceptions",
                                to="directory.service",
                                verbose_name="service",
                            ),
                        ),
                        ("first_day", models.DateField(verbose_name="du")),
                        ("last_day", models.DateField(verbose_name="au")),
                        (
                            "opens",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="ouvre, en minutes"
                            ),
                        ),
                        (
                            "closes",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="ferme, en minutes"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=120, verbose_name="motif"),
                        ),
                    ],
                    options={
                        "verbose_name": "exception aux horaires",
                        "verbose_name_plural": "exceptions aux horaires",
                        "ordering": ["first_day", "opens"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last_day__gte", models.F("first_day"))),
                                name="exception_ends_after_start",
                                violation_error_message="L’exception doit finir après avoir commencé.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closes__isnull", True), ("opens__isnull", True)),
                                    models.Q(
                                        ("opens__gte", 0),
                                        ("opens__lt", 1440),
                                        ("closes__gt", models.F("opens")),
                                        (
                                            "closes__lte",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("opens"), "+", models.Value(1440)
                                            ),
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="exception_within_a_day",
                                violation_error_message="Une ouverture dure un jour au plus.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactPoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                            "structure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contacts",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="contacts",
                                to="directory.service",
                                verbose_name="service",
                            ),
                        ),
                        (
                            "function",
                            models.CharField(
                                choices=[
                                    ("duty", "cadre d’astreinte"),
                                    ("crisis_cell", "cellule de crise"),
                                    ("switchboard", "standard"),
                                    ("management", "direction"),
                                    ("regulation", "régulation"),
                                    ("nursing", "soins"),
                                    ("pharmacy", "pharmacie"),
                                    ("logistics", "logistique"),
                                    ("privacy", "protection des données"),
                                    ("other", "autre"),
                                ],
                                max_length=12,
                                verbose_name="fonction",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("phone", "téléphone"),
                                    ("mobile", "téléphone mobile"),
                                    ("fax", "télécopie"),
                                    ("email", "adresse électronique"),
                                    ("mss", "messagerie sécurisée de santé"),
                                    ("radio", "radio"),
                                ],
                                max_length=6,
                                verbose_name="moyen",
                            ),
                        ),
                        (
                            "value",
                            models.CharField(max_length=200, verbose_name="numéro ou adresse"),
                        ),
                        (
                            "usage",
                            models.CharField(
                                choices=[
                                    ("always", "24 h sur 24"),
                                    ("office", "heures ouvrées"),
                                    ("night", "nuit et week-end"),
                                    ("crisis", "crise seulement"),
                                    ("unknown", "horaires non précisés"),
                                ],
                                db_default="unknown",
                                default="unknown",
                                max_length=7,
                                verbose_name="quand",
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("public", "tout le monde"),
                                    ("professionals", "professionnels du territoire"),
                                    ("crisis", "cellules de crise"),
                                    ("restricted", "personnes désignées"),
                                ],
                                default="professionals",
                                max_length=13,
                                verbose_name="pour qui",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, db_default="", max_length=120, verbose_name="précision"
                            ),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(
                                db_default=50, default=50, verbose_name="ordre d’appel"
                            ),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="du")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="au")),
                        (
                            "tested_on",
                            models.DateField(blank=True, null=True, verbose_name="essayé le"),
                        ),
                        (
                            "unanswered",
                            models.PositiveSmallIntegerField(
                                db_default=0, default=0, verbose_name="appels sans réponse"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, max_length=30, verbose_name="source"),
                        ),
                        (
                            "as_of",
                            models.DateField(blank=True, null=True, verbose_name="à jour au"),
                        ),
                    ],
                    options={
                        "verbose_name": "point de contact",
                        "verbose_name_plural": "points de contact",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("channel__in", ["phone", "mobile", "fax"]), _negated=True
                                    ),
                                    ("value__regex", "^\\+[0-9]{6,15}$"),
                                    _connector="OR",
                                ),
                                name="contact_number_is_international",
                                violation_error_message="Ce numéro n’est pas lisible : écrivez-le avec son 0.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("channel__in", ["email", "mss"]), _negated=True),
                                    ("value__contains", "@"),
                                    _connector="OR",
                                ),
                                name="contact_address_has_an_at",
                                violation_error_message="Cette adresse électronique n’est pas lisible.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("starts_on__isnull", True),
                                    ("ends_on__isnull", True),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="contact_ends_after_start",
                                violation_error_message="Le contact doit finir après avoir commencé.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ends_on__isnull", True)),
                                fields=("structure", "function", "channel", "value"),
                                name="contact_once",
                                violation_error_message="Ce contact est déjà dans la fiche.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactPointEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="directory.contactpoint",
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
                        ("id", models.BigIntegerField()),
                        (
                            "uuid",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                verbose_name="identifiant public",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="directory.service",
                                verbose_name="service",
                            ),
                        ),
                        (
                            "function",
                            models.CharField(
                                choices=[
                                    ("duty", "cadre d’astreinte"),
                                    ("crisis_cell", "cellule de crise"),
                                    ("switchboard", "standard"),
                                    ("management", "direction"),
                                    ("regulation", "régulation"),
                                    ("nursing", "soins"),
                                    ("pharmacy", "pharmacie"),
                                    ("logistics", "logistique"),
                                    ("privacy", "protection des données"),
                                    ("other", "autre"),
                                ],
                                max_length=12,
                                verbose_name="fonction",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("phone", "téléphone"),
                                    ("mobile", "téléphone mobile"),
                                    ("fax", "télécopie"),
                                    ("email", "adresse électronique"),
                                    ("mss", "messagerie sécurisée de santé"),
                                    ("radio", "radio"),
                                ],
                                max_length=6,
                                verbose_name="moyen",
                            ),
                        ),
                        (
                            "value",
                            models.CharField(max_length=200, verbose_name="numéro ou adresse"),
                        ),
                        (
                            "usage",
                            models.CharField(
                                choices=[
                                    ("always", "24 h sur 24"),
                                    ("office", "heures ouvrées"),
                                    ("night", "nuit et week-end"),
                                    ("crisis", "crise seulement"),
                                    ("unknown", "horaires non précisés"),
                                ],
                                db_default="unknown",
                                default="unknown",
                                max_length=7,
                                verbose_name="quand",
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("public", "tout le monde"),
                                    ("professionals", "professionnels du territoire"),
                                    ("crisis", "cellules de crise"),
                                    ("restricted", "personnes désignées"),
                                ],
                                default="professionals",
                                max_length=13,
                                verbose_name="pour qui",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, db_default="", max_length=120, verbose_name="précision"
                            ),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(
                                db_default=50, default=50, verbose_name="ordre d’appel"
                            ),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="du")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="au")),
                        (
                            "tested_on",
                            models.DateField(blank=True, null=True, verbose_name="essayé le"),
                        ),
                        (
                            "unanswered",
                            models.PositiveSmallIntegerField(
                                db_default=0, default=0, verbose_name="appels sans réponse"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, max_length=30, verbose_name="source"),
                        ),
                        (
                            "as_of",
                            models.DateField(blank=True, null=True, verbose_name="à jour au"),
                        ),
                    ],
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="structure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."closed_on" IS DISTINCT FROM (NEW."closed_on") OR OLD."commune_id" IS DISTINCT FROM (NEW."commune_id") OR OLD."finess" IS DISTINCT FROM (NEW."finess") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."legal_finess" IS DISTINCT FROM (NEW."legal_finess") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."opened_on" IS DISTINCT FROM (NEW."opened_on") OR OLD."other_name" IS DISTINCT FROM (NEW."other_name") OR OLD."position_source" IS DISTINCT FROM (NEW."position_source") OR OLD."postal_line" IS DISTINCT FROM (NEW."postal_line") OR OLD."short_name" IS DISTINCT FROM (NEW."short_name") OR OLD."siret" IS DISTINCT FROM (NEW."siret") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."street" IS DISTINCT FROM (NEW."street") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid"))',
                            func='INSERT INTO "directory_structureevent" ("category_id", "closed_on", "commune_id", "finess", "id", "latitude", "legal_finess", "level", "longitude", "merged_into_id", "name", "opened_on", "other_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_source", "postal_line", "short_name", "siret", "source", "street", "uuid") VALUES (OLD."category_id", OLD."closed_on", OLD."commune_id", OLD."finess", OLD."id", OLD."latitude", OLD."legal_finess", OLD."level", OLD."longitude", OLD."merged_into_id", OLD."name", OLD."opened_on", OLD."other_name", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."position_source", OLD."postal_line", OLD."short_name", OLD."siret", OLD."source", OLD."street", OLD."uuid"); RETURN NULL;',
                            hash="57497bf24982ef3b180a6425ec657346f2957a49",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0319a",
                            table="directory_structure",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contactpoint",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "directory_contactpointevent" ("as_of", "audience", "channel", "ends_on", "function", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "service_id", "source", "starts_on", "structure_id", "tested_on", "unanswered", "usage", "uuid", "value") VALUES (OLD."as_of", OLD."audience", OLD."channel", OLD."ends_on", OLD."function", OLD."id", OLD."note", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."rank", OLD."service_id", OLD."source", OLD."starts_on", OLD."structure_id", OLD."tested_on", OLD."unanswered", OLD."usage", OLD."uuid", OLD."value"); RETURN NULL;',
                            hash="610fcd260b1d7d3b9e50ed13aa2f0f7aa00640a1",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ba5b4",
                            table="directory_contactpoint",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contactpoint",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "directory_contactpointevent" ("as_of", "audience", "channel", "ends_on", "function", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "service_id", "source", "starts_on", "structure_id", "tested_on", "unanswered", "usage", "uuid", "value") VALUES (OLD."as_of", OLD."audience", OLD."channel", OLD."ends_on", OLD."function", OLD."id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rank", OLD."service_id", OLD."source", OLD."starts_on", OLD."structure_id", OLD."tested_on", OLD."unanswered", OLD."usage", OLD."uuid", OLD."value"); RETURN NULL;',
                            hash="3e4ac801f83fb2c3b00f609a7143352545a9c1f5",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_2e2cb",
                            table="directory_contactpoint",
                            when="AFTER",
                        ),
                    ),
                ),
            ],
        ),
    ]
