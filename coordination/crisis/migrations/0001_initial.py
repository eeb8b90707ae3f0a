import datetime
import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import portal.migrating


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("directory", "0001_initial"),
        ("oncall", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("territories", "0001_initial"),
    ]

    operations = [
        portal.migrating.Together(
            operations=[
                migrations.CreateModel(
                    name="Term",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("orsan_plan", "volet ORSAN"),
                                    ("typology", "typologie de crise (CPTS)"),
                                    ("deadline", "délai d’une demande"),
                                    ("answer", "réponse à une demande"),
                                    ("time_band", "tranche horaire d’une fiche réflexe"),
                                    ("exit", "vérification avant la levée"),
                                    ("capacity", "qualité de qui décide"),
                                    ("theme", "thème de la main courante"),
                                ],
                                max_length=12,
                                verbose_name="liste",
                            ),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="code")),
                        ("label", models.CharField(max_length=200, verbose_name="libellé")),
                        ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                        ("is_active", models.BooleanField(default=True, verbose_name="en usage")),
                    ],
                    options={
                        "verbose_name": "terme",
                        "verbose_name_plural": "termes",
                        "ordering": ["kind", "rank", "code"],
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "code"), name="term_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Role",
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
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="territories.territory",
                                verbose_name="propre au territoire",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="directory.structure",
                                verbose_name="propre à la structure",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("craps", "cellule régionale (CRAPS)"),
                                    ("departmental", "cellule départementale"),
                                    ("cch", "cellule de crise hospitalière"),
                                    ("cpts", "cellule de CPTS"),
                                    ("plan_bleu", "plan bleu (EHPAD, médico-social)"),
                                    ("thematic", "cellule thématique"),
                                    ("concertation", "cellule de concertation"),
                                ],
                                max_length=16,
                                verbose_name="type de cellule",
                            ),
                        ),
                        ("slug", models.SlugField(max_length=40, verbose_name="code")),
                        ("label", models.CharField(max_length=120, verbose_name="libellé")),
                        (
                            "mission",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="mission en une phrase"
                            ),
                        ),
                        (
                            "leads",
                            models.BooleanField(default=False, verbose_name="dirige la cellule"),
                        ),
                        (
                            "is_exclusive",
                            models.BooleanField(
                                default=False, verbose_name="ne se cumule avec aucune autre"
                            ),
                        ),
                        (
                            "keeps_log",
                            models.BooleanField(
                                default=False, verbose_name="tient la main courante"
                            ),
                        ),
                        (
                            "validates_public",
                            models.BooleanField(
                                default=False, verbose_name="valide ce qui est public"
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                        ("is_active", models.BooleanField(default=True, verbose_name="en usage")),
                    ],
                    options={
                        "verbose_name": "fonction",
                        "verbose_name_plural": "fonctions",
                        "ordering": ["kind", "rank", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "slug", "territory", "structure"),
                                name="role_once_per_owner",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("territory__isnull", True),
                                    ("structure__isnull", True),
                                    _connector="OR",
                                ),
                                name="role_of_one_owner",
                                violation_error_message="Choisissez un territoire ou une structure, pas les deux.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CrisisNumber",
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
                            "territory",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="territories.territory",
                                verbose_name="territoire",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                        (
                            "last",
                            models.PositiveIntegerField(default=0, verbose_name="dernier numéro"),
                        ),
                    ],
                    options={
                        "verbose_name": "numérotation des crises",
                        "verbose_name_plural": "numérotations des crises",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("territory", "year"), name="crisis_number_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LogText",
                    fields=[
                        (
                            "entry_uuid",
                            models.UUIDField(
                                primary_key=True, serialize=False, verbose_name="entrée"
                            ),
                        ),
                        ("text", models.TextField(max_length=2000, verbose_name="texte")),
                        (
                            "from_name",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="de (en clair)"
                            ),
                        ),
                        (
                            "to_name",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="à (en clair)"
                            ),
                        ),
                        ("salt", models.BinaryField(max_length=32, verbose_name="sel")),
                        (
                            "words",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.expressions.RawSQL(
                                    "to_tsvector('french', translate(text, 'àâäçéèêëîïôöùûüÿñÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ', 'aaaceeeeiioouuuynAAACEEEEIIOOUUU'))",
                                    [],
                                ),
                                output_field=django.contrib.postgres.search.SearchVectorField(),
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "texte d’une entrée",
                        "verbose_name_plural": "textes des entrées",
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["words"], name="log_text_words"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("text", ""), _negated=True),
                                    django.db.models.lookups.LessThanOrEqual(
                                        django.db.models.functions.text.Length("text"), 2000
                                    ),
                                ),
                                name="log_text_length",
                                violation_error_message="Une entrée compte de 1 à 2 000 caractères.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TaskDigest",
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "is_exercise",
                            models.BooleanField(default=False, verbose_name="pour un exercice"),
                        ),
                        ("at", models.DateTimeField(verbose_name="le")),
                    ],
                    options={
                        "verbose_name": "rappel de tâches",
                        "verbose_name_plural": "rappels de tâches",
                    },
                ),
                migrations.CreateModel(
                    name="Indicator",
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
                        ("slug", models.SlugField(unique=True, verbose_name="code")),
                        ("label", models.CharField(max_length=80, verbose_name="libellé")),
                        ("short", models.CharField(max_length=30, verbose_name="libellé court")),
                        ("unit", models.CharField(blank=True, max_length=20, verbose_name="unité")),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("all", "toutes les structures"),
                                    ("hospital", "établissements de santé"),
                                    ("residence", "EHPAD et médico-social"),
                                ],
                                max_length=10,
                                verbose_name="déclaré par",
                            ),
                        ),
                        (
                            "better",
                            models.CharField(
                                choices=[("higher", "plus haut"), ("lower", "plus bas")],
                                max_length=6,
                                verbose_name="ce qui est mieux",
                            ),
                        ),
                        (
                            "watch_at",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=9,
                                null=True,
                                verbose_name="tendu à partir de",
                            ),
                        ),
                        (
                            "critical_at",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=9,
                                null=True,
                                verbose_name="critique à partir de",
                            ),
                        ),
                        (
                            "most",
                            models.DecimalField(
                                decimal_places=1, max_digits=9, verbose_name="au plus"
                            ),
                        ),
                        (
                            "is_scale",
                            models.BooleanField(
                                default=False, verbose_name="échelle à trois degrés"
                            ),
                        ),
                        (
                            "fresh_hours",
                            models.PositiveSmallIntegerField(
                                default=24, verbose_name="valable (heures)"
                            ),
                        ),
                        (
                            "aggregation",
                            models.CharField(
                                choices=[
                                    ("sum", "somme"),
                                    ("worst", "le pire"),
                                    ("none", "aucune"),
                                ],
                                max_length=5,
                                verbose_name="cumul",
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                        ("is_active", models.BooleanField(default=True, verbose_name="en usage")),
                    ],
                    options={
                        "verbose_name": "indicateur",
                        "verbose_name_plural": "indicateurs",
                        "ordering": ["rank", "slug"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("critical_at__isnull", True), ("watch_at__isnull", True)
                                    ),
                                    models.Q(
                                        ("better", "higher"),
                                        ("watch_at__gt", models.F("critical_at")),
                                    ),
                                    models.Q(
                                        ("better", "lower"),
                                        ("watch_at__lt", models.F("critical_at")),
                                    ),
                                    _connector="OR",
                                ),
                                name="indicator_thresholds_in_order",
                                violation_error_message="Le seuil critique est au-delà du seuil de tension.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CapacityStep",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="capacity_steps",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("icu", "réanimation"), ("medicine", "médecine")],
                                default="icu",
                                max_length=8,
                                verbose_name="type de lits",
                            ),
                        ),
                        (
                            "target",
                            models.PositiveSmallIntegerField(verbose_name="lits à ce palier"),
                        ),
                        (
                            "condition",
                            models.CharField(blank=True, max_length=200, verbose_name="condition"),
                        ),
                        (
                            "lead_hours",
                            models.PositiveSmallIntegerField(
                                verbose_name="délai d’ouverture (heures)"
                            ),
                        ),
                        (
                            "staff",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="soignants à réunir"
                            ),
                        ),
                        (
                            "ventilators",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="respirateurs à réunir"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(max_length=200, verbose_name="source du chiffre"),
                        ),
                    ],
                    options={
                        "verbose_name": "palier capacitaire",
                        "verbose_name_plural": "paliers capacitaires",
                        "ordering": ["structure", "kind", "target"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("structure", "kind", "target"), name="capacity_step_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("target__gt", 0)),
                                name="capacity_step_of_some_beds",
                                violation_error_message="Un palier compte au moins un lit.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source", ""), _negated=True),
                                name="capacity_step_with_a_source",
                                violation_error_message="Dites d’où vient ce chiffre.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReflexCard",
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
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="territories.territory",
                                verbose_name="propre au territoire",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="directory.structure",
                                verbose_name="propre à la structure",
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
                                    ("craps", "cellule régionale (CRAPS)"),
                                    ("departmental", "cellule départementale"),
                                    ("cch", "cellule de crise hospitalière"),
                                    ("cpts", "cellule de CPTS"),
                                    ("plan_bleu", "plan bleu (EHPAD, médico-social)"),
                                    ("thematic", "cellule thématique"),
                                    ("concertation", "cellule de concertation"),
                                ],
                                max_length=16,
                                verbose_name="type de cellule",
                            ),
                        ),
                        (
                            "slug",
                            models.SlugField(max_length=40, verbose_name="code de la fonction"),
                        ),
                        (
                            "typology",
                            models.CharField(blank=True, max_length=40, verbose_name="typologie"),
                        ),
                        ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                        ("published_at", models.DateTimeField(verbose_name="publiée le")),
                        (
                            "published_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="publiée par",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "fiche réflexe",
                        "verbose_name_plural": "fiches réflexes",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=(
                                    "kind",
                                    "slug",
                                    "typology",
                                    "territory",
                                    "structure",
                                    "version",
                                ),
                                name="card_version_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("territory__isnull", True),
                                    ("structure__isnull", True),
                                    _connector="OR",
                                ),
                                name="card_of_one_owner",
                                violation_error_message="Choisissez un territoire ou une structure, pas les deux.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HoldingStatement",
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
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="territories.territory",
                                verbose_name="propre au territoire",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="directory.structure",
                                verbose_name="propre à la structure",
                            ),
                        ),
                        ("typology", models.CharField(max_length=40, verbose_name="typologie")),
                        ("title", models.CharField(max_length=120, verbose_name="titre")),
                        ("text", models.TextField(max_length=1000, verbose_name="texte")),
                        ("edited_at", models.DateTimeField(verbose_name="modifié le")),
                    ],
                    options={
                        "verbose_name": "élément d’attente",
                        "verbose_name_plural": "éléments d’attente",
                        "ordering": ["typology"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("typology", "territory", "structure"),
                                name="statement_once_per_owner",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("territory__isnull", True),
                                    ("structure__isnull", True),
                                    _connector="OR",
                                ),
                                name="statement_of_one_owner",
                                violation_error_message="Choisissez un territoire ou une structure, pas les deux.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CrisisPlan",
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
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="territories.territory",
                                verbose_name="propre au territoire",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="directory.structure",
                                verbose_name="propre à la structure",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("plan_blanc", "plan blanc"),
                                    ("plan_bleu", "plan bleu"),
                                    ("cpts", "plan de crise de la CPTS"),
                                    ("orsan", "dispositif ORSAN"),
                                ],
                                max_length=12,
                                verbose_name="plan",
                            ),
                        ),
                        ("adopted_on", models.DateField(verbose_name="adopté le")),
                        ("review_on", models.DateField(verbose_name="à revoir avant le")),
                        (
                            "sent_ars_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="transmis à l’ARS le"
                            ),
                        ),
                        (
                            "sent_cpam_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="transmis à la CPAM le"
                            ),
                        ),
                        (
                            "proof",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="preuve de transmission"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="où le trouver"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "plan",
                        "verbose_name_plural": "plans",
                        "ordering": ["review_on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "territory", "structure"),
                                name="plan_once_per_owner",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("structure__isnull", False), ("territory__isnull", True)
                                    ),
                                    models.Q(
                                        ("structure__isnull", True), ("territory__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="plan_of_one_owner",
                                violation_error_message="Choisissez un territoire ou une structure.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("review_on__gt", models.F("adopted_on"))),
                                name="plan_reviewed_after",
                                violation_error_message="Un plan se revoit après son adoption.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FunctionalContact",
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
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="territories.territory",
                                verbose_name="propre au territoire",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="directory.structure",
                                verbose_name="propre à la structure",
                            ),
                        ),
                        (
                            "label",
                            models.CharField(max_length=120, verbose_name="fonction qui répond"),
                        ),
                        (
                            "phone",
                            models.CharField(blank=True, max_length=16, verbose_name="téléphone"),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="adresse électronique"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="en usage")),
                    ],
                    options={
                        "verbose_name": "contact de crise",
                        "verbose_name_plural": "contacts de crise",
                        "ordering": ["label", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("structure__isnull", False), ("territory__isnull", True)
                                    ),
                                    models.Q(
                                        ("structure__isnull", True), ("territory__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="contact_of_one_owner",
                                violation_error_message="Choisissez un territoire ou une structure.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("phone", ""), _negated=True),
                                    models.Q(("email", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="contact_can_be_reached",
                                violation_error_message="Donnez un téléphone ou une adresse électronique.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoleEvent",
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
                                to="crisis.role",
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
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="territories.territory",
                                verbose_name="propre au territoire",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="directory.structure",
                                verbose_name="propre à la structure",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("craps", "cellule régionale (CRAPS)"),
                                    ("departmental", "cellule départementale"),
                                    ("cch", "cellule de crise hospitalière"),
                                    ("cpts", "cellule de CPTS"),
                                    ("plan_bleu", "plan bleu (EHPAD, médico-social)"),
                                    ("thematic", "cellule thématique"),
                                    ("concertation", "cellule de concertation"),
                                ],
                                max_length=16,
                                verbose_name="type de cellule",
                            ),
                        ),
                        (
                            "slug",
                            models.SlugField(db_index=False, max_length=40, verbose_name="code"),
                        ),
                        ("label", models.CharField(max_length=120, verbose_name="libellé")),
                        (
                            "mission",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="mission en une phrase"
                            ),
                        ),
                        (
                            "leads",
                            models.BooleanField(default=False, verbose_name="dirige la cellule"),
                        ),
                        (
                            "is_exclusive",
                            models.BooleanField(
                                default=False, verbose_name="ne se cumule avec aucune autre"
                            ),
                        ),
                        (
                            "keeps_log",
                            models.BooleanField(
                                default=False, verbose_name="tient la main courante"
                            ),
                        ),
                        (
                            "validates_public",
                            models.BooleanField(
                                default=False, verbose_name="valide ce qui est public"
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                        ("is_active", models.BooleanField(default=True, verbose_name="en usage")),
                    ],
                ),
                migrations.CreateModel(
                    name="Crisis",
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
                            "reference",
                            models.CharField(max_length=40, unique=True, verbose_name="référence"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="intitulé")),
                        (
                            "nature",
                            models.CharField(max_length=300, verbose_name="nature de l’évènement"),
                        ),
                        (
                            "effects",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                verbose_name="effets sur l’offre de soins",
                            ),
                        ),
                        (
                            "orsan_plan",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.term",
                                verbose_name="volet ORSAN",
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("actual", "réelle"),
                                    ("exercise", "exercice"),
                                    ("test", "essai technique"),
                                ],
                                max_length=10,
                                verbose_name="situation",
                            ),
                        ),
                        (
                            "territory",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="crises",
                                to="territories.territory",
                                verbose_name="territoire",
                            ),
                        ),
                        (
                            "scale",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "1 – prévue d’avance"),
                                    (2, "2 – moyens locaux"),
                                    (3, "3 – entraide des voisins"),
                                    (4, "4 – nationale"),
                                    (5, "5 – internationale"),
                                ],
                                default=2,
                                verbose_name="échelle",
                            ),
                        ),
                        (
                            "trend",
                            models.CharField(
                                choices=[
                                    ("increasing", "en aggravation"),
                                    ("stable", "stable"),
                                    ("decreasing", "en amélioration"),
                                    ("unknown", "inconnue"),
                                ],
                                default="unknown",
                                max_length=12,
                                verbose_name="évolution",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("NST", "pas commencée"),
                                    ("IPR", "en cours"),
                                    ("STOP", "suspendue"),
                                    ("COM", "terminée"),
                                ],
                                default="NST",
                                max_length=4,
                                verbose_name="état",
                            ),
                        ),
                        ("started_at", models.DateTimeField(verbose_name="depuis le")),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="jusqu’au"),
                        ),
                        (
                            "declared_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="déclarée par",
                            ),
                        ),
                        ("declared_at", models.DateTimeField(verbose_name="déclarée le")),
                        (
                            "contact",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="contact sur place"
                            ),
                        ),
                        (
                            "typologies",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="crisis.term",
                                verbose_name="typologies",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "crise",
                        "verbose_name_plural": "crises",
                        "indexes": [
                            models.Index(
                                fields=["territory", "-started_at"], name="crisis_by_territory"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at__isnull", True),
                                    ("ended_at__gte", models.F("started_at")),
                                    _connector="OR",
                                ),
                                name="crisis_ends_after_start",
                                violation_error_message="Une crise ne peut pas finir avant d’avoir commencé.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Threshold",
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
                            "territory",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="territories.territory",
                                verbose_name="territoire",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="thresholds",
                                to="crisis.indicator",
                                verbose_name="indicateur",
                            ),
                        ),
                        (
                            "watch_at",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=9,
                                null=True,
                                verbose_name="tendu à partir de",
                            ),
                        ),
                        (
                            "critical_at",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=9,
                                null=True,
                                verbose_name="critique à partir de",
                            ),
                        ),
                        (
                            "fresh_hours",
                            models.PositiveSmallIntegerField(verbose_name="valable (heures)"),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="fixé par",
                            ),
                        ),
                        ("set_at", models.DateTimeField(verbose_name="fixé le")),
                    ],
                    options={
                        "verbose_name": "seuil d’un territoire",
                        "verbose_name_plural": "seuils des territoires",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("territory", "indicator"), name="threshold_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("critical_at__isnull", True), ("watch_at__isnull", True)
                                    ),
                                    models.Q(
                                        ("critical_at__isnull", False), ("watch_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="threshold_both_or_none",
                                violation_error_message="Donnez les deux seuils, ou aucun.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("fresh_hours__gt", 0)),
                                name="threshold_fresh_for_a_while",
                                violation_error_message="Un chiffre vaut au moins une heure.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CapacityStepEvent",
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
                                to="crisis.capacitystep",
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
                            "kind",
                            models.CharField(
                                choices=[("icu", "réanimation"), ("medicine", "médecine")],
                                default="icu",
                                max_length=8,
                                verbose_name="type de lits",
                            ),
                        ),
                        (
                            "target",
                            models.PositiveSmallIntegerField(verbose_name="lits à ce palier"),
                        ),
                        (
                            "condition",
                            models.CharField(blank=True, max_length=200, verbose_name="condition"),
                        ),
                        (
                            "lead_hours",
                            models.PositiveSmallIntegerField(
                                verbose_name="délai d’ouverture (heures)"
                            ),
                        ),
                        (
                            "staff",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="soignants à réunir"
                            ),
                        ),
                        (
                            "ventilators",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="respirateurs à réunir"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(max_length=200, verbose_name="source du chiffre"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="CardItem",
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
                            "card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="crisis.reflexcard",
                                verbose_name="fiche réflexe",
                            ),
                        ),
                        (
                            "band",
                            models.CharField(
                                choices=[
                                    ("0-2", "de 0 à 2 heures"),
                                    ("2-12", "de 2 à 12 heures"),
                                    ("12+", "au-delà de 12 heures"),
                                ],
                                max_length=4,
                                verbose_name="tranche",
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(verbose_name="ordre")),
                        ("text", models.CharField(max_length=160, verbose_name="action")),
                    ],
                    options={
                        "verbose_name": "action d’une fiche réflexe",
                        "verbose_name_plural": "actions des fiches réflexes",
                        "ordering": ["card", "band", "rank"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("card", "band", "rank"), name="card_item_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rank__lt", 6)),
                                name="card_item_among_six",
                                violation_error_message="Une tranche tient en six actions au plus.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HoldingStatementEvent",
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
                                to="crisis.holdingstatement",
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
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="territories.territory",
                                verbose_name="propre au territoire",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="directory.structure",
                                verbose_name="propre à la structure",
                            ),
                        ),
                        ("typology", models.CharField(max_length=40, verbose_name="typologie")),
                        ("title", models.CharField(max_length=120, verbose_name="titre")),
                        ("text", models.TextField(max_length=1000, verbose_name="texte")),
                        ("edited_at", models.DateTimeField(verbose_name="modifié le")),
                    ],
                ),
                migrations.CreateModel(
                    name="CrisisPlanEvent",
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
                                to="crisis.crisisplan",
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
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="territories.territory",
                                verbose_name="propre au territoire",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="directory.structure",
                                verbose_name="propre à la structure",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("plan_blanc", "plan blanc"),
                                    ("plan_bleu", "plan bleu"),
                                    ("cpts", "plan de crise de la CPTS"),
                                    ("orsan", "dispositif ORSAN"),
                                ],
                                max_length=12,
                                verbose_name="plan",
                            ),
                        ),
                        ("adopted_on", models.DateField(verbose_name="adopté le")),
                        ("review_on", models.DateField(verbose_name="à revoir avant le")),
                        (
                            "sent_ars_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="transmis à l’ARS le"
                            ),
                        ),
                        (
                            "sent_cpam_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="transmis à la CPAM le"
                            ),
                        ),
                        (
                            "proof",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="preuve de transmission"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="où le trouver"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="FunctionalContactEvent",
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
                                to="crisis.functionalcontact",
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
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="territories.territory",
                                verbose_name="propre au territoire",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="directory.structure",
                                verbose_name="propre à la structure",
                            ),
                        ),
                        (
                            "label",
                            models.CharField(max_length=120, verbose_name="fonction qui répond"),
                        ),
                        (
                            "phone",
                            models.CharField(blank=True, max_length=16, verbose_name="téléphone"),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="adresse électronique"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="en usage")),
                    ],
                ),
                migrations.CreateModel(
                    name="ContactTest",
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
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tests",
                                to="crisis.functionalcontact",
                                verbose_name="contact",
                            ),
                        ),
                        ("answered", models.BooleanField(verbose_name="a répondu")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="par",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="le")),
                    ],
                    options={
                        "verbose_name": "essai d’un contact",
                        "verbose_name_plural": "essais des contacts",
                        "indexes": [
                            models.Index(fields=["contact", "-at"], name="test_of_contact")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CrisisEvent",
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
                                to="crisis.crisis",
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
                        ("reference", models.CharField(max_length=40, verbose_name="référence")),
                        ("title", models.CharField(max_length=120, verbose_name="intitulé")),
                        (
                            "nature",
                            models.CharField(max_length=300, verbose_name="nature de l’évènement"),
                        ),
                        (
                            "effects",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                verbose_name="effets sur l’offre de soins",
                            ),
                        ),
                        (
                            "orsan_plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="crisis.term",
                                verbose_name="volet ORSAN",
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("actual", "réelle"),
                                    ("exercise", "exercice"),
                                    ("test", "essai technique"),
                                ],
                                max_length=10,
                                verbose_name="situation",
                            ),
                        ),
                        (
                            "territory",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="territories.territory",
                                verbose_name="territoire",
                            ),
                        ),
                        (
                            "scale",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "1 – prévue d’avance"),
                                    (2, "2 – moyens locaux"),
                                    (3, "3 – entraide des voisins"),
                                    (4, "4 – nationale"),
                                    (5, "5 – internationale"),
                                ],
                                default=2,
                                verbose_name="échelle",
                            ),
                        ),
                        (
                            "trend",
                            models.CharField(
                                choices=[
                                    ("increasing", "en aggravation"),
                                    ("stable", "stable"),
                                    ("decreasing", "en amélioration"),
                                    ("unknown", "inconnue"),
                                ],
                                default="unknown",
                                max_length=12,
                                verbose_name="évolution",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("NST", "pas commencée"),
                                    ("IPR", "en cours"),
                                    ("STOP", "suspendue"),
                                    ("COM", "terminée"),
                                ],
                                default="NST",
                                max_length=4,
                                verbose_name="état",
                            ),
                        ),
                        ("started_at", models.DateTimeField(verbose_name="depuis le")),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="jusqu’au"),
                        ),
                        (
                            "declared_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="déclarée par",
                            ),
                        ),
                        ("declared_at", models.DateTimeField(verbose_name="déclarée le")),
                        (
                            "contact",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="contact sur place"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Cell",
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
                            "crisis",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cells",
                                to="crisis.crisis",
                                verbose_name="crise",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("craps", "cellule régionale (CRAPS)"),
                                    ("departmental", "cellule départementale"),
                                    ("cch", "cellule de crise hospitalière"),
                                    ("cpts", "cellule de CPTS"),
                                    ("plan_bleu", "plan bleu (EHPAD, médico-social)"),
                                    ("thematic", "cellule thématique"),
                                    ("concertation", "cellule de concertation"),
                                ],
                                max_length=16,
                                verbose_name="type",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="nom")),
                        (
                            "structure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cells",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "territory",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cells",
                                to="territories.territory",
                                verbose_name="territoire",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="crisis.cell",
                                verbose_name="cellule de rattachement",
                            ),
                        ),
                        (
                            "visibility",
                            models.CharField(
                                choices=[
                                    ("professionals", "les professionnels du territoire"),
                                    ("members", "les membres, et qui la dirige"),
                                    (
                                        "restricted",
                                        "restreinte : les membres seuls, chaque lecture est notée",
                                    ),
                                ],
                                default="professionals",
                                max_length=14,
                                verbose_name="visible par",
                            ),
                        ),
                        (
                            "mailbox",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="boîte fonctionnelle"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=16, verbose_name="téléphone principal"
                            ),
                        ),
                        (
                            "fallback_phone",
                            models.CharField(
                                blank=True, max_length=16, verbose_name="téléphone de secours"
                            ),
                        ),
                        (
                            "video_url",
                            models.URLField(blank=True, verbose_name="lien de visioconférence"),
                        ),
                        (
                            "dial_in",
                            models.CharField(
                                blank=True,
                                max_length=60,
                                verbose_name="numéro et code d’accès de la réunion",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(blank=True, max_length=200, verbose_name="lieu"),
                        ),
                        (
                            "level",
                            models.PositiveSmallIntegerField(default=0, verbose_name="niveau"),
                        ),
                        (
                            "level_name",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="nom du niveau"
                            ),
                        ),
                        ("level_since", models.DateTimeField(verbose_name="à ce niveau depuis")),
                        ("opened_at", models.DateTimeField(verbose_name="ouverte le")),
                        (
                            "retex_due_at",
                            models.DateTimeField(
                                blank=True,
                                null=True,
                                verbose_name="retour d’expérience à chaud dû le",
                            ),
                        ),
                        (
                            "archived_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="archivée le"),
                        ),
                        (
                            "sectors",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="territories.territory",
                                verbose_name="secteurs suivis",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "cellule",
                        "verbose_name_plural": "cellules",
                        "indexes": [
                            models.Index(fields=["crisis", "-level"], name="cell_of_crisis"),
                            models.Index(fields=["structure"], name="cell_of_structure_index"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind__in", ("cch", "plan_bleu")), _negated=True),
                                    ("structure__isnull", False),
                                    _connector="OR",
                                ),
                                name="cell_of_a_structure",
                                violation_error_message="Cette cellule est celle d’une structure : choisissez-la.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("parent", models.F("pk")), _negated=True),
                                name="cell_not_its_own_parent",
                                violation_error_message="Une cellule ne se rattache pas à elle-même.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("archived_at__isnull", True), ("structure__isnull", False)
                                ),
                                fields=("crisis", "kind", "structure"),
                                name="cell_once_per_structure",
                                violation_error_message="Cette structure a déjà une cellule pour cette crise.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("archived_at__isnull", True), ("level", 0), _connector="OR"
                                ),
                                name="cell_archived_once_lifted",
                                violation_error_message="Une cellule s’archive une fois levée.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ThresholdEvent",
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
                                to="crisis.threshold",
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
                            "territory",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="territories.territory",
                                verbose_name="territoire",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="crisis.indicator",
                                verbose_name="indicateur",
                            ),
                        ),
                        (
                            "watch_at",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=9,
                                null=True,
                                verbose_name="tendu à partir de",
                            ),
                        ),
                        (
                            "critical_at",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=9,
                                null=True,
                                verbose_name="critique à partir de",
                            ),
                        ),
                        (
                            "fresh_hours",
                            models.PositiveSmallIntegerField(verbose_name="valable (heures)"),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="fixé par",
                            ),
                        ),
                        ("set_at", models.DateTimeField(verbose_name="fixé le")),
                    ],
                ),
                migrations.CreateModel(
                    name="ExerciseClock",
                    fields=[
                        (
                            "crisis",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="exercise_clock",
                                serialize=False,
                                to="crisis.crisis",
                                verbose_name="exercice",
                            ),
                        ),
                        ("started_at", models.DateTimeField(verbose_name="commencé le")),
                        (
                            "paused_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="en pause depuis le"
                            ),
                        ),
                        (
                            "paused_for",
                            models.DurationField(
                                default=datetime.timedelta, verbose_name="durée des pauses"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "horloge d’un exercice",
                        "verbose_name_plural": "horloges des exercices",
                    },
                ),
                migrations.CreateModel(
                    name="Objective",
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
                            "crisis",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objectives",
                                to="crisis.crisis",
                                verbose_name="exercice",
                            ),
                        ),
                        ("words", models.CharField(max_length=200, verbose_name="objectif")),
                        ("rank", models.PositiveSmallIntegerField(verbose_name="ordre")),
                    ],
                    options={
                        "verbose_name": "objectif d’un exercice",
                        "verbose_name_plural": "objectifs des exercices",
                        "ordering": ["crisis", "rank"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("crisis", "rank"), name="objective_rank_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CellEvent",
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
                                to="crisis.cell",
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
                            "crisis",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="crisis.crisis",
                                verbose_name="crise",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("craps", "cellule régionale (CRAPS)"),
                                    ("departmental", "cellule départementale"),
                                    ("cch", "cellule de crise hospitalière"),
                                    ("cpts", "cellule de CPTS"),
                                    ("plan_bleu", "plan bleu (EHPAD, médico-social)"),
                                    ("thematic", "cellule thématique"),
                                    ("concertation", "cellule de concertation"),
                                ],
                                max_length=16,
                                verbose_name="type",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="nom")),
                        (
                            "structure",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "territory",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="territories.territory",
                                verbose_name="territoire",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="crisis.cell",
                                verbose_name="cellule de rattachement",
                            ),
                        ),
                        (
                            "visibility",
                            models.CharField(
                                choices=[
                                    ("professionals", "les professionnels du territoire"),
                                    ("members", "les membres, et qui la dirige"),
                                    (
                                        "restricted",
                                        "restreinte : les membres seuls, chaque lecture est notée",
                                    ),
                                ],
                                default="professionals",
                                max_length=14,
                                verbose_name="visible par",
                            ),
                        ),
                        (
                            "mailbox",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="boîte fonctionnelle"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=16, verbose_name="téléphone principal"
                            ),
                        ),
                        (
                            "fallback_phone",
                            models.CharField(
                                blank=True, max_length=16, verbose_name="téléphone de secours"
                            ),
                        ),
                        (
                            "video_url",
                            models.URLField(blank=True, verbose_name="lien de visioconférence"),
                        ),
                        (
                            "dial_in",
                            models.CharField(
                                blank=True,
                                max_length=60,
                                verbose_name="numéro et code d’accès de la réunion",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(blank=True, max_length=200, verbose_name="lieu"),
                        ),
                        (
                            "level",
                            models.PositiveSmallIntegerField(default=0, verbose_name="niveau"),
                        ),
                        (
                            "level_name",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="nom du niveau"
                            ),
                        ),
                        ("level_since", models.DateTimeField(verbose_name="à ce niveau depuis")),
                        ("opened_at", models.DateTimeField(verbose_name="ouverte le")),
                        (
                            "retex_due_at",
                            models.DateTimeField(
                                blank=True,
                                null=True,
                                verbose_name="retour d’expérience à chaud dû le",
                            ),
                        ),
                        (
                            "archived_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="archivée le"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="AccessRecord",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="accesses",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="personne",
                            ),
                        ),
                        ("what", models.CharField(max_length=60, verbose_name="lu")),
                        ("at", models.DateTimeField(verbose_name="le")),
                    ],
                    options={
                        "verbose_name": "lecture d’une cellule restreinte",
                        "verbose_name_plural": "lectures des cellules restreintes",
                        "indexes": [models.Index(fields=["cell", "-at"], name="access_of_cell")],
                    },
                ),
                migrations.CreateModel(
                    name="Activation",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="activations",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        ("from_level", models.PositiveSmallIntegerField(verbose_name="du niveau")),
                        ("to_level", models.PositiveSmallIntegerField(verbose_name="au niveau")),
                        (
                            "level_name",
                            models.CharField(max_length=80, verbose_name="nom du niveau"),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="décidé par",
                            ),
                        ),
                        ("capacity", models.CharField(max_length=80, verbose_name="en qualité de")),
                        ("decided_at", models.DateTimeField(verbose_name="décidé le")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="saisi par",
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="enregistré le")),
                        (
                            "basis",
                            models.CharField(max_length=200, verbose_name="sur quel fondement"),
                        ),
                        ("reason", models.CharField(max_length=500, verbose_name="motif")),
                        (
                            "review_on",
                            models.DateField(blank=True, null=True, verbose_name="à revoir le"),
                        ),
                    ],
                    options={
                        "verbose_name": "changement de niveau",
                        "verbose_name_plural": "changements de niveau",
                        "indexes": [
                            models.Index(fields=["cell", "-id"], name="activation_of_cell")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("from_level", models.F("to_level")), _negated=True
                                ),
                                name="activation_changes_level",
                                violation_error_message="La cellule est déjà à ce niveau.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("basis", ""), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    models.Q(("capacity", ""), _negated=True),
                                ),
                                name="activation_says_why",
                                violation_error_message="Un changement de niveau dit qui décide, en quelle qualité, sur quel fondement et pourquoi.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Bundle",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bundles",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="numéro")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "demandée"),
                                    ("building", "en préparation"),
                                    ("ready", "prête"),
                                    ("failed", "en échec"),
                                    ("withdrawn", "retirée après un effacement"),
                                ],
                                default="asked",
                                max_length=9,
                                verbose_name="état",
                            ),
                        ),
                        ("step", models.CharField(blank=True, max_length=80, verbose_name="étape")),
                        (
                            "done",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="étapes faites"
                            ),
                        ),
                        (
                            "total",
                            models.PositiveSmallIntegerField(default=0, verbose_name="étapes"),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="demandée par",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(verbose_name="demandée le")),
                        (
                            "claimed_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="commencée le"
                            ),
                        ),
                        (
                            "built_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="prête le"),
                        ),
                        (
                            "content",
                            models.BinaryField(blank=True, null=True, verbose_name="archive"),
                        ),
                        ("size", models.PositiveIntegerField(default=0, verbose_name="taille")),
                        (
                            "sha256",
                            models.CharField(blank=True, max_length=64, verbose_name="empreinte"),
                        ),
                        (
                            "public_key",
                            models.CharField(
                                blank=True, max_length=64, verbose_name="clé publique"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "archive signée",
                        "verbose_name_plural": "archives signées",
                        "ordering": ["cell", "-number"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["asked", "building"])),
                                fields=["asked_at"],
                                name="bundle_to_build",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cell", "number"), name="bundle_number_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["asked", "building"])),
                                fields=("cell",),
                                name="bundle_one_at_a_time",
                                violation_error_message="L’archive de cette cellule est déjà en préparation.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ready"), _negated=True),
                                    models.Q(
                                        ("built_at__isnull", False), ("content__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="bundle_ready_with_its_content",
                                violation_error_message="Une archive prête a son contenu.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Log",
                    fields=[
                        (
                            "cell",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="log",
                                serialize=False,
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        (
                            "last_seq",
                            models.BigIntegerField(default=0, verbose_name="dernier numéro"),
                        ),
                        (
                            "last_commit",
                            models.BinaryField(max_length=32, verbose_name="dernier maillon"),
                        ),
                        (
                            "last_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="dernière écriture"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "main courante",
                        "verbose_name_plural": "mains courantes",
                    },
                ),
                migrations.CreateModel(
                    name="Designation",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="designations",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="designations",
                                to="territories.territory",
                                verbose_name="territoire",
                            ),
                        ),
                        (
                            "cell",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="designations",
                                to="crisis.cell",
                                verbose_name="cellule (désignation exceptionnelle)",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="designations",
                                to="crisis.role",
                                verbose_name="fonction",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="designations",
                                to="oncall.person",
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(verbose_name="rang (0 : titulaire)"),
                        ),
                        (
                            "validity",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                verbose_name="validité"
                            ),
                        ),
                        (
                            "trained_on",
                            models.DateField(blank=True, null=True, verbose_name="formé le"),
                        ),
                        (
                            "site",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="site habituel"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "désignation",
                        "verbose_name_plural": "désignations",
                        "ordering": ["role", "rank"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("cell__isnull", True),
                                        ("structure__isnull", False),
                                        ("territory__isnull", True),
                                    ),
                                    models.Q(
                                        ("cell__isnull", True),
                                        ("structure__isnull", True),
                                        ("territory__isnull", False),
                                    ),
                                    models.Q(
                                        ("cell__isnull", False),
                                        ("structure__isnull", True),
                                        ("territory__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="designation_of_one_owner",
                                violation_error_message="Une désignation est celle d’une structure, d’un territoire ou d’une cellule.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("structure__isnull", False)),
                                expressions=[
                                    ("structure", "="),
                                    ("role", "="),
                                    ("rank", "="),
                                    ("validity", "&&"),
                                ],
                                name="designation_rank_of_structure",
                                violation_error_message="Ce rang est déjà tenu pour cette fonction à ces dates.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("territory__isnull", False)),
                                expressions=[
                                    ("territory", "="),
                                    ("role", "="),
                                    ("rank", "="),
                                    ("validity", "&&"),
                                ],
                                name="designation_rank_of_territory",
                                violation_error_message="Ce rang est déjà tenu pour cette fonction à ces dates.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("cell__isnull", False)),
                                expressions=[
                                    ("cell", "="),
                                    ("role", "="),
                                    ("rank", "="),
                                    ("validity", "&&"),
                                ],
                                name="designation_rank_of_cell",
                                violation_error_message="Ce rang est déjà tenu pour cette fonction à ces dates.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CellMember",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cell_memberships",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="crisis.role",
                                verbose_name="fonction",
                            ),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="rang (0 : titulaire)"
                            ),
                        ),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("member", "membre"),
                                    ("observer", "observation"),
                                    ("guest", "invitation"),
                                    ("privacy", "protection des données"),
                                ],
                                default="member",
                                max_length=10,
                                verbose_name="à quel titre",
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ajouté par",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="motif"),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                verbose_name="période"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "membre d’une cellule",
                        "verbose_name_plural": "membres des cellules",
                        "indexes": [
                            django.contrib.postgres.indexes.GistIndex(
                                models.F("user"), models.F("period"), name="member_of_user_at"
                            ),
                            django.contrib.postgres.indexes.GistIndex(
                                models.F("cell"), models.F("period"), name="member_of_cell_at"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("role__isnull", True), ("standing", "member"), _connector="OR"
                                ),
                                name="member_in_a_role_is_no_guest",
                                violation_error_message="Qui tient une fonction est membre de la cellule.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("rank", 0), ("role__isnull", False)),
                                expressions=[("cell", "="), ("role", "="), ("period", "&&")],
                                name="member_one_holder_per_role",
                                violation_error_message="Cette fonction a déjà un titulaire à ce moment.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("role__isnull", False)),
                                expressions=[
                                    ("cell", "="),
                                    ("user", "="),
                                    ("role", "="),
                                    ("period", "&&"),
                                ],
                                name="member_once_per_role",
                                violation_error_message="Cette personne tient déjà cette fonction.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("role__isnull", True)),
                                expressions=[("cell", "="), ("user", "="), ("period", "&&")],
                                name="member_once_without_role",
                                violation_error_message="Cette personne est déjà dans la cellule.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallOut",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="callouts",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        (
                            "cause",
                            models.CharField(
                                max_length=160, verbose_name="motif (rien sur un patient)"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                blank=True, max_length=3, verbose_name="code de réponse"
                            ),
                        ),
                        (
                            "delay_seconds",
                            models.PositiveIntegerField(
                                verbose_name="délai avant la personne suivante (s)"
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="lancé par",
                            ),
                        ),
                        ("opened_at", models.DateTimeField(verbose_name="lancé le")),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="terminé par",
                            ),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="terminé le"),
                        ),
                        (
                            "alarms",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="alarmes au secrétariat"
                            ),
                        ),
                        (
                            "waves",
                            models.PositiveSmallIntegerField(default=0, verbose_name="envois"),
                        ),
                    ],
                    options={
                        "verbose_name": "rappel",
                        "verbose_name_plural": "rappels",
                        "indexes": [
                            models.Index(fields=["cell", "-opened_at"], name="callout_of_cell")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reading",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="crisis.indicator",
                                verbose_name="indicateur",
                            ),
                        ),
                        (
                            "exercise",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.crisis",
                                verbose_name="exercice",
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=1, max_digits=9, verbose_name="valeur"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("good", "normal"),
                                    ("watch", "tendu"),
                                    ("critical", "critique"),
                                    ("known", "connu"),
                                ],
                                max_length=8,
                                verbose_name="état",
                            ),
                        ),
                        ("as_of", models.DateTimeField(verbose_name="relevé le")),
                        ("recorded_at", models.DateTimeField(verbose_name="enregistré le")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("form", "déclaré en ligne"),
                                    ("phone", "par téléphone"),
                                    ("link", "par lien"),
                                    ("file", "fichier"),
                                    ("ror", "ROR"),
                                ],
                                max_length=5,
                                verbose_name="source",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="saisi par",
                            ),
                        ),
                        (
                            "cell",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="crisis.cell",
                                verbose_name="saisi par la cellule",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "relevé",
                        "verbose_name_plural": "relevés",
                        "indexes": [
                            models.Index(
                                fields=["structure", "indicator", "-as_of"],
                                name="reading_of_structure",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("value__gte", 0)),
                                name="reading_not_negative",
                                violation_error_message="Une valeur ne peut pas être négative.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Campaign",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="campaigns",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="numéro")),
                        ("title", models.CharField(max_length=120, verbose_name="objet")),
                        (
                            "purpose",
                            models.CharField(max_length=300, verbose_name="ces chiffres servent à"),
                        ),
                        (
                            "readers",
                            models.CharField(max_length=300, verbose_name="ils sont lus par"),
                        ),
                        (
                            "retention",
                            models.CharField(max_length=300, verbose_name="ils sont gardés"),
                        ),
                        ("asked_at", models.DateTimeField(verbose_name="demandé le")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="demandé par",
                            ),
                        ),
                        ("deadline", models.DateTimeField(verbose_name="réponses attendues avant")),
                        (
                            "next_due_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="rappel prévu le"
                            ),
                        ),
                        (
                            "reminded_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="rappel envoyé le"
                            ),
                        ),
                        (
                            "closed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="clos le"),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="clos par",
                            ),
                        ),
                        (
                            "indicators",
                            models.ManyToManyField(
                                related_name="+",
                                to="crisis.indicator",
                                verbose_name="chiffres demandés",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "recueil",
                        "verbose_name_plural": "recueils",
                        "ordering": ["cell", "-number"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("next_due_at__isnull", False)),
                                fields=["next_due_at"],
                                name="campaign_to_recall",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cell", "number"), name="campaign_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("deadline__gt", models.F("asked_at"))),
                                name="campaign_deadline_to_come",
                                violation_error_message="L’heure limite vient après la demande.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("purpose", ""), _negated=True),
                                    models.Q(("readers", ""), _negated=True),
                                    models.Q(("retention", ""), _negated=True),
                                ),
                                name="campaign_says_why",
                                violation_error_message="Dites à quoi servent ces chiffres, qui les lit, combien de temps ils sont gardés.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", True), ("closed_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("closed_by__isnull", False),
                                        ("next_due_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="campaign_closed_by_somebody",
                                violation_error_message="Un recueil clos dit par qui, et n’est plus rappelé.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChecklistRun",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checklists",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.role",
                                verbose_name="fonction",
                            ),
                        ),
                        (
                            "card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="runs",
                                to="crisis.reflexcard",
                                verbose_name="version suivie",
                            ),
                        ),
                        (
                            "band",
                            models.CharField(
                                choices=[
                                    ("0-2", "de 0 à 2 heures"),
                                    ("2-12", "de 2 à 12 heures"),
                                    ("12+", "au-delà de 12 heures"),
                                ],
                                max_length=4,
                                verbose_name="tranche",
                            ),
                        ),
                        ("begun_at", models.DateTimeField(verbose_name="commencée le")),
                        (
                            "completed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="terminée le"),
                        ),
                    ],
                    options={
                        "verbose_name": "liste suivie",
                        "verbose_name_plural": "listes suivies",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cell", "role", "band"),
                                name="checklist_once_per_band",
                                violation_error_message="Cette tranche est déjà suivie pour cette fonction.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CellLine",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.role",
                                verbose_name="fonction",
                            ),
                        ),
                        (
                            "line",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="oncall.line",
                                verbose_name="ligne d’astreinte",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tableau d’une fonction",
                        "verbose_name_plural": "tableaux des fonctions",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cell", "role"),
                                name="cell_line_once_per_role",
                                violation_error_message="Cette fonction a déjà son tableau.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Presence",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="presences",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[("on_site", "sur place"), ("remote", "à distance")],
                                max_length=8,
                                verbose_name="comment",
                            ),
                        ),
                        ("site", models.CharField(blank=True, max_length=120, verbose_name="lieu")),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                verbose_name="période"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "présence",
                        "verbose_name_plural": "présences",
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("cell", "="), ("user", "="), ("period", "&&")],
                                name="presence_once_at_a_time",
                                violation_error_message="Cette personne est déjà à son poste.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CoverageAlarm",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="coverage_alarms",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.role",
                                verbose_name="fonction",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="manque à partir de")),
                        ("raised_at", models.DateTimeField(verbose_name="signalé le")),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="comblé le"),
                        ),
                    ],
                    options={
                        "verbose_name": "alerte de couverture",
                        "verbose_name_plural": "alertes de couverture",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("cell", "role"),
                                name="coverage_alarm_once",
                                violation_error_message="Ce manque est déjà signalé.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Observation",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        (
                            "objective",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="crisis.objective",
                                verbose_name="objectif",
                            ),
                        ),
                        (
                            "met",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("yes", "atteint"),
                                    ("partly", "atteint en partie"),
                                    ("no", "non atteint"),
                                ],
                                max_length=6,
                                verbose_name="constat",
                            ),
                        ),
                        ("text", models.TextField(max_length=1000, verbose_name="ce qui a été vu")),
                        ("seen_at", models.DateTimeField(verbose_name="vu le")),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="observé par",
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="enregistré le")),
                    ],
                    options={
                        "verbose_name": "observation",
                        "verbose_name_plural": "observations",
                        "indexes": [
                            models.Index(fields=["cell", "-seen_at"], name="observation_of_cell")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("met", ""), ("objective__isnull", False), _connector="OR"
                                ),
                                name="observation_met_what",
                                violation_error_message="Dites quel objectif est atteint, ou ne l’est pas.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Handover",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handovers",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.role",
                                verbose_name="fonction",
                            ),
                        ),
                        (
                            "giver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="passée par",
                            ),
                        ),
                        (
                            "receiver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="passée à",
                            ),
                        ),
                        (
                            "ongoing",
                            models.TextField(blank=True, max_length=1000, verbose_name="en cours"),
                        ),
                        (
                            "pending",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="en attente"
                            ),
                        ),
                        (
                            "watch",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="points de vigilance"
                            ),
                        ),
                        ("written_at", models.DateTimeField(verbose_name="écrite le")),
                        (
                            "accepted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="acceptée le"),
                        ),
                        (
                            "withdrawn_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="retirée le"),
                        ),
                        (
                            "alarmed_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="signalée au secrétariat le"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "passation de consignes",
                        "verbose_name_plural": "passations de consignes",
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("accepted_at__isnull", True), ("withdrawn_at__isnull", True)
                                ),
                                fields=["written_at"],
                                name="handover_waiting",
                            ),
                            models.Index(fields=["cell", "-id"], name="handover_of_cell"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("accepted_at__isnull", True), ("withdrawn_at__isnull", True)
                                ),
                                fields=("cell", "role", "giver"),
                                name="handover_waits_once",
                                violation_error_message="Une passation de cette fonction attend déjà une réponse.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("giver", models.F("receiver")), _negated=True),
                                name="handover_to_another",
                                violation_error_message="On passe les consignes à quelqu’un d’autre.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("accepted_at__isnull", True),
                                    ("withdrawn_at__isnull", True),
                                    _connector="OR",
                                ),
                                name="handover_ends_once",
                                violation_error_message="Une passation est acceptée ou retirée, pas les deux.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Meeting",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="numéro")),
                        (
                            "title",
                            models.CharField(blank=True, max_length=120, verbose_name="objet"),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="commence le")),
                        (
                            "planned_minutes",
                            models.PositiveSmallIntegerField(
                                default=30, verbose_name="durée prévue (minutes)"
                            ),
                        ),
                        (
                            "video_url",
                            models.URLField(blank=True, verbose_name="lien de visioconférence"),
                        ),
                        (
                            "dial_in",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="numéro et code d’accès"
                            ),
                        ),
                        (
                            "fallback_phone",
                            models.CharField(
                                blank=True, max_length=16, verbose_name="téléphone de secours"
                            ),
                        ),
                        (
                            "place",
                            models.CharField(blank=True, max_length=200, verbose_name="lieu"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "prévue"),
                                    ("open", "en cours"),
                                    ("closed", "tenue"),
                                    ("cancelled", "annulée"),
                                ],
                                default="planned",
                                max_length=10,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "planned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="prévue par",
                            ),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="ouverte le"),
                        ),
                        (
                            "closed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="close le"),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="close par",
                            ),
                        ),
                        (
                            "cancel_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="motif de l’annulation"
                            ),
                        ),
                        (
                            "sequence",
                            models.PositiveIntegerField(default=0, verbose_name="révision"),
                        ),
                        ("changed_at", models.DateTimeField(verbose_name="changée le")),
                    ],
                    options={
                        "verbose_name": "réunion",
                        "verbose_name_plural": "réunions",
                        "ordering": ["-starts_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["cell", "-starts_at"], name="meeting_of_cell")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cell", "number"), name="meeting_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "closed"), _negated=True),
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("closed_by__isnull", False),
                                        ("opened_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="meeting_closed_by_somebody",
                                violation_error_message="Une réunion tenue dit quand et par qui elle fut close.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "cancelled"), _negated=True),
                                    models.Q(("cancel_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="meeting_cancelled_for_a_reason",
                                violation_error_message="Écrivez pourquoi cette réunion est annulée.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("planned_minutes__gte", 5), ("planned_minutes__lte", 480)
                                ),
                                name="meeting_of_a_sensible_length",
                                violation_error_message="Une réunion dure de 5 minutes à 8 heures.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeetingFeed",
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
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="meeting_feeds",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="abonné",
                            ),
                        ),
                        (
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        (
                            "digest",
                            models.CharField(
                                max_length=64, unique=True, verbose_name="empreinte du secret"
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="créé le")),
                        (
                            "revoked_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="révoqué le"),
                        ),
                    ],
                    options={
                        "verbose_name": "agenda des réunions par abonnement",
                        "verbose_name_plural": "agendas des réunions par abonnement",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at__isnull", True)),
                                fields=("owner", "cell"),
                                name="meeting_feed_once",
                                violation_error_message="Vous êtes déjà abonné à ces réunions.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Message",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("alert", "message"),
                                    ("update", "mise à jour"),
                                    ("cancel", "annulation"),
                                ],
                                default="alert",
                                max_length=8,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("sent", "envoyé"),
                                    ("updated", "mis à jour"),
                                    ("cancelled", "annulé"),
                                ],
                                default="sent",
                                max_length=10,
                                verbose_name="état",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="objet")),
                        ("text", models.CharField(max_length=1000, verbose_name="texte")),
                        (
                            "is_urgent",
                            models.BooleanField(default=False, verbose_name="urgent, même la nuit"),
                        ),
                        (
                            "requires_ack",
                            models.BooleanField(
                                default=False, verbose_name="accusé de lecture demandé"
                            ),
                        ),
                        (
                            "quick_answers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="réponses proposées",
                            ),
                        ),
                        ("audience", models.CharField(max_length=200, verbose_name="à qui")),
                        (
                            "refers_to",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followed_by",
                                to="crisis.message",
                                verbose_name="remplace",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="auteur",
                            ),
                        ),
                        ("sent_at", models.DateTimeField(verbose_name="envoyé le")),
                        ("expires_at", models.DateTimeField(verbose_name="expire le")),
                    ],
                    options={
                        "verbose_name": "message d’une cellule",
                        "verbose_name_plural": "messages d’une cellule",
                        "indexes": [
                            models.Index(fields=["cell", "-sent_at"], name="message_of_cell")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "alert"), ("refers_to__isnull", True)),
                                    models.Q(
                                        models.Q(("kind", "alert"), _negated=True),
                                        ("refers_to__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="message_refers_when_it_follows",
                                violation_error_message="Une mise à jour ou une annulation dit de quel message.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("expires_at__gt", models.F("sent_at"))),
                                name="message_expires_after",
                                violation_error_message="Un message expire après son envoi.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OfflinePack",
                    fields=[
                        (
                            "cell",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="pack",
                                serialize=False,
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        (
                            "mark",
                            models.CharField(
                                blank=True, max_length=64, verbose_name="empreinte du contenu"
                            ),
                        ),
                        ("content", models.BinaryField(blank=True, verbose_name="fichier")),
                        (
                            "sha256",
                            models.CharField(
                                blank=True, max_length=64, verbose_name="empreinte du fichier"
                            ),
                        ),
                        (
                            "size",
                            models.PositiveIntegerField(default=0, verbose_name="taille (octets)"),
                        ),
                        (
                            "built_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="préparé le"),
                        ),
                        (
                            "checked_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="vérifié le"),
                        ),
                    ],
                    options={
                        "verbose_name": "copie hors connexion d’une cellule",
                        "verbose_name_plural": "copies hors connexion des cellules",
                    },
                ),
                migrations.CreateModel(
                    name="PublicAlert",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="alerts",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("Alert", "alerte"),
                                    ("Update", "mise à jour"),
                                    ("Cancel", "annulation"),
                                ],
                                default="Alert",
                                max_length=6,
                                verbose_name="sorte",
                            ),
                        ),
                        (
                            "refers_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followed_by",
                                to="crisis.publicalert",
                                verbose_name="fait suite à",
                            ),
                        ),
                        ("event", models.CharField(max_length=80, verbose_name="évènement")),
                        ("headline", models.CharField(max_length=160, verbose_name="titre")),
                        (
                            "description",
                            models.TextField(max_length=2000, verbose_name="ce qui se passe"),
                        ),
                        (
                            "instruction",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="ce qu’il faut faire"
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="à qui elle s’adresse"
                            ),
                        ),
                        (
                            "urgency",
                            models.CharField(
                                choices=[
                                    ("Immediate", "agir tout de suite"),
                                    ("Expected", "agir dans l’heure"),
                                    ("Future", "agir bientôt"),
                                    ("Past", "plus rien à faire"),
                                    ("Unknown", "inconnue"),
                                ],
                                max_length=9,
                                verbose_name="urgence",
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("Extreme", "extrême"),
                                    ("Severe", "grave"),
                                    ("Moderate", "modérée"),
                                    ("Minor", "mineure"),
                                    ("Unknown", "inconnue"),
                                ],
                                max_length=8,
                                verbose_name="gravité",
                            ),
                        ),
                        (
                            "certainty",
                            models.CharField(
                                choices=[
                                    ("Observed", "constaté"),
                                    ("Likely", "probable"),
                                    ("Possible", "possible"),
                                    ("Unlikely", "peu probable"),
                                    ("Unknown", "inconnue"),
                                ],
                                max_length=8,
                                verbose_name="certitude",
                            ),
                        ),
                        (
                            "onset_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="à partir du"),
                        ),
                        ("expires_at", models.DateTimeField(verbose_name="jusqu’au")),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="territories.territory",
                                verbose_name="territoire concerné",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="écrite par",
                            ),
                        ),
                        ("written_at", models.DateTimeField(verbose_name="écrite le")),
                        (
                            "validator",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="validée par",
                            ),
                        ),
                        (
                            "sent_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="publiée le"),
                        ),
                    ],
                    options={
                        "verbose_name": "alerte au public",
                        "verbose_name_plural": "alertes au public",
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("sent_at__isnull", False)),
                                fields=["-sent_at"],
                                name="alert_published",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "Alert"), ("refers_to__isnull", True)),
                                    models.Q(
                                        models.Q(("kind", "Alert"), _negated=True),
                                        ("refers_to__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="alert_follows_another",
                                violation_error_message="Une mise à jour ou une annulation suit une alerte.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("onset_at__isnull", True),
                                    ("expires_at__gt", models.F("onset_at")),
                                    _connector="OR",
                                ),
                                name="alert_ends_after_it_begins",
                                violation_error_message="Une alerte finit après avoir commencé.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sent_at__isnull", True),
                                    ("validator__isnull", False),
                                    _connector="OR",
                                ),
                                name="alert_sent_once_validated",
                                violation_error_message="Une alerte publiée a été validée par quelqu’un.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("sent_at__isnull", False)),
                                fields=("refers_to",),
                                name="alert_followed_once",
                                violation_error_message="Une autre alerte fait déjà suite à celle-ci.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sitrep",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sitreps",
                                to="crisis.cell",
                                verbose_name="cellule",
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
                        ("number", models.PositiveIntegerField(verbose_name="numéro")),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("cell", "la cellule"),
                                    ("partners", "les partenaires"),
                                    ("public", "le public"),
                                ],
                                default="cell",
                                max_length=8,
                                verbose_name="destiné à",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "en rédaction"),
                                    ("to_validate", "à valider"),
                                    ("validated", "validé"),
                                    ("issued", "diffusé"),
                                    ("replaced", "remplacé"),
                                ],
                                default="draft",
                                max_length=12,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "level",
                            models.PositiveSmallIntegerField(verbose_name="niveau de la cellule"),
                        ),
                        ("since", models.DateTimeField(verbose_name="depuis le")),
                        ("as_of", models.DateTimeField(verbose_name="arrêté le")),
                        (
                            "facts",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="faits établis"
                            ),
                        ),
                        (
                            "uncertain",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="ce qui est incertain"
                            ),
                        ),
                        (
                            "capacities",
                            models.TextField(blank=True, max_length=4000, verbose_name="capacités"),
                        ),
                        (
                            "needs",
                            models.TextField(blank=True, max_length=4000, verbose_name="besoins"),
                        ),
                        (
                            "actions",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="actions en cours"
                            ),
                        ),
                        (
                            "decisions",
                            models.TextField(blank=True, max_length=4000, verbose_name="décisions"),
                        ),
                        (
                            "anticipation",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="anticipation à 24–72 h"
                            ),
                        ),
                        (
                            "communication",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="communication"
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="rédigé par",
                            ),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="soumis le"),
                        ),
                        (
                            "validator",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="validé par",
                            ),
                        ),
                        (
                            "validated_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="validé le"),
                        ),
                        (
                            "issued_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="diffusé le"),
                        ),
                        (
                            "next_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="prochain prévu le"
                            ),
                        ),
                        (
                            "content_hash",
                            models.CharField(
                                blank=True, max_length=64, verbose_name="empreinte du contenu"
                            ),
                        ),
                        (
                            "log_seq",
                            models.BigIntegerField(
                                default=0, verbose_name="dernière entrée de la main courante"
                            ),
                        ),
                        (
                            "log_head",
                            models.CharField(
                                blank=True,
                                max_length=64,
                                verbose_name="maillon de la main courante",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "point de situation",
                        "verbose_name_plural": "points de situation",
                        "ordering": ["cell", "-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cell", "number"), name="sitrep_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "draft"),
                                    models.Q(("anticipation", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="sitrep_anticipates",
                                violation_error_message="L’anticipation à 24–72 h est obligatoire.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "to_validate"]),
                                    models.Q(
                                        ("validated_at__isnull", False),
                                        ("validator__isnull", False),
                                        models.Q(("content_hash", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="sitrep_validated_by_somebody",
                                violation_error_message="Un point validé dit qui l’a validé.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("level__lt", 2),
                                    ("validator__isnull", True),
                                    models.Q(("validator", models.F("author")), _negated=True),
                                    _connector="OR",
                                ),
                                name="sitrep_author_not_only_validator",
                                violation_error_message="À partir du niveau 2, une autre personne valide.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "to_validate", "validated"]),
                                    ("issued_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="sitrep_issued_at",
                                violation_error_message="Un point diffusé dit quand.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "issued")),
                                fields=("cell", "audience"),
                                name="sitrep_one_in_force",
                                violation_error_message="Un seul point est en vigueur par destinataire.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SitrepClock",
                    fields=[
                        (
                            "cell",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="sitrep_clock",
                                serialize=False,
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        (
                            "due_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="prochain point dû le"
                            ),
                        ),
                        (
                            "told_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="rappelé le"),
                        ),
                    ],
                    options={
                        "verbose_name": "échéance d’un point de situation",
                        "verbose_name_plural": "échéances des points de situation",
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("due_at__isnull", False), ("told_at__isnull", True)
                                ),
                                fields=["due_at"],
                                name="sitrep_to_recall",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LogAnchor",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="anchors",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="jour")),
                        ("seq", models.BigIntegerField(verbose_name="dernière entrée")),
                        ("head", models.CharField(max_length=64, verbose_name="maillon")),
                        ("at", models.DateTimeField(verbose_name="envoyé le")),
                    ],
                    options={
                        "verbose_name": "ancre d’une main courante",
                        "verbose_name_plural": "ancres des mains courantes",
                        "ordering": ["cell", "-day"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cell", "day"), name="anchor_once_a_day"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExitCheck",
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
                            "activation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="crisis.activation",
                                verbose_name="levée",
                            ),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="code")),
                        ("label", models.CharField(max_length=200, verbose_name="vérification")),
                        ("is_done", models.BooleanField(verbose_name="fait")),
                        (
                            "note",
                            models.CharField(blank=True, max_length=300, verbose_name="précision"),
                        ),
                    ],
                    options={
                        "verbose_name": "vérification de sortie",
                        "verbose_name_plural": "vérifications de sortie",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("activation", "code"), name="exit_check_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LogEntry",
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
                            "log",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="crisis.log",
                                verbose_name="main courante",
                            ),
                        ),
                        (
                            "seq",
                            models.BigIntegerField(
                                editable=False, null=True, verbose_name="numéro"
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="enregistré le"
                            ),
                        ),
                        ("occurred_at", models.DateTimeField(verbose_name="survenu le")),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="auteur",
                            ),
                        ),
                        (
                            "author_role",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.role",
                                verbose_name="en fonction de",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("received", "info reçue"),
                                    ("sent", "info émise"),
                                    ("decision", "décision"),
                                    ("action", "action"),
                                    ("call", "appel"),
                                    ("measure", "mesure"),
                                    ("relief", "relève"),
                                    ("incident", "incident"),
                                    ("correction", "correction"),
                                    ("discrepancy", "écart"),
                                ],
                                max_length=12,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "importance",
                            models.CharField(
                                choices=[
                                    ("normal", "normale"),
                                    ("important", "importante"),
                                    ("critical", "critique"),
                                ],
                                default="normal",
                                max_length=10,
                                verbose_name="importance",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("EMAIL", "courriel"),
                                    ("FAX", "télécopie"),
                                    ("MSS", "messagerie sécurisée de santé"),
                                    ("POSTAL", "courrier"),
                                    ("RADIO", "radio"),
                                    ("TEL", "téléphone"),
                                    ("WEB", "web"),
                                ],
                                max_length=8,
                                verbose_name="canal",
                            ),
                        ),
                        (
                            "reliability",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("sure", "source sûre"),
                                    ("usual", "source habituelle"),
                                    ("unsure", "source incertaine"),
                                ],
                                max_length=8,
                                verbose_name="fiabilité de la source",
                            ),
                        ),
                        (
                            "certainty",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("confirmed", "confirmée"),
                                    ("likely", "probable"),
                                    ("unconfirmed", "à confirmer"),
                                ],
                                max_length=12,
                                verbose_name="certitude",
                            ),
                        ),
                        (
                            "theme",
                            models.CharField(blank=True, max_length=40, verbose_name="thème"),
                        ),
                        (
                            "from_structure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="directory.structure",
                                verbose_name="de",
                            ),
                        ),
                        (
                            "from_role",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.role",
                                verbose_name="de la fonction",
                            ),
                        ),
                        (
                            "to_structure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="directory.structure",
                                verbose_name="à",
                            ),
                        ),
                        (
                            "to_role",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.role",
                                verbose_name="à la fonction",
                            ),
                        ),
                        (
                            "in_sitrep",
                            models.BooleanField(
                                default=False, verbose_name="à porter au point de situation"
                            ),
                        ),
                        (
                            "is_system",
                            models.BooleanField(
                                default=False, verbose_name="écrite par le portail"
                            ),
                        ),
                        (
                            "links",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=120),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="liens",
                            ),
                        ),
                        (
                            "corrects",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="crisis.logentry",
                                verbose_name="corrige",
                            ),
                        ),
                        (
                            "link_role",
                            models.CharField(
                                blank=True,
                                choices=[("ADDSTO", "complète"), ("SPRSDS", "remplace")],
                                max_length=6,
                                verbose_name="ce que fait la correction",
                            ),
                        ),
                        (
                            "version",
                            models.PositiveSmallIntegerField(
                                verbose_name="version de la forme canonique"
                            ),
                        ),
                        (
                            "content_digest",
                            models.BinaryField(max_length=32, verbose_name="empreinte du contenu"),
                        ),
                        (
                            "prev_commit",
                            models.BinaryField(
                                max_length=32, null=True, verbose_name="maillon précédent"
                            ),
                        ),
                        (
                            "commit",
                            models.BinaryField(max_length=32, null=True, verbose_name="maillon"),
                        ),
                    ],
                    options={
                        "verbose_name": "entrée de main courante",
                        "verbose_name_plural": "entrées de main courante",
                        "ordering": ["log", "seq"],
                        "indexes": [
                            models.Index(fields=["log", "kind", "-seq"], name="log_entry_by_kind"),
                            models.Index(
                                models.F("log"),
                                models.OrderBy(models.F("seq"), descending=True),
                                condition=models.Q(("is_system", False)),
                                name="log_entry_by_people",
                            ),
                            models.Index(fields=["corrects"], name="log_entry_corrected"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("log", "seq"), name="log_seq_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("commit__isnull", False),
                                    ("recorded_at__isnull", False),
                                    ("seq__gte", 1),
                                ),
                                name="log_entry_in_the_chain",
                                violation_error_message="Une entrée a son numéro et sa place dans la chaîne.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("corrects__isnull", True), ("link_role", "")),
                                    models.Q(
                                        ("corrects__isnull", False),
                                        models.Q(("link_role", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="log_correction_says_what",
                                violation_error_message="Une correction complète ou remplace une entrée.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DesignationEvent",
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
                                to="crisis.designation",
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
                            "structure",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="territories.territory",
                                verbose_name="territoire",
                            ),
                        ),
                        (
                            "cell",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="crisis.cell",
                                verbose_name="cellule (désignation exceptionnelle)",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="crisis.role",
                                verbose_name="fonction",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.person",
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(verbose_name="rang (0 : titulaire)"),
                        ),
                        (
                            "validity",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                verbose_name="validité"
                            ),
                        ),
                        (
                            "trained_on",
                            models.DateField(blank=True, null=True, verbose_name="formé le"),
                        ),
                        (
                            "site",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="site habituel"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="CallSeat",
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
                            "callout",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to="crisis.callout",
                                verbose_name="rappel",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.role",
                                verbose_name="fonction",
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField(verbose_name="place")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("calling", "appel en cours"),
                                    ("manned", "pourvue"),
                                    ("exhausted", "personne : au secrétariat d’appeler"),
                                    ("stopped", "arrêtée"),
                                ],
                                default="calling",
                                max_length=10,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "next_due_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="suite prévue à"
                            ),
                        ),
                        (
                            "failures",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="appels sans réponse utile"
                            ),
                        ),
                        (
                            "desk_told_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="secrétariat prévenu le"
                            ),
                        ),
                        (
                            "manned_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="pourvue le"),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="à appeler autrement"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "place à pourvoir",
                        "verbose_name_plural": "places à pourvoir",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "calling")),
                                fields=["next_due_at"],
                                name="seat_due",
                            ),
                            models.Index(fields=["callout", "state"], name="seat_of_callout"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("callout", "role", "place"),
                                name="seat_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "calling"), ("next_due_at__isnull", False)),
                                    models.Q(
                                        models.Q(("state", "calling"), _negated=True),
                                        ("next_due_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="seat_called_is_due",
                                violation_error_message="Une place que l’on appelle a une suite prévue.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallWave",
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
                            "callout",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sendings",
                                to="crisis.callout",
                                verbose_name="rappel",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.role",
                                verbose_name="fonction",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="envoi")),
                        (
                            "channel",
                            models.CharField(blank=True, max_length=8, verbose_name="seul moyen"),
                        ),
                        ("at", models.DateTimeField(verbose_name="le")),
                    ],
                    options={
                        "verbose_name": "envoi d’un rappel",
                        "verbose_name_plural": "envois d’un rappel",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("callout", "number"), name="wave_of_callout_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Figure",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="figures",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="figures",
                                to="crisis.indicator",
                                verbose_name="indicateur",
                            ),
                        ),
                        (
                            "exercise",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.crisis",
                                verbose_name="exercice",
                            ),
                        ),
                        (
                            "reading",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.reading",
                                verbose_name="dernier relevé",
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=1, max_digits=9, verbose_name="valeur"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("good", "normal"),
                                    ("watch", "tendu"),
                                    ("critical", "critique"),
                                    ("known", "connu"),
                                ],
                                max_length=8,
                                verbose_name="état",
                            ),
                        ),
                        ("as_of", models.DateTimeField(verbose_name="relevé le")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("form", "déclaré en ligne"),
                                    ("phone", "par téléphone"),
                                    ("link", "par lien"),
                                    ("file", "fichier"),
                                    ("ror", "ROR"),
                                ],
                                max_length=5,
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "chiffre",
                        "verbose_name_plural": "chiffres",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("structure", "indicator", "exercise"),
                                name="figure_once",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CampaignTarget",
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="targets",
                                to="crisis.campaign",
                                verbose_name="recueil",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="campaigns",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "link_key",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                unique=True,
                                verbose_name="clé du lien",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "demandé"),
                                    ("opened", "lien ouvert"),
                                    ("answered", "a répondu"),
                                    ("phoned", "saisi par téléphone"),
                                ],
                                default="asked",
                                max_length=8,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "told",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="destinataires"
                            ),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="ouvert le"),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="répondu le"),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="saisi par",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "structure d’un recueil",
                        "verbose_name_plural": "structures d’un recueil",
                        "indexes": [
                            models.Index(fields=["structure", "state"], name="target_of_structure")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "structure"), name="campaign_target_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at__isnull", True),
                                        ("state__in", ["asked", "opened"]),
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("state__in", ["answered", "phoned"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="campaign_target_answered_when",
                                violation_error_message="Une réponse dit quand elle est venue.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RegisterEntry",
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
                            "reading",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="register_entries",
                                to="crisis.reading",
                                verbose_name="relevé",
                            ),
                        ),
                        ("location", models.CharField(max_length=60, verbose_name="lieu")),
                        ("kind", models.CharField(max_length=60, verbose_name="type de capacité")),
                        ("status", models.CharField(max_length=40, verbose_name="statut")),
                        (
                            "temporality",
                            models.CharField(blank=True, max_length=40, verbose_name="temporalité"),
                        ),
                        (
                            "crisis_type",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="type de crise"
                            ),
                        ),
                        (
                            "assignment",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="affectation temporaire"
                            ),
                        ),
                        (
                            "count",
                            models.DecimalField(
                                decimal_places=1, max_digits=9, verbose_name="nombre"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "ligne du ROR",
                        "verbose_name_plural": "lignes du ROR",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=(
                                    "reading",
                                    "location",
                                    "kind",
                                    "status",
                                    "temporality",
                                    "crisis_type",
                                    "assignment",
                                ),
                                name="register_entry_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("count__gte", 0)),
                                name="register_entry_not_negative",
                                violation_error_message="Une capacité ne peut pas être négative.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tick",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ticks",
                                to="crisis.checklistrun",
                                verbose_name="liste suivie",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.carditem",
                                verbose_name="action",
                            ),
                        ),
                        ("is_done", models.BooleanField(verbose_name="fait")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="par",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="le")),
                    ],
                    options={
                        "verbose_name": "coche",
                        "verbose_name_plural": "coches",
                        "indexes": [
                            models.Index(fields=["run", "item", "-id"], name="tick_of_run")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Debrief",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="debriefs",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        (
                            "lift",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="debrief",
                                to="crisis.activation",
                                verbose_name="levée",
                            ),
                        ),
                        ("opened_at", models.DateTimeField(verbose_name="ouvert le")),
                        ("due_at", models.DateTimeField(verbose_name="attendu pour le")),
                        (
                            "reminded_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="rappelé le"),
                        ),
                    ],
                    options={
                        "verbose_name": "retour d’expérience à chaud",
                        "verbose_name_plural": "retours d’expérience à chaud",
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("reminded_at__isnull", True)),
                                fields=["due_at"],
                                name="debrief_to_remind",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaItem",
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
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="crisis.meeting",
                                verbose_name="réunion",
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("information", "information"),
                                    ("decision", "décision"),
                                    ("action", "action"),
                                ],
                                default="information",
                                max_length=12,
                                verbose_name="nature",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="point")),
                        (
                            "owner_role",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.role",
                                verbose_name="présenté par la fonction",
                            ),
                        ),
                        (
                            "planned_minutes",
                            models.PositiveSmallIntegerField(
                                default=5, verbose_name="durée prévue (minutes)"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, max_length=80, verbose_name="origine"),
                        ),
                        ("link", models.CharField(blank=True, max_length=200, verbose_name="page")),
                        (
                            "started_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="commencé le"),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="fini le"),
                        ),
                    ],
                    options={
                        "verbose_name": "point d’ordre du jour",
                        "verbose_name_plural": "points d’ordre du jour",
                        "ordering": ["meeting", "rank", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("source", ""), _negated=True),
                                fields=("meeting", "source"),
                                name="agenda_source_once",
                                violation_error_message="Ce point est déjà à l’ordre du jour.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at__isnull", True),
                                    ("started_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="agenda_item_began",
                                violation_error_message="Un point fini a commencé.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attendance",
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
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendances",
                                to="crisis.meeting",
                                verbose_name="réunion",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.role",
                                verbose_name="fonction",
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("present", "sur place"),
                                    ("remote", "à distance"),
                                    ("excused", "excusé"),
                                ],
                                max_length=8,
                                verbose_name="présence",
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="notée par",
                            ),
                        ),
                        ("noted_at", models.DateTimeField(verbose_name="notée le")),
                    ],
                    options={
                        "verbose_name": "présence à une réunion",
                        "verbose_name_plural": "présences aux réunions",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("meeting", "user"), name="attendance_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeetingRecord",
                    fields=[
                        (
                            "meeting",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="record",
                                serialize=False,
                                to="crisis.meeting",
                                verbose_name="réunion",
                            ),
                        ),
                        ("pdf", models.BinaryField(verbose_name="document")),
                        ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                    ],
                    options={
                        "verbose_name": "relevé de décisions",
                        "verbose_name_plural": "relevés de décisions",
                    },
                ),
                migrations.CreateModel(
                    name="MeetingReceipt",
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
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="crisis.meeting",
                                verbose_name="réunion",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "link_key",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                unique=True,
                                verbose_name="clef du lien",
                            ),
                        ),
                        ("sent_at", models.DateTimeField(verbose_name="envoyé le")),
                        (
                            "read_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="lu le"),
                        ),
                    ],
                    options={
                        "verbose_name": "accusé d’un relevé de décisions",
                        "verbose_name_plural": "accusés des relevés de décisions",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("meeting", "user"), name="meeting_receipt_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MessageRecipient",
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
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recipients",
                                to="crisis.message",
                                verbose_name="message",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="personne",
                            ),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="pourquoi elle")),
                        (
                            "link_key",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                unique=True,
                                verbose_name="clé du lien",
                            ),
                        ),
                        (
                            "acked_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="accusé le"),
                        ),
                        (
                            "answer",
                            models.CharField(blank=True, max_length=40, verbose_name="réponse"),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="répondu le"),
                        ),
                    ],
                    options={
                        "verbose_name": "destinataire d’un message",
                        "verbose_name_plural": "destinataires d’un message",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("message", "user"), name="message_once_a_person"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", ""), ("answered_at__isnull", True)),
                                    models.Q(
                                        models.Q(("answer", ""), _negated=True),
                                        ("answered_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="message_answer_whole",
                                violation_error_message="Une réponse dit quoi et quand.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SitrepFigure",
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
                            "sitrep",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="figures",
                                to="crisis.sitrep",
                                verbose_name="point de situation",
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                        ("code", models.CharField(max_length=60, verbose_name="code")),
                        ("label", models.CharField(max_length=200, verbose_name="libellé")),
                        (
                            "value",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="valeur",
                            ),
                        ),
                        ("unit", models.CharField(blank=True, max_length=30, verbose_name="unité")),
                        ("source", models.CharField(max_length=120, verbose_name="source")),
                        ("as_of", models.DateTimeField(blank=True, null=True, verbose_name="du")),
                        (
                            "fresh_hours",
                            models.PositiveSmallIntegerField(
                                default=24, verbose_name="fraîche pendant (heures)"
                            ),
                        ),
                        (
                            "is_count",
                            models.BooleanField(
                                default=True, verbose_name="compte de personnes ou de choses"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "chiffre d’un point de situation",
                        "verbose_name_plural": "chiffres des points de situation",
                        "ordering": ["sitrep", "rank", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("sitrep", "code"), name="sitrep_figure_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("value__isnull", True),
                                    ("as_of__isnull", False),
                                    _connector="OR",
                                ),
                                name="sitrep_figure_dated",
                                violation_error_message="Un chiffre connu dit de quand il est.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SitrepDocument",
                    fields=[
                        (
                            "sitrep",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="document",
                                serialize=False,
                                to="crisis.sitrep",
                                verbose_name="point de situation",
                            ),
                        ),
                        ("pdf", models.BinaryField(verbose_name="document")),
                        ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                    ],
                    options={
                        "verbose_name": "document d’un point de situation",
                        "verbose_name_plural": "documents des points de situation",
                    },
                ),
                migrations.CreateModel(
                    name="SitrepReceipt",
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
                            "sitrep",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="crisis.sitrep",
                                verbose_name="point de situation",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="personne",
                            ),
                        ),
                        ("sent_at", models.DateTimeField(verbose_name="envoyé le")),
                        (
                            "opened_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="ouvert le"),
                        ),
                        (
                            "reminded_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="relancé le"),
                        ),
                    ],
                    options={
                        "verbose_name": "accusé d’un point de situation",
                        "verbose_name_plural": "accusés des points de situation",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("sitrep", "user"), name="sitrep_receipt_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EntryFlag",
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
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="flags",
                                to="crisis.logentry",
                                verbose_name="entrée",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("in_sitrep", "à porter au point de situation"),
                                    ("follow", "à suivre"),
                                ],
                                max_length=10,
                                verbose_name="marque",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="par",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="le")),
                    ],
                    options={
                        "verbose_name": "marque d’une entrée",
                        "verbose_name_plural": "marques des entrées",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("entry", "kind"), name="entry_flag_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Redaction",
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
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="redactions",
                                to="crisis.logentry",
                                verbose_name="entrée",
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="motif")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("requested", "demandée"),
                                    ("approved", "approuvée une fois"),
                                    ("done", "faite"),
                                    ("refused", "refusée"),
                                ],
                                default="requested",
                                max_length=10,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="demandée par",
                            ),
                        ),
                        ("requested_at", models.DateTimeField(verbose_name="demandée le")),
                        (
                            "first_approver",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="approuvée par",
                            ),
                        ),
                        (
                            "second_approver",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="approuvée ensuite par",
                            ),
                        ),
                        (
                            "done_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="faite le"),
                        ),
                    ],
                    options={
                        "verbose_name": "effacement",
                        "verbose_name_plural": "effacements",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("first_approver__isnull", True),
                                    ("second_approver__isnull", True),
                                    models.Q(
                                        ("first_approver", models.F("second_approver")),
                                        _negated=True,
                                    ),
                                    _connector="OR",
                                ),
                                name="redaction_by_two_people",
                                violation_error_message="Un effacement demande deux personnes différentes.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("done_at__isnull", True),
                                    models.Q(
                                        ("first_approver__isnull", False),
                                        ("second_approver__isnull", False),
                                        ("state", "done"),
                                    ),
                                    _connector="OR",
                                ),
                                name="redaction_done_once_approved",
                                violation_error_message="Un effacement attend deux accords.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "refused"), _negated=True),
                                fields=("entry",),
                                name="redaction_once_at_a_time",
                                violation_error_message="L’effacement de cette entrée est déjà demandé.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="numéro")),
                        (
                            "statement",
                            models.TextField(max_length=1000, verbose_name="ce qui est décidé"),
                        ),
                        (
                            "reason",
                            models.TextField(blank=True, max_length=1000, verbose_name="motif"),
                        ),
                        (
                            "rejected",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="options écartées"
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.role",
                                verbose_name="fonction compétente",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "proposée"),
                                    ("taken", "en vigueur"),
                                    ("suspended", "suspendue"),
                                    ("repealed", "abrogée"),
                                    ("replaced", "remplacée"),
                                    ("dropped", "écartée"),
                                ],
                                default="proposed",
                                max_length=10,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="proposée par",
                            ),
                        ),
                        ("proposed_at", models.DateTimeField(verbose_name="proposée le")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="décidée par",
                            ),
                        ),
                        (
                            "decided_as",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.role",
                                verbose_name="en qualité de",
                            ),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="décidée le"),
                        ),
                        (
                            "in_force_from",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="en vigueur à partir du"
                            ),
                        ),
                        (
                            "in_force_until",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="en vigueur jusqu’au"
                            ),
                        ),
                        (
                            "end_reason",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="motif de la fin"
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="fin décidée par",
                            ),
                        ),
                        (
                            "supersedes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="crisis.decision",
                                verbose_name="remplace",
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="crisis.logentry",
                                verbose_name="née de l’entrée",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "décision",
                        "verbose_name_plural": "décisions",
                        "ordering": ["cell", "-number"],
                        "indexes": [
                            models.Index(
                                fields=["cell", "state", "-number"], name="decision_of_cell"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cell", "number"), name="decision_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["proposed", "dropped"]),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("in_force_from__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="decision_taken_by_somebody",
                                violation_error_message="Une décision prise dit qui l’a prise, et quand.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["proposed", "taken", "suspended"]),
                                    ("in_force_until__isnull", False),
                                    _connector="OR",
                                ),
                                name="decision_ended_at",
                                violation_error_message="Une décision qui n’est plus en vigueur dit depuis quand.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Call",
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
                            "callout",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calls",
                                to="crisis.callout",
                                verbose_name="rappel",
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calls",
                                to="crisis.callseat",
                                verbose_name="place",
                            ),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(verbose_name="rang dans l’échelle"),
                        ),
                        (
                            "attempt",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="appel de cette personne"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="oncall.person",
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="compte",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="oncall.contactmethod",
                                verbose_name="contact",
                            ),
                        ),
                        ("why", models.CharField(max_length=120, verbose_name="pourquoi elle")),
                        (
                            "channel",
                            models.CharField(blank=True, max_length=8, verbose_name="moyen"),
                        ),
                        (
                            "wave",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calls",
                                to="crisis.callwave",
                                verbose_name="envoi",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "à venir"),
                                    ("sent", "appelée"),
                                    ("answered", "a répondu"),
                                    ("escalated", "sans réponse"),
                                    ("dropped", "inutile : a répondu à un autre appel"),
                                ],
                                default="planned",
                                max_length=10,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "link_key",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                unique=True,
                                verbose_name="clé du lien",
                            ),
                        ),
                        (
                            "sent_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="appelée à"),
                        ),
                        (
                            "escalated_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="personne suivante appelée à"
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("on_site", "sur site"),
                                    ("remote", "à distance"),
                                    ("unavailable", "indisponible"),
                                ],
                                max_length=12,
                                verbose_name="réponse",
                            ),
                        ),
                        (
                            "eta_minutes",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="arrive dans (min)"
                            ),
                        ),
                        (
                            "via",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("link", "par le lien"),
                                    ("sms", "par SMS"),
                                    ("web", "sur le portail"),
                                    ("phone", "par téléphone"),
                                ],
                                max_length=6,
                                verbose_name="réponse reçue",
                            ),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="répondu à"),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="réponse notée par",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "appel d’un rappel",
                        "verbose_name_plural": "appels d’un rappel",
                        "indexes": [
                            models.Index(fields=["user", "-id"], name="callout_call_of_user")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("seat", "rank"), name="callout_call_once"
                            ),
                            models.UniqueConstraint(
                                fields=("callout", "user", "person", "attempt"),
                                name="callout_person_once",
                                nulls_distinct=False,
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("user__isnull", False)),
                                fields=("callout", "user", "attempt"),
                                name="callout_account_once",
                                violation_error_message="Cette personne est déjà dans l’échelle d’un rappel.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("person__isnull", False),
                                    ("user__isnull", False),
                                    _connector="OR",
                                ),
                                name="callout_call_to_somebody",
                                violation_error_message="Un appel est celui d’une personne.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""),
                                        ("answered_at__isnull", True),
                                        models.Q(("state", "answered"), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("answer", ""), _negated=True),
                                        ("answered_at__isnull", False),
                                        ("state", "answered"),
                                    ),
                                    _connector="OR",
                                ),
                                name="callout_answer_whole",
                                violation_error_message="Une réponse dit quoi et quand.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["answered", "dropped"]),
                                    models.Q(("sent_at__isnull", True), ("state", "planned")),
                                    models.Q(
                                        ("sent_at__isnull", False),
                                        ("state__in", ["sent", "escalated"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="callout_call_sent_when",
                                violation_error_message="Un appel parti l’est à un moment connu.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CampaignAnswer",
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
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="crisis.campaigntarget",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.indicator",
                                verbose_name="indicateur",
                            ),
                        ),
                        (
                            "reading",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.reading",
                                verbose_name="relevé",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "réponse à un recueil",
                        "verbose_name_plural": "réponses aux recueils",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("target", "indicator"), name="campaign_answer_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DebriefAsk",
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
                            "debrief",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="asks",
                                to="crisis.debrief",
                                verbose_name="retour d’expérience",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "link_key",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                unique=True,
                                verbose_name="clé du lien",
                            ),
                        ),
                        (
                            "answered_on",
                            models.DateField(blank=True, null=True, verbose_name="répondu le"),
                        ),
                    ],
                    options={
                        "verbose_name": "demande de retour d’expérience",
                        "verbose_name_plural": "demandes de retour d’expérience",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("debrief", "user"), name="debrief_asked_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Testimony",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                                verbose_name="identifiant",
                            ),
                        ),
                        (
                            "debrief",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="testimonies",
                                to="crisis.debrief",
                                verbose_name="retour d’expérience",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(blank=True, max_length=80, verbose_name="fonction"),
                        ),
                        (
                            "rating",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "1 – très mal"),
                                    (2, "2 – mal"),
                                    (3, "3 – moyennement"),
                                    (4, "4 – bien"),
                                    (5, "5 – très bien"),
                                ],
                                verbose_name="comment cela s’est passé",
                            ),
                        ),
                        (
                            "in_place",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="ce qui était en place"
                            ),
                        ),
                        (
                            "happened",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="ce qui s’est passé"
                            ),
                        ),
                        (
                            "went_well",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="ce qui a bien marché"
                            ),
                        ),
                        (
                            "went_badly",
                            models.TextField(
                                blank=True,
                                max_length=1000,
                                verbose_name="ce qui a moins bien marché",
                            ),
                        ),
                        (
                            "causes",
                            models.TextField(blank=True, max_length=1000, verbose_name="pourquoi"),
                        ),
                        (
                            "improve",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="comment faire mieux"
                            ),
                        ),
                        ("given_on", models.DateField(verbose_name="donné le")),
                    ],
                    options={
                        "verbose_name": "témoignage",
                        "verbose_name_plural": "témoignages",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("rating__gte", 1), ("rating__lte", 5)),
                                name="testimony_on_five_levels",
                                violation_error_message="Choisissez un degré de 1 à 5.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Inject",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="injects",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crisis.role",
                                verbose_name="fonction visée",
                            ),
                        ),
                        (
                            "objective",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="injects",
                                to="crisis.objective",
                                verbose_name="objectif",
                            ),
                        ),
                        (
                            "after_minutes",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="minutes après le début"
                            ),
                        ),
                        (
                            "due_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="à jouer le"),
                        ),
                        ("sender", models.CharField(max_length=120, verbose_name="de la part de")),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("EMAIL", "courriel"),
                                    ("FAX", "télécopie"),
                                    ("MSS", "messagerie sécurisée de santé"),
                                    ("POSTAL", "courrier"),
                                    ("RADIO", "radio"),
                                    ("TEL", "téléphone"),
                                    ("WEB", "web"),
                                ],
                                default="TEL",
                                max_length=8,
                                verbose_name="canal",
                            ),
                        ),
                        (
                            "text",
                            models.TextField(max_length=1500, verbose_name="ce qui est annoncé"),
                        ),
                        (
                            "expected",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="réaction attendue"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "prévu"),
                                    ("released", "joué"),
                                    ("skipped", "sauté"),
                                ],
                                default="planned",
                                max_length=8,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "played_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="joué ou sauté le"
                            ),
                        ),
                        (
                            "played_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="par",
                            ),
                        ),
                        (
                            "entry",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inject",
                                to="crisis.logentry",
                                verbose_name="entrée de la main courante",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "élément injecté",
                        "verbose_name_plural": "éléments injectés",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "planned")),
                                fields=["due_at"],
                                name="inject_to_play",
                            ),
                            models.Index(fields=["cell", "due_at"], name="inject_of_cell"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("entry__isnull", True),
                                        ("played_at__isnull", True),
                                        ("state", "planned"),
                                    ),
                                    models.Q(
                                        ("entry__isnull", False),
                                        ("played_at__isnull", False),
                                        ("state", "released"),
                                    ),
                                    models.Q(
                                        ("entry__isnull", True),
                                        ("played_at__isnull", False),
                                        ("state", "skipped"),
                                    ),
                                    _connector="OR",
                                ),
                                name="inject_played_with_its_entry",
                                violation_error_message="Un élément joué a sa ligne dans la main courante.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Task",
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
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="à faire")),
                        (
                            "detail",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="précisions"
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cell_tasks",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "owner_role",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="crisis.role",
                                verbose_name="fonction",
                            ),
                        ),
                        (
                            "due_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="échéance"),
                        ),
                        (
                            "priority",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "0 – sans"),
                                    (1, "1 – basse"),
                                    (2, "2 – normale"),
                                    (3, "3 – haute"),
                                    (4, "4 – urgente"),
                                    (5, "5 – critique"),
                                ],
                                default=2,
                                verbose_name="priorité",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("todo", "à faire"),
                                    ("in_progress", "en cours"),
                                    ("blocked", "bloquée"),
                                    ("done", "faite"),
                                    ("cancelled", "annulée"),
                                ],
                                default="todo",
                                max_length=12,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "blocked_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="ce qui bloque"
                            ),
                        ),
                        (
                            "end_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="motif de l’annulation"
                            ),
                        ),
                        (
                            "proof",
                            models.CharField(blank=True, max_length=500, verbose_name="preuve"),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("entry", "main courante"),
                                    ("decision", "décision"),
                                    ("meeting", "réunion"),
                                    ("card", "fiche réflexe"),
                                    ("other", "saisie directe"),
                                ],
                                default="other",
                                max_length=10,
                                verbose_name="origine",
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="crisis.logentry",
                                verbose_name="née de l’entrée",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="crisis.decision",
                                verbose_name="née de la décision",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="créée par",
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="créée le")),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="finie le"),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="finie par",
                            ),
                        ),
                        (
                            "next_due_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="prochain rappel"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tâche",
                        "verbose_name_plural": "tâches",
                        "ordering": ["due_at", "-priority", "pk"],
                        "indexes": [
                            models.Index(fields=["cell", "state", "due_at"], name="task_of_cell"),
                            models.Index(
                                condition=models.Q(("next_due_at__isnull", False)),
                                fields=["next_due_at"],
                                name="task_to_recall",
                            ),
                            models.Index(fields=["owner", "state"], name="task_of_owner"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("owner__isnull", True),
                                    ("owner_role__isnull", True),
                                    _connector="OR",
                                ),
                                name="task_of_a_person_or_a_role",
                                violation_error_message="Une tâche est à une personne ou à une fonction.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "blocked"), _negated=True),
                                    models.Q(("blocked_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="task_blocked_by_something",
                                violation_error_message="Écrivez ce qui bloque cette tâche.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "cancelled"), _negated=True),
                                    models.Q(("end_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="task_cancelled_for_a_reason",
                                violation_error_message="Écrivez pourquoi cette tâche est annulée.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("next_due_at__isnull", True),
                                        ("state__in", ["done", "cancelled"]),
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("state__in", ["todo", "in_progress", "blocked"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="task_ended_is_not_recalled",
                                violation_error_message="Une tâche finie dit quand, et n’est plus rappelée.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("priority__lte", 5)),
                                name="task_priority_up_to_five",
                                violation_error_message="La priorité va de 0 à 5.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TaskReminder",
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
                            "digest",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminders",
                                to="crisis.taskdigest",
                                verbose_name="rappel",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminders",
                                to="crisis.task",
                                verbose_name="tâche",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="personne",
                            ),
                        ),
                        ("due", models.DateTimeField(verbose_name="prévu le")),
                    ],
                    options={
                        "verbose_name": "tâche rappelée",
                        "verbose_name_plural": "tâches rappelées",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("task", "user", "due"), name="reminder_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        (
                            "uuid",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                                verbose_name="identifiant public",
                            ),
                        ),
                        (
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="crisis.cell",
                                verbose_name="cellule",
                            ),
                        ),
                        (
                            "line",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="announces",
                                to="crisis.logentry",
                                verbose_name="ligne qui l’annonce",
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="crisis.logentry",
                                verbose_name="jointe à l’entrée",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="crisis.task",
                                verbose_name="preuve de la tâche",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="crisis.decision",
                                verbose_name="jointe à la décision",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("pdf", "PDF"),
                                    ("png", "image PNG"),
                                    ("jpeg", "photo JPEG"),
                                    ("docx", "document Word"),
                                    ("xlsx", "classeur Excel"),
                                    ("odt", "document OpenDocument"),
                                    ("ods", "classeur OpenDocument"),
                                    ("text", "texte"),
                                ],
                                max_length=8,
                                verbose_name="type",
                            ),
                        ),
                        ("size", models.PositiveIntegerField(verbose_name="taille en octets")),
                        ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="jointe par",
                            ),
                        ),
                        ("added_at", models.DateTimeField(verbose_name="jointe le")),
                    ],
                    options={
                        "verbose_name": "pièce jointe",
                        "verbose_name_plural": "pièces jointes",
                        "ordering": ["added_at", "uuid"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decision__isnull", True),
                                        ("entry__isnull", False),
                                        ("task__isnull", True),
                                    ),
                                    models.Q(
                                        ("decision__isnull", True),
                                        ("entry__isnull", True),
                                        ("task__isnull", False),
                                    ),
                                    models.Q(
                                        ("decision__isnull", False),
                                        ("entry__isnull", True),
                                        ("task__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="attachment_of_one_thing",
                                violation_error_message="Une pièce se joint à une entrée, à une tâche ou à une décision.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MinuteLine",
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
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="crisis.meeting",
                                verbose_name="réunion",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="crisis.agendaitem",
                                verbose_name="point",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("note", "note"),
                                    ("decision", "décision"),
                                    ("task", "tâche"),
                                ],
                                default="note",
                                max_length=8,
                                verbose_name="nature",
                            ),
                        ),
                        ("text", models.TextField(max_length=1000, verbose_name="texte")),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="auteur",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="le")),
                        (
                            "decision",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="minute",
                                to="crisis.decision",
                                verbose_name="décision",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="minute",
                                to="crisis.task",
                                verbose_name="tâche",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "ligne d’un compte rendu",
                        "verbose_name_plural": "lignes des comptes rendus",
                        "ordering": ["meeting", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decision__isnull", True),
                                        ("kind", "note"),
                                        ("task__isnull", True),
                                    ),
                                    models.Q(
                                        ("decision__isnull", False),
                                        ("kind", "decision"),
                                        ("task__isnull", True),
                                    ),
                                    models.Q(
                                        ("decision__isnull", True),
                                        ("kind", "task"),
                                        ("task__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="minute_line_makes_what_it_says",
                                violation_error_message="Une ligne de décision ou de tâche en crée une.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AttachedFile",
                    fields=[
                        (
                            "attachment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="file",
                                serialize=False,
                                to="crisis.attachment",
                                verbose_name="pièce jointe",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="nom du fichier")),
                        ("content", models.BinaryField(verbose_name="contenu")),
                    ],
                    options={
                        "verbose_name": "fichier joint",
                        "verbose_name_plural": "fichiers joints",
                    },
                ),
                migrations.CreateModel(
                    name="Level",
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
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="territories.territory",
                                verbose_name="propre au territoire",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="directory.structure",
                                verbose_name="propre à la structure",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("craps", "cellule régionale (CRAPS)"),
                                    ("departmental", "cellule départementale"),
                                    ("cch", "cellule de crise hospitalière"),
                                    ("cpts", "cellule de CPTS"),
                                    ("plan_bleu", "plan bleu (EHPAD, médico-social)"),
                                    ("thematic", "cellule thématique"),
                                    ("concertation", "cellule de concertation"),
                                ],
                                max_length=16,
                                verbose_name="type de cellule",
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(verbose_name="niveau")),
                        ("name", models.CharField(max_length=80, verbose_name="nom")),
                        (
                            "meaning",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="ce que cela veut dire"
                            ),
                        ),
                        (
                            "sitrep_every_hours",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                verbose_name="point de situation, toutes les (heures)",
                            ),
                        ),
                        (
                            "meeting_every_hours",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="réunion, toutes les (heures)"
                            ),
                        ),
                        (
                            "meeting_rhythm",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="rythme des réunions"
                            ),
                        ),
                        (
                            "engagement",
                            models.CharField(
                                choices=[
                                    ("none", "sans objet"),
                                    ("own", "dans la structure seule"),
                                    ("direct", "direct entre structures"),
                                    ("regulated", "accord de la cellule qui régule"),
                                ],
                                default="none",
                                max_length=12,
                                verbose_name="demandes entre structures",
                            ),
                        ),
                        (
                            "is_restricted",
                            models.BooleanField(
                                default=False, verbose_name="cellule restreinte à ce niveau"
                            ),
                        ),
                        (
                            "short_sitrep",
                            models.BooleanField(
                                default=False, verbose_name="point de situation court"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "niveau",
                        "verbose_name_plural": "niveaux",
                        "ordering": ["kind", "rank"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "rank", "territory", "structure"),
                                name="level_once_per_owner",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("territory__isnull", True),
                                    ("structure__isnull", True),
                                    _connector="OR",
                                ),
                                name="level_of_one_owner",
                                violation_error_message="Choisissez un territoire ou une structure, pas les deux.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LevelEvent",
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
                                to="crisis.level",
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
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="territories.territory",
                                verbose_name="propre au territoire",
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="directory.structure",
                                verbose_name="propre à la structure",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("craps", "cellule régionale (CRAPS)"),
                                    ("departmental", "cellule départementale"),
                                    ("cch", "cellule de crise hospitalière"),
                                    ("cpts", "cellule de CPTS"),
                                    ("plan_bleu", "plan bleu (EHPAD, médico-social)"),
                                    ("thematic", "cellule thématique"),
                                    ("concertation", "cellule de concertation"),
                                ],
                                max_length=16,
                                verbose_name="type de cellule",
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(verbose_name="niveau")),
                        ("name", models.CharField(max_length=80, verbose_name="nom")),
                        (
                            "meaning",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="ce que cela veut dire"
                            ),
                        ),
                        (
                            "sitrep_every_hours",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                verbose_name="point de situation, toutes les (heures)",
                            ),
                        ),
                        (
                            "meeting_every_hours",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="réunion, toutes les (heures)"
                            ),
                        ),
                        (
                            "meeting_rhythm",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="rythme des réunions"
                            ),
                        ),
                        (
                            "engagement",
                            models.CharField(
                                choices=[
                                    ("none", "sans objet"),
                                    ("own", "dans la structure seule"),
                                    ("direct", "direct entre structures"),
                                    ("regulated", "accord de la cellule qui régule"),
                                ],
                                default="none",
                                max_length=12,
                                verbose_name="demandes entre structures",
                            ),
                        ),
                        (
                            "is_restricted",
                            models.BooleanField(
                                default=False, verbose_name="cellule restreinte à ce niveau"
                            ),
                        ),
                        (
                            "short_sitrep",
                            models.BooleanField(
                                default=False, verbose_name="point de situation court"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="LevelRole",
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
                            "level",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="requirements",
                                to="crisis.level",
                                verbose_name="niveau",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="crisis.role",
                                verbose_name="fonction",
                            ),
                        ),
                        (
                            "headcount",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="effectif minimal"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "fonction requise",
                        "verbose_name_plural": "fonctions requises",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("level", "role"), name="level_requires_role_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("headcount__gte", 1)),
                                name="level_requires_somebody",
                                violation_error_message="Une fonction requise demande au moins une personne.",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="role",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "crisis_roleevent" ("id", "is_active", "is_exclusive", "keeps_log", "kind", "label", "leads", "mission", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "slug", "structure_id", "territory_id", "validates_public") VALUES (NEW."id", NEW."is_active", NEW."is_exclusive", NEW."keeps_log", NEW."kind", NEW."label", NEW."leads", NEW."mission", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rank", NEW."slug", NEW."structure_id", NEW."territory_id", NEW."validates_public"); RETURN NULL;',
                            hash="e27b0ce985769f121ef13765e66b8a6d96d7a408",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1d38a",
                            table="crisis_role",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="role",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "crisis_roleevent" ("id", "is_active", "is_exclusive", "keeps_log", "kind", "label", "leads", "mission", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "slug", "structure_id", "territory_id", "validates_public") VALUES (NEW."id", NEW."is_active", NEW."is_exclusive", NEW."keeps_log", NEW."kind", NEW."label", NEW."leads", NEW."mission", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rank", NEW."slug", NEW."structure_id", NEW."territory_id", NEW."validates_public"); RETURN NULL;',
                            hash="21908ff5be4dc4e42707ec527a65a36ba2ee710f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_88bc2",
                            table="crisis_role",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="logtext",
                    trigger=pgtrigger.compiler.Trigger(
                        name="log_text_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="02be7eac3501d39106df9c3349622e8914e50b00",
                            operation="UPDATE",
                            pgid="pgtrigger_log_text_kept_07f6c",
                            table="crisis_logtext",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="logtext",
                    trigger=pgtrigger.compiler.Trigger(
                        name="log_text_leaves_by_redaction",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF EXISTS (\n        SELECT 1 FROM crisis_redaction AS r JOIN crisis_logentry AS e ON e.id = r.entry_id\n        WHERE e.uuid = OLD.entry_uuid AND r.done_at IS NOT NULL\n          AND r.first_approver_id <> r.second_approver_id\n    ) THEN\n        RETURN OLD;\n    END IF;\n    RAISE EXCEPTION 'the text of an entry leaves by a redaction only';\n",
                            hash="15753d5b71fb79d128d008d644e18d7301cbe93e",
                            operation="DELETE",
                            pgid="pgtrigger_log_text_leaves_by_redaction_f688b",
                            table="crisis_logtext",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="logtext",
                    trigger=pgtrigger.compiler.Trigger(
                        name="log_text_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="f27e4e49141fb6baa68240eb6c34596d3b03ba20",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_log_text_never_emptied_e30b1",
                            table="crisis_logtext",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capacitystep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "crisis_capacitystepevent" ("condition", "id", "kind", "lead_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "staff", "structure_id", "target", "uuid", "ventilators") VALUES (NEW."condition", NEW."id", NEW."kind", NEW."lead_hours", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."staff", NEW."structure_id", NEW."target", NEW."uuid", NEW."ventilators"); RETURN NULL;',
                            hash="791da97bf95beeeb4f17995feb30a2c095338c85",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c9695",
                            table="crisis_capacitystep",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capacitystep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "crisis_capacitystepevent" ("condition", "id", "kind", "lead_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "staff", "structure_id", "target", "uuid", "ventilators") VALUES (NEW."condition", NEW."id", NEW."kind", NEW."lead_hours", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."staff", NEW."structure_id", NEW."target", NEW."uuid", NEW."ventilators"); RETURN NULL;',
                            hash="2c7d6ad101dfe393f8c7f73c18c33038b73d451e",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0d3c8",
                            table="crisis_capacitystep",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reflexcard",
                    trigger=pgtrigger.compiler.Trigger(
                        name="card_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="23985a378e22ac4fd797f5d11f58bc7624fb16b8",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_card_append_only_ee1f8",
                            table="crisis_reflexcard",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reflexcard",
                    trigger=pgtrigger.compiler.Trigger(
                        name="card_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="05b19208fedd01074264020686ac5fcd6f20e498",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_card_never_emptied_0b26a",
                            table="crisis_reflexcard",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="holdingstatement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "crisis_holdingstatementevent" ("edited_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "structure_id", "territory_id", "text", "title", "typology") VALUES (NEW."edited_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."structure_id", NEW."territory_id", NEW."text", NEW."title", NEW."typology"); RETURN NULL;',
                            hash="d4b5704f249d647363e4e949d648229e82b6b9dd",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4ae07",
                            table="crisis_holdingstatement",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="holdingstatement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "crisis_holdingstatementevent" ("edited_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "structure_id", "territory_id", "text", "title", "typology") VALUES (NEW."edited_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."structure_id", NEW."territory_id", NEW."text", NEW."title", NEW."typology"); RETURN NULL;',
                            hash="a8e3aa03b79aafad143dbcabcd7a0e30d29eba27",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_71902",
                            table="crisis_holdingstatement",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="crisisplan",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "crisis_crisisplanevent" ("adopted_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proof", "reference", "review_on", "sent_ars_on", "sent_cpam_on", "structure_id", "territory_id") VALUES (NEW."adopted_on", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proof", NEW."reference", NEW."review_on", NEW."sent_ars_on", NEW."sent_cpam_on", NEW."structure_id", NEW."territory_id"); RETURN NULL;',
                            hash="85ba30e5c3650b97b39061d060316e12156ed830",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e5a67",
                            table="crisis_crisisplan",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="crisisplan",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "crisis_crisisplanevent" ("adopted_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proof", "reference", "review_on", "sent_ars_on", "sent_cpam_on", "structure_id", "territory_id") VALUES (NEW."adopted_on", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proof", NEW."reference", NEW."review_on", NEW."sent_ars_on", NEW."sent_cpam_on", NEW."structure_id", NEW."territory_id"); RETURN NULL;',
                            hash="c30a9b50e0edd76b054fa801838204800e7f5df9",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_46ecd",
                            table="crisis_crisisplan",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="functionalcontact",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "crisis_functionalcontactevent" ("email", "id", "is_active", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "structure_id", "territory_id") VALUES (NEW."email", NEW."id", NEW."is_active", NEW."label", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."structure_id", NEW."territory_id"); RETURN NULL;',
                            hash="e64f114c03c16b17e77cd91d301fd973010c5a4f",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d7abf",
                            table="crisis_functionalcontact",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="functionalcontact",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "crisis_functionalcontactevent" ("email", "id", "is_active", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "structure_id", "territory_id") VALUES (NEW."email", NEW."id", NEW."is_active", NEW."label", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."structure_id", NEW."territory_id"); RETURN NULL;',
                            hash="285b0b238215fc2b7a09c55f8a0a8147ed0e8f97",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_64526",
                            table="crisis_functionalcontact",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="crisis",
                    trigger=pgtrigger.compiler.Trigger(
                        name="crisis_mode_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF NEW.mode IS DISTINCT FROM OLD.mode OR NEW.reference IS DISTINCT FROM OLD.reference\n       OR NEW.territory_id IS DISTINCT FROM OLD.territory_id THEN\n        RAISE EXCEPTION 'the mode, reference and territory of a crisis never change';\n    END IF;\n    RETURN NEW;\n",
                            hash="04d7f0c28a9fb7b57a797b680662752b2767d9d7",
                            operation="UPDATE",
                            pgid="pgtrigger_crisis_mode_kept_772e5",
                            table="crisis_crisis",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="crisis",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "crisis_crisisevent" ("contact", "declared_at", "declared_by_id", "effects", "ended_at", "id", "mode", "nature", "orsan_plan_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "scale", "started_at", "status", "territory_id", "title", "trend", "uuid") VALUES (NEW."contact", NEW."declared_at", NEW."declared_by_id", NEW."effects", NEW."ended_at", NEW."id", NEW."mode", NEW."nature", NEW."orsan_plan_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference", NEW."scale", NEW."started_at", NEW."status", NEW."territory_id", NEW."title", NEW."trend", NEW."uuid"); RETURN NULL;',
                            hash="35a6c7dac4f46474b2b44df0b48911d49d56ee8f",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_73f0a",
                            table="crisis_crisis",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="crisis",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "crisis_crisisevent" ("contact", "declared_at", "declared_by_id", "effects", "ended_at", "id", "mode", "nature", "orsan_plan_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "scale", "started_at", "status", "territory_id", "title", "trend", "uuid") VALUES (NEW."contact", NEW."declared_at", NEW."declared_by_id", NEW."effects", NEW."ended_at", NEW."id", NEW."mode", NEW."nature", NEW."orsan_plan_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference", NEW."scale", NEW."started_at", NEW."status", NEW."territory_id", NEW."title", NEW."trend", NEW."uuid"); RETURN NULL;',
                            hash="c5b506fb91b93e915de41b9795ef2bf9981f7667",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_8fc06",
                            table="crisis_crisis",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="threshold",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "crisis_thresholdevent" ("critical_at", "fresh_hours", "id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_at", "set_by_id", "territory_id", "watch_at") VALUES (NEW."critical_at", NEW."fresh_hours", NEW."id", NEW."indicator_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."set_at", NEW."set_by_id", NEW."territory_id", NEW."watch_at"); RETURN NULL;',
                            hash="f7c51293567b24e207f8d62c01b862b88983ad88",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ed11a",
                            table="crisis_threshold",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="threshold",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "crisis_thresholdevent" ("critical_at", "fresh_hours", "id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_at", "set_by_id", "territory_id", "watch_at") VALUES (NEW."critical_at", NEW."fresh_hours", NEW."id", NEW."indicator_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."set_at", NEW."set_by_id", NEW."territory_id", NEW."watch_at"); RETURN NULL;',
                            hash="d59b321f3811a131f80e8ee8c4e93b28341e35e6",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_33193",
                            table="crisis_threshold",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="carditem",
                    trigger=pgtrigger.compiler.Trigger(
                        name="card_item_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="9c94514367255bff489d21afa6484bbb4ec135b9",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_card_item_append_only_98c26",
                            table="crisis_carditem",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="carditem",
                    trigger=pgtrigger.compiler.Trigger(
                        name="card_item_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="e626118afa6710c17c6f2c133cad5b8d37eb760c",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_card_item_never_emptied_afce5",
                            table="crisis_carditem",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contacttest",
                    trigger=pgtrigger.compiler.Trigger(
                        name="contact_test_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="0c2f831334698e547610076b4d4d0671f88b061e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_contact_test_append_only_4ffc0",
                            table="crisis_contacttest",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contacttest",
                    trigger=pgtrigger.compiler.Trigger(
                        name="contact_test_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="41ba9c437177145998f0a5b44a20fb33df539451",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_contact_test_never_emptied_c0d7f",
                            table="crisis_contacttest",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="cell",
                    trigger=pgtrigger.compiler.Trigger(
                        name="cell_archived_is_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."archived_at" IS NOT NULL)',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="396610ec4571e21acbbb08233bc3c1c2cb87fb2b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_cell_archived_is_kept_830f7",
                            table="crisis_cell",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="cell",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "crisis_cellevent" ("archived_at", "crisis_id", "dial_in", "fallback_phone", "id", "kind", "level", "level_name", "level_since", "mailbox", "name", "opened_at", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "place", "retex_due_at", "structure_id", "territory_id", "uuid", "video_url", "visibility") VALUES (NEW."archived_at", NEW."crisis_id", NEW."dial_in", NEW."fallback_phone", NEW."id", NEW."kind", NEW."level", NEW."level_name", NEW."level_since", NEW."mailbox", NEW."name", NEW."opened_at", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."place", NEW."retex_due_at", NEW."structure_id", NEW."territory_id", NEW."uuid", NEW."video_url", NEW."visibility"); RETURN NULL;',
                            hash="6f557766c2f1b02b70a4be690ef5fbdb95b3cd55",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0be89",
                            table="crisis_cell",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="cell",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "crisis_cellevent" ("archived_at", "crisis_id", "dial_in", "fallback_phone", "id", "kind", "level", "level_name", "level_since", "mailbox", "name", "opened_at", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "place", "retex_due_at", "structure_id", "territory_id", "uuid", "video_url", "visibility") VALUES (NEW."archived_at", NEW."crisis_id", NEW."dial_in", NEW."fallback_phone", NEW."id", NEW."kind", NEW."level", NEW."level_name", NEW."level_since", NEW."mailbox", NEW."name", NEW."opened_at", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."place", NEW."retex_due_at", NEW."structure_id", NEW."territory_id", NEW."uuid", NEW."video_url", NEW."visibility"); RETURN NULL;',
                            hash="fa4e50c15fa46f5d4c7488be517d792e2a7c5543",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_d2e4d",
                            table="crisis_cell",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="accessrecord",
                    trigger=pgtrigger.compiler.Trigger(
                        name="access_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c99e214045afde2024a47a7e552c1f9e19af4f1b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_access_append_only_9c574",
                            table="crisis_accessrecord",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="accessrecord",
                    trigger=pgtrigger.compiler.Trigger(
                        name="access_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="555a4039054f2fe96332c3932f841b178ff84d3b",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_access_never_emptied_adc65",
                            table="crisis_accessrecord",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="activation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="activation_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c5aef88d43740476ca20d3db844639cccf1c3422",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_activation_append_only_7970a",
                            table="crisis_activation",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="activation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="activation_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="d88c75e6fd497b635e8c0f79743b71c2d23cbc72",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_activation_never_emptied_80862",
                            table="crisis_activation",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="activation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="f0a60896e5c741771c76cf9bb52f7b9de84c842b",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_0039b",
                            table="crisis_activation",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="bundle",
                    trigger=pgtrigger.compiler.Trigger(
                        name="bundle_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="73a36fccd07691f089b893d4785db5031a876892",
                            operation="DELETE",
                            pgid="pgtrigger_bundle_kept_d1000",
                            table="crisis_bundle",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="bundle",
                    trigger=pgtrigger.compiler.Trigger(
                        name="bundle_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="f462a230b4c0255bc28cfbe0d9fb5a7893c8eec7",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_bundle_never_emptied_2336d",
                            table="crisis_bundle",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="log",
                    trigger=pgtrigger.compiler.Trigger(
                        name="log_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="39ec11bdfe29f79524badf3c5414bc794de45f88",
                            operation="DELETE",
                            pgid="pgtrigger_log_kept_f30f8",
                            table="crisis_log",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="log",
                    trigger=pgtrigger.compiler.Trigger(
                        name="log_head_moves_with_entries",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF NEW.last_seq = OLD.last_seq + 1\n       AND NEW.cell_id = OLD.cell_id AND pg_trigger_depth() > 1 THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'the head of a log moves with its entries only';\n",
                            hash="cf0785bce6fc820b937df6dab46b71b030b5b9ef",
                            operation="UPDATE",
                            pgid="pgtrigger_log_head_moves_with_entries_54bc3",
                            table="crisis_log",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="log",
                    trigger=pgtrigger.compiler.Trigger(
                        name="log_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="9f57eaa52a212adcc4581f52bb8456b7a153c40e",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_log_never_emptied_3bcd7",
                            table="crisis_log",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="log",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="3fdace6c10a9880966a53d47ce4cdf129e4c9e52",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_a5314",
                            table="crisis_log",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="designation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "crisis_designationevent" ("cell_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "role_id", "site", "structure_id", "territory_id", "trained_on", "validity") VALUES (NEW."cell_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rank", NEW."role_id", NEW."site", NEW."structure_id", NEW."territory_id", NEW."trained_on", NEW."validity"); RETURN NULL;',
                            hash="3b708bec740a483bb67ab486d83a5a80206ff018",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f763b",
                            table="crisis_designation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="designation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "crisis_designationevent" ("cell_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "role_id", "site", "structure_id", "territory_id", "trained_on", "validity") VALUES (NEW."cell_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rank", NEW."role_id", NEW."site", NEW."structure_id", NEW."territory_id", NEW."trained_on", NEW."validity"); RETURN NULL;',
                            hash="085bf390074523e2351bc9b6b9c625f288939e02",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b6246",
                            table="crisis_designation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="designation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="bec1b68b8ad7a9536b1ece1b8ac0c10aaf55b04a",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_1255b",
                            table="crisis_designation",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="cellmember",
                    trigger=pgtrigger.compiler.Trigger(
                        name="member_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="b89fc7d103becb0ffc797a3b8711edb8c0786303",
                            operation="DELETE",
                            pgid="pgtrigger_member_kept_48233",
                            table="crisis_cellmember",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="cellmember",
                    trigger=pgtrigger.compiler.Trigger(
                        name="member_only_closes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF upper_inf(OLD.period) AND NOT upper_inf(NEW.period)\n       AND lower(OLD.period) = lower(NEW.period)\n       AND to_jsonb(OLD) - 'period' = to_jsonb(NEW) - 'period' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION '% is append-only: an interval is closed once', TG_TABLE_NAME;\n",
                            hash="a00aec0225fc3c5d9e4f183fb60cfdb87f1f2140",
                            operation="UPDATE",
                            pgid="pgtrigger_member_only_closes_764b1",
                            table="crisis_cellmember",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="cellmember",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="d722c8a184a18302917d98ccf237a199c3395ff7",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_e7e8b",
                            table="crisis_cellmember",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="callout",
                    trigger=pgtrigger.compiler.Trigger(
                        name="callout_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="013089ea1d02a8027313b5d26a98bd2337ffcee1",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_callout_never_emptied_ea39f",
                            table="crisis_callout",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="callout",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="5254470679550653bdb89d3df8bc32355dab9364",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_b0bae",
                            table="crisis_callout",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reading",
                    trigger=pgtrigger.compiler.Trigger(
                        name="reading_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d538b52534b9bfd54c44940b780e8c97ef3cd588",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_reading_append_only_ad7ac",
                            table="crisis_reading",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reading",
                    trigger=pgtrigger.compiler.Trigger(
                        name="reading_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="53f9abe91bbb5bbcc05898fb1860311aff6c13e1",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_reading_never_emptied_33a6c",
                            table="crisis_reading",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reading",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="9cb65e46ebcf4fe239e7ab31796b1a5859ce1187",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_f60b3",
                            table="crisis_reading",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="campaign",
                    trigger=pgtrigger.compiler.Trigger(
                        name="campaign_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="42cf607873e36fcdf6e2f5851adca15960f1f3de",
                            operation="DELETE",
                            pgid="pgtrigger_campaign_kept_c1c77",
                            table="crisis_campaign",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="campaign",
                    trigger=pgtrigger.compiler.Trigger(
                        name="campaign_asked_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF OLD.closed_at IS NULL\n       AND to_jsonb(OLD) - '{next_due_at,reminded_at,closed_at,closed_by_id}'::text[]\n         = to_jsonb(NEW) - '{next_due_at,reminded_at,closed_at,closed_by_id}'::text[] THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'a campaign does not change once sent';\n",
                            hash="aea6910affb1454fceb7219fa525166b565a0090",
                            operation="UPDATE",
                            pgid="pgtrigger_campaign_asked_once_12c12",
                            table="crisis_campaign",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="campaign",
                    trigger=pgtrigger.compiler.Trigger(
                        name="campaign_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="b458e21f473e5fe489fdbf06d1efeae463c59090",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_campaign_never_emptied_c7af7",
                            table="crisis_campaign",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="campaign",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="ce5f303e4036e24161d61b8c1bf216dcf3efb578",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_4d8ca",
                            table="crisis_campaign",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="checklistrun",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="ea88d8db0657263bace999854e84ae8c52396211",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_6a1a7",
                            table="crisis_checklistrun",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="cellline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="f3f006b873f5a618799365ff1c0eeb1cc833dc60",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_95d79",
                            table="crisis_cellline",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="presence",
                    trigger=pgtrigger.compiler.Trigger(
                        name="presence_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="fbfdfe4a6e1ea3694ae7dcb83e7e76dacbde73e3",
                            operation="DELETE",
                            pgid="pgtrigger_presence_kept_8bbcd",
                            table="crisis_presence",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="presence",
                    trigger=pgtrigger.compiler.Trigger(
                        name="presence_only_closes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF upper_inf(OLD.period) AND NOT upper_inf(NEW.period)\n       AND lower(OLD.period) = lower(NEW.period)\n       AND to_jsonb(OLD) - 'period' = to_jsonb(NEW) - 'period' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION '% is append-only: an interval is closed once', TG_TABLE_NAME;\n",
                            hash="380a7356da31a47ea6918b33912610c2521369f5",
                            operation="UPDATE",
                            pgid="pgtrigger_presence_only_closes_bb339",
                            table="crisis_presence",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="presence",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="07271855649c9b3b588de65dc2937239e3f17f6c",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_5ff27",
                            table="crisis_presence",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="coveragealarm",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="11a843b4f3bfc2f49da895705a5621496e240c81",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_e1948",
                            table="crisis_coveragealarm",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="observation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="observation_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d27a3c3bce8e198bc493c1bc79ef1637a65b274d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_observation_append_only_23745",
                            table="crisis_observation",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="observation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="observation_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="1ae63ef66bd618ddb1acab3af1fb50c4bdb7d9d4",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_observation_never_emptied_bff4d",
                            table="crisis_observation",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="observation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="ecbf533b01cdbed1c3dd321010ef1ebc09589d57",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_65d37",
                            table="crisis_observation",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="handover",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="68d998a25744e601ab872b55d741316c6f720fc7",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_44447",
                            table="crisis_handover",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="meeting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="meeting_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="c041231a1d4ca1978ae8c924b3bd79a6e1488be6",
                            operation="DELETE",
                            pgid="pgtrigger_meeting_kept_fca1f",
                            table="crisis_meeting",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="meeting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="meeting_fixed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF OLD.state IN ('planned', 'open') AND NEW.number = OLD.number\n       AND NEW.cell_id = OLD.cell_id\n       AND NOT (OLD.state = 'open' AND NEW.state IN ('planned', 'cancelled'))\n       AND NOT (OLD.state = 'planned' AND NEW.state = 'closed') THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'a meeting that ended does not change: plan another';\n",
                            hash="4d723d893c6183e415e2346f283e344067affad7",
                            operation="UPDATE",
                            pgid="pgtrigger_meeting_fixed_93779",
                            table="crisis_meeting",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="meeting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="meeting_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="25ac64e038242ac312fd0343d0b533d75e60536d",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_meeting_never_emptied_af445",
                            table="crisis_meeting",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="meeting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="4967f88a60c19530f3526222e700b753454e1217",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_cc1eb",
                            table="crisis_meeting",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="message",
                    trigger=pgtrigger.compiler.Trigger(
                        name="message_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="ad07d19d344e8b20ceff9b9e6800dcf1ab01c5d6",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_message_never_emptied_51378",
                            table="crisis_message",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="message",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="67ab5c14b57e8652b22907a8f639f6ff1281e451",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_9ef73",
                            table="crisis_message",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="publicalert",
                    trigger=pgtrigger.compiler.Trigger(
                        name="alert_published_is_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF OLD.sent_at IS NULL AND NEW.cell_id = OLD.cell_id THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'a published alert does not change: update or cancel it by another';\n",
                            hash="b8344631df7fafc06ca6861a964f283f5ea632e0",
                            operation="UPDATE",
                            pgid="pgtrigger_alert_published_is_kept_5d052",
                            table="crisis_publicalert",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="publicalert",
                    trigger=pgtrigger.compiler.Trigger(
                        name="alert_published_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."sent_at" IS NOT NULL)',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="e1e439beb6609ab9a5a5bf6d8f41649249e04f57",
                            operation="DELETE",
                            pgid="pgtrigger_alert_published_stays_c829f",
                            table="crisis_publicalert",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="publicalert",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="b60ef8df30bc014624c70de28fea3515264bb90b",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_77e3b",
                            table="crisis_publicalert",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sitrep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="sitrep_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="4fa5863042689e109ab5218bc3f2d9b4f4281970",
                            operation="DELETE",
                            pgid="pgtrigger_sitrep_kept_db5ee",
                            table="crisis_sitrep",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sitrep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="sitrep_fixed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF OLD.state = 'draft' AND NEW.state IN ('draft', 'to_validate')\n       AND NEW.number = OLD.number AND NEW.cell_id = OLD.cell_id THEN\n        RETURN NEW;\n    END IF;\n    IF OLD.state = 'to_validate' AND NEW.state IN ('draft', 'validated')\n       AND to_jsonb(OLD)\n           - '{state,submitted_at,validator_id,validated_at,content_hash,log_seq,log_head}'::text[]\n         = to_jsonb(NEW)\n           - '{state,submitted_at,validator_id,validated_at,content_hash,log_seq,log_head}'::text[]\n       THEN\n        RETURN NEW;\n    END IF;\n    IF to_jsonb(OLD) - '{state,issued_at,next_at}'::text[]\n       = to_jsonb(NEW) - '{state,issued_at,next_at}'::text[]\n       AND ((OLD.state = 'validated' AND NEW.state = 'issued')\n            OR (OLD.state = 'issued' AND NEW.state = 'replaced'\n                AND to_jsonb(OLD) - 'state' = to_jsonb(NEW) - 'state')) THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'a situation report does not change once validated: write another';\n",
                            hash="de8d85ed35b71d2ea2e04833b8ad75b15900723b",
                            operation="UPDATE",
                            pgid="pgtrigger_sitrep_fixed_9c0a0",
                            table="crisis_sitrep",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sitrep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="sitrep_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="e722b93c4e83ebfead8c04d224a96eca83430759",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_sitrep_never_emptied_9528f",
                            table="crisis_sitrep",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sitrep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="74953bce405d167866fd02696feed4f13bf74e9b",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_f8887",
                            table="crisis_sitrep",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="loganchor",
                    trigger=pgtrigger.compiler.Trigger(
                        name="anchor_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ba9aead9287e8f2a2d6b07fe3042a23d69bdbf5e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_anchor_append_only_c1a83",
                            table="crisis_loganchor",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="loganchor",
                    trigger=pgtrigger.compiler.Trigger(
                        name="anchor_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="f297e3fbc597b0c39a846ed0ca3ae15effb5dfb8",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_anchor_never_emptied_741d9",
                            table="crisis_loganchor",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="exitcheck",
                    trigger=pgtrigger.compiler.Trigger(
                        name="exit_check_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="929fd14d8c8de29ea936fde377283ee3c0b045d3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_exit_check_append_only_19757",
                            table="crisis_exitcheck",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="exitcheck",
                    trigger=pgtrigger.compiler.Trigger(
                        name="exit_check_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="fa47bc20754be7e8bb060e39483087a7ddca4c0e",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_exit_check_never_emptied_e2d50",
                            table="crisis_exitcheck",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="exitcheck",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := (SELECT cell_id FROM crisis_activation WHERE id = OLD.activation_id); ELSE held := (SELECT cell_id FROM crisis_activation WHERE id = NEW.activation_id); END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := (SELECT cell_id FROM crisis_activation WHERE id = OLD.activation_id);\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="d53e0e45fe181640bba708e2efab41e98ffb1d68",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_38e1e",
                            table="crisis_exitcheck",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="logentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="log_entry_numbered",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    DECLARE head RECORD;\n    BEGIN\n        SELECT last_seq, last_commit, last_at INTO STRICT head\n            FROM crisis_log WHERE cell_id = NEW.log_id FOR UPDATE;\n        NEW.seq := head.last_seq + 1;\n        NEW.recorded_at := GREATEST(COALESCE(NEW.recorded_at, clock_timestamp()), head.last_at);\n        NEW.prev_commit := head.last_commit;\n        NEW.commit := sha256(head.last_commit || int8send(NEW.seq)\n            || int8send((extract(epoch FROM NEW.recorded_at) * 1000000)::bigint)\n            || int8send(COALESCE(NEW.author_id, 0)) || NEW.content_digest);\n        UPDATE crisis_log\n            SET last_seq = NEW.seq, last_commit = NEW.commit, last_at = NEW.recorded_at\n            WHERE cell_id = NEW.log_id;\n    END;\n    RETURN NEW;\n",
                            hash="498573896c81388902e13e5c3cc99059db45cdf4",
                            operation="INSERT",
                            pgid="pgtrigger_log_entry_numbered_b518f",
                            table="crisis_logentry",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="logentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="log_entry_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="217b35214d78e65aa3aad052beef6824e9b02104",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_log_entry_append_only_f9ac2",
                            table="crisis_logentry",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="logentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="log_entry_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="719f440d71485c48eee6f9ca8a951ea2f5fa0f87",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_log_entry_never_emptied_d35cc",
                            table="crisis_logentry",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="logentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := (SELECT cell_id FROM crisis_log WHERE cell_id = OLD.log_id); ELSE held := (SELECT cell_id FROM crisis_log WHERE cell_id = NEW.log_id); END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := (SELECT cell_id FROM crisis_log WHERE cell_id = OLD.log_id);\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="478ea302db6cff38bfec2671f15546a26a09f5fd",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_d1b1a",
                            table="crisis_logentry",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="callseat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := (SELECT cell_id FROM crisis_callout WHERE id = OLD.callout_id); ELSE held := (SELECT cell_id FROM crisis_callout WHERE id = NEW.callout_id); END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := (SELECT cell_id FROM crisis_callout WHERE id = OLD.callout_id);\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="b4f6098af63907e915487092bc46b0d0fa6be3ea",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_1580b",
                            table="crisis_callseat",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="callwave",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := (SELECT cell_id FROM crisis_callout WHERE id = OLD.callout_id); ELSE held := (SELECT cell_id FROM crisis_callout WHERE id = NEW.callout_id); END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := (SELECT cell_id FROM crisis_callout WHERE id = OLD.callout_id);\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="3709d128f5e0539d6170a7c0ba37aa6c4c7bfddd",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_4ffe6",
                            table="crisis_callwave",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="figure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="figure_never_jumps",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF OLD.state = 'critical' AND NEW.state = 'good' THEN\n        RAISE EXCEPTION 'critical never turns good without a reading between';\n    END IF;\n    IF OLD.structure_id <> NEW.structure_id OR OLD.indicator_id <> NEW.indicator_id\n       OR OLD.exercise_id IS DISTINCT FROM NEW.exercise_id THEN\n        RAISE EXCEPTION 'a figure stays that of its structure and indicator';\n    END IF;\n    RETURN NEW;\n",
                            hash="62df701fb22b48f3933befcffeeddb7b93b99a5d",
                            operation="UPDATE",
                            pgid="pgtrigger_figure_never_jumps_2f152",
                            table="crisis_figure",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="campaigntarget",
                    trigger=pgtrigger.compiler.Trigger(
                        name="campaign_target_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="1c5a62612e59f7ac3f9c5f502bcb382309c3a73c",
                            operation="DELETE",
                            pgid="pgtrigger_campaign_target_kept_5f263",
                            table="crisis_campaigntarget",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="campaigntarget",
                    trigger=pgtrigger.compiler.Trigger(
                        name="campaign_target_forward",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF OLD.campaign_id = NEW.campaign_id AND OLD.structure_id = NEW.structure_id\n       AND OLD.link_key = NEW.link_key\n       AND ((OLD.state = 'asked' AND NEW.state IN ('asked', 'opened', 'answered', 'phoned'))\n            OR (OLD.state = 'opened' AND NEW.state IN ('answered', 'phoned')))\n       AND NOT EXISTS (SELECT 1 FROM crisis_campaign\n                        WHERE id = NEW.campaign_id AND closed_at IS NOT NULL) THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'a structure answers a campaign once, before it is closed';\n",
                            hash="6f9a3f0b16ed3dd6ce3429464057813fdaa2eec5",
                            operation="UPDATE",
                            pgid="pgtrigger_campaign_target_forward_22355",
                            table="crisis_campaigntarget",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="campaigntarget",
                    trigger=pgtrigger.compiler.Trigger(
                        name="campaign_target_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="e1f0374f2a837a4136bf97f3b20aae9f5dffbbb5",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_campaign_target_never_emptied_ab3b5",
                            table="crisis_campaigntarget",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="campaigntarget",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := (SELECT cell_id FROM crisis_campaign WHERE id = OLD.campaign_id); ELSE held := (SELECT cell_id FROM crisis_campaign WHERE id = NEW.campaign_id); END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := (SELECT cell_id FROM crisis_campaign WHERE id = OLD.campaign_id);\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="a522e0dda4fc188227e1dad710032dc5eb96659e",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_95cd1",
                            table="crisis_campaigntarget",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="registerentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="register_entry_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="90f028383a1a7a8052c81ee08bbdfaf3a345c704",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_register_entry_append_only_c1856",
                            table="crisis_registerentry",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="registerentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="register_entry_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="2852a4de54b4515c4caafc0f3d653d2eb4543826",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_register_entry_never_emptied_3ec62",
                            table="crisis_registerentry",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="tick",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tick_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="fecf1a50ede82e0d39a851b55d7ed096518816dc",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_tick_append_only_e338e",
                            table="crisis_tick",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="tick",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tick_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="c67af5bd21c0d8080a10ccc1120ccca27af29a55",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_tick_never_emptied_063c4",
                            table="crisis_tick",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="tick",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := (SELECT cell_id FROM crisis_checklistrun WHERE id = OLD.run_id); ELSE held := (SELECT cell_id FROM crisis_checklistrun WHERE id = NEW.run_id); END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := (SELECT cell_id FROM crisis_checklistrun WHERE id = OLD.run_id);\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="36fbbe92020be2bc7cd892960be452edf0f6aafd",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_e1bfc",
                            table="crisis_tick",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agendaitem",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := (SELECT cell_id FROM crisis_meeting WHERE id = OLD.meeting_id); ELSE held := (SELECT cell_id FROM crisis_meeting WHERE id = NEW.meeting_id); END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := (SELECT cell_id FROM crisis_meeting WHERE id = OLD.meeting_id);\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="39136a05c20c566ad9b5c62affa528d399f5fc07",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_15574",
                            table="crisis_agendaitem",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="attendance",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := (SELECT cell_id FROM crisis_meeting WHERE id = OLD.meeting_id); ELSE held := (SELECT cell_id FROM crisis_meeting WHERE id = NEW.meeting_id); END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := (SELECT cell_id FROM crisis_meeting WHERE id = OLD.meeting_id);\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="df696da3c1fe1dac97be2e3e162233af62b32885",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_83b43",
                            table="crisis_attendance",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="meetingrecord",
                    trigger=pgtrigger.compiler.Trigger(
                        name="meeting_record_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="52bed284a9c09ab58638c0fd2c03dabbfd2145d3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_meeting_record_append_only_198b3",
                            table="crisis_meetingrecord",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="meetingrecord",
                    trigger=pgtrigger.compiler.Trigger(
                        name="meeting_record_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="f69bf7bd639061c57869b76244690785aa2e5f5c",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_meeting_record_never_emptied_1a1d4",
                            table="crisis_meetingrecord",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="meetingrecord",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := (SELECT cell_id FROM crisis_meeting WHERE id = OLD.meeting_id); ELSE held := (SELECT cell_id FROM crisis_meeting WHERE id = NEW.meeting_id); END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := (SELECT cell_id FROM crisis_meeting WHERE id = OLD.meeting_id);\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="818665e59fa81e54e647191aa63efc0f485dcfc4",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_5e28d",
                            table="crisis_meetingrecord",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sitrepfigure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="sitrep_figure_not_changed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="2a6a0fb51571b2bdb8886e62a22f78171453f8c2",
                            operation="UPDATE",
                            pgid="pgtrigger_sitrep_figure_not_changed_9c96b",
                            table="crisis_sitrepfigure",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sitrepfigure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="sitrep_figure_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF EXISTS (SELECT 1 FROM crisis_sitrep WHERE id = OLD.sitrep_id AND state = 'draft') THEN\n        RETURN OLD;\n    END IF;\n    RAISE EXCEPTION 'the figures of a report that left its draft stay';\n",
                            hash="eb1d8eadb048dd3653336b5f24416aa14e2cb361",
                            operation="DELETE",
                            pgid="pgtrigger_sitrep_figure_kept_cb087",
                            table="crisis_sitrepfigure",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sitrepfigure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="sitrep_figure_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="434e38e50f6acee7d6dc12f9a69c8059521a9f33",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_sitrep_figure_never_emptied_0508d",
                            table="crisis_sitrepfigure",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sitrepfigure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="sitrep_figure_in_a_draft",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF EXISTS (SELECT 1 FROM crisis_sitrep WHERE id = NEW.sitrep_id AND state = 'draft') THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'figures are copied in a draft only';\n",
                            hash="170dc78f73eb62c005439e41eb203219a1e751ac",
                            operation="INSERT",
                            pgid="pgtrigger_sitrep_figure_in_a_draft_b672a",
                            table="crisis_sitrepfigure",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sitrepfigure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := (SELECT cell_id FROM crisis_sitrep WHERE id = OLD.sitrep_id); ELSE held := (SELECT cell_id FROM crisis_sitrep WHERE id = NEW.sitrep_id); END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := (SELECT cell_id FROM crisis_sitrep WHERE id = OLD.sitrep_id);\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="0de16ebd615bee85ff1a7dba094057ff21d81d76",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_f10ae",
                            table="crisis_sitrepfigure",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sitrepdocument",
                    trigger=pgtrigger.compiler.Trigger(
                        name="sitrep_document_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7501d6e2034c26826e786691aa3c7f7ae155e61f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_sitrep_document_append_only_ac6a4",
                            table="crisis_sitrepdocument",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sitrepdocument",
                    trigger=pgtrigger.compiler.Trigger(
                        name="sitrep_document_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="42535fd35aaa02916896c07e15fa7c36e3954d95",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_sitrep_document_never_emptied_128d4",
                            table="crisis_sitrepdocument",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sitrepdocument",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := (SELECT cell_id FROM crisis_sitrep WHERE id = OLD.sitrep_id); ELSE held := (SELECT cell_id FROM crisis_sitrep WHERE id = NEW.sitrep_id); END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := (SELECT cell_id FROM crisis_sitrep WHERE id = OLD.sitrep_id);\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="e24b4f33c1c99b10915ddc7db3722b6f9ad9ac25",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_aba2d",
                            table="crisis_sitrepdocument",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="entryflag",
                    trigger=pgtrigger.compiler.Trigger(
                        name="entry_flag_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b7d25570e16087571201a837e4d23ed0bd3a9557",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_entry_flag_append_only_0e73a",
                            table="crisis_entryflag",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="entryflag",
                    trigger=pgtrigger.compiler.Trigger(
                        name="entry_flag_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="5c68aacb5d1bd68b672d918ada5042d0e50995bc",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_entry_flag_never_emptied_08abe",
                            table="crisis_entryflag",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="entryflag",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := (SELECT cell_id FROM crisis_log WHERE cell_id = (SELECT log_id FROM crisis_logentry WHERE id = OLD.entry_id)); ELSE held := (SELECT cell_id FROM crisis_log WHERE cell_id = (SELECT log_id FROM crisis_logentry WHERE id = NEW.entry_id)); END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := (SELECT cell_id FROM crisis_log WHERE cell_id = (SELECT log_id FROM crisis_logentry WHERE id = OLD.entry_id));\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="75a17fe89b61a14d3101aca8fe47f4f68dd18ba1",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_79816",
                            table="crisis_entryflag",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="redaction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="redaction_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="0b0b0d850a16c49a3b1c0e24879573df3098675f",
                            operation="DELETE",
                            pgid="pgtrigger_redaction_kept_3d7f2",
                            table="crisis_redaction",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="redaction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="redaction_done_for_good",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"state\" = 'done')",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="f868e757e4b469dc1835f1fe3aef22f3194c6b7c",
                            operation="UPDATE",
                            pgid="pgtrigger_redaction_done_for_good_e93d4",
                            table="crisis_redaction",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="redaction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="redaction_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="5e7b45b6f513e2c29ab136b8a1f3b5a763d02452",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_redaction_never_emptied_b923e",
                            table="crisis_redaction",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="decision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="decision_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="d9ec4c97c38f3fb17acddb3f979efc3c8f960489",
                            operation="DELETE",
                            pgid="pgtrigger_decision_kept_1fed1",
                            table="crisis_decision",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="decision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="decision_fixed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF OLD.state = 'proposed' AND NEW.state IN ('proposed', 'taken', 'dropped')\n       AND NEW.number = OLD.number AND NEW.cell_id = OLD.cell_id THEN\n        RETURN NEW;\n    END IF;\n    IF to_jsonb(OLD) - '{state,in_force_until,end_reason,ended_by_id}'::text[]\n       = to_jsonb(NEW) - '{state,in_force_until,end_reason,ended_by_id}'::text[]\n       AND ((OLD.state = 'taken' AND NEW.state IN ('suspended', 'repealed', 'replaced'))\n            OR (OLD.state = 'suspended' AND NEW.state = 'taken')) THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'a decision does not change once taken: write another that replaces it';\n",
                            hash="8f543d7f562c733779f7474a360f3ac942c31fe5",
                            operation="UPDATE",
                            pgid="pgtrigger_decision_fixed_b73d8",
                            table="crisis_decision",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="decision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="eb4d3fcb7d4893e9930904b967de836c792da570",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_c0989",
                            table="crisis_decision",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="call",
                    trigger=pgtrigger.compiler.Trigger(
                        name="callout_call_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="f064c7ea5570d40d0e6ae00a7cd765bb5ada1922",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_callout_call_never_emptied_c85eb",
                            table="crisis_call",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="call",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := (SELECT cell_id FROM crisis_callout WHERE id = OLD.callout_id); ELSE held := (SELECT cell_id FROM crisis_callout WHERE id = NEW.callout_id); END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := (SELECT cell_id FROM crisis_callout WHERE id = OLD.callout_id);\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="53cf86bb37d9f4885e3551123e45cb61f26f9ca6",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_bbeec",
                            table="crisis_call",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="campaignanswer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="campaign_answer_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ac056d765bc71018912e6d9092c3175b1df8ec85",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_campaign_answer_append_only_85347",
                            table="crisis_campaignanswer",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="campaignanswer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="campaign_answer_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="4c4dcc0858e4642dc2aa65e8598725e57a4c3789",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_campaign_answer_never_emptied_9b4a3",
                            table="crisis_campaignanswer",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="campaignanswer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := (SELECT cell_id FROM crisis_campaign WHERE id = (SELECT campaign_id FROM crisis_campaigntarget WHERE id = OLD.target_id)); ELSE held := (SELECT cell_id FROM crisis_campaign WHERE id = (SELECT campaign_id FROM crisis_campaigntarget WHERE id = NEW.target_id)); END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := (SELECT cell_id FROM crisis_campaign WHERE id = (SELECT campaign_id FROM crisis_campaigntarget WHERE id = OLD.target_id));\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="2ede75fe8f81c480021a564190f3c8b50c901bda",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_36e34",
                            table="crisis_campaignanswer",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="testimony",
                    trigger=pgtrigger.compiler.Trigger(
                        name="testimony_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3f921468a176443bab30cfa29f97f84e4308928c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_testimony_append_only_8ebca",
                            table="crisis_testimony",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="testimony",
                    trigger=pgtrigger.compiler.Trigger(
                        name="testimony_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="6b131c098f32957dc89219db7a45b15ffdd0df8d",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_testimony_never_emptied_d26e8",
                            table="crisis_testimony",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="inject",
                    trigger=pgtrigger.compiler.Trigger(
                        name="inject_played_is_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF OLD.state = 'planned' AND NEW.cell_id = OLD.cell_id THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'an inject does not change once played or skipped';\n",
                            hash="4513d2629e2ce32de717d8f6c703e2e28c58663e",
                            operation="UPDATE",
                            pgid="pgtrigger_inject_played_is_kept_40d72",
                            table="crisis_inject",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="inject",
                    trigger=pgtrigger.compiler.Trigger(
                        name="inject_played_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"state\" IN ('released', 'skipped'))",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="c0aead7fd911bae3a68b1058b16b8e35ef6d9506",
                            operation="DELETE",
                            pgid="pgtrigger_inject_played_stays_e2f61",
                            table="crisis_inject",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="inject",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="8b7f2ca673b4ad24fc63258cce1f4d30062cc2e4",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_b9ffb",
                            table="crisis_inject",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="task",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="6424049b37f5daf532385f5a6e01c68fd7aa658e",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_14cdc",
                            table="crisis_task",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="taskreminder",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := (SELECT cell_id FROM crisis_task WHERE id = OLD.task_id); ELSE held := (SELECT cell_id FROM crisis_task WHERE id = NEW.task_id); END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := (SELECT cell_id FROM crisis_task WHERE id = OLD.task_id);\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="f04c8a759a10a73040adee0709574b4cc036a8ba",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_09a21",
                            table="crisis_taskreminder",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="attachment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="attachment_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="fa03e5b85e4d8de23bce671e1956d3cc0c9823d3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_attachment_append_only_24f1e",
                            table="crisis_attachment",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="attachment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="attachment_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="fd3ba85554536d9fc740f203e77cbd4435fcc710",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_attachment_never_emptied_c3598",
                            table="crisis_attachment",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="attachment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := OLD.cell_id; ELSE held := NEW.cell_id; END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := OLD.cell_id;\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="767579ad12478c0d85281180cfb9306ed63438cb",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_81d36",
                            table="crisis_attachment",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="minuteline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="minute_line_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="f2213efb44b53b7a765fa8babcf354d4249c74bd",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_minute_line_append_only_1bfcd",
                            table="crisis_minuteline",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="minuteline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="minute_line_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="e048d55854ec9eeb7e8fc42e9becf97c6ff07372",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_minute_line_never_emptied_855b9",
                            table="crisis_minuteline",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="minuteline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="minute_line_while_open",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF EXISTS (SELECT 1 FROM crisis_meeting WHERE id = NEW.meeting_id AND state = 'open') THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'the minutes are written while the meeting is open';\n",
                            hash="bce5c7afd7759860bfd50154fa51805ad5c0c9a5",
                            operation="INSERT",
                            pgid="pgtrigger_minute_line_while_open_676bb",
                            table="crisis_minuteline",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="minuteline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_with_its_cell",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE held bigint;",
                            func="\n    IF TG_OP = 'DELETE' THEN held := (SELECT cell_id FROM crisis_meeting WHERE id = OLD.meeting_id); ELSE held := (SELECT cell_id FROM crisis_meeting WHERE id = NEW.meeting_id); END IF;\n    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        held := (SELECT cell_id FROM crisis_meeting WHERE id = OLD.meeting_id);\n        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN\n            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                            hash="4e8f08e5ddaca0869c638603cc1056e927c00128",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_with_its_cell_ba79a",
                            table="crisis_minuteline",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="attachedfile",
                    trigger=pgtrigger.compiler.Trigger(
                        name="attached_file_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="a36e8e4f28ed9a59325f517fa112df94f32c3b3b",
                            operation="UPDATE",
                            pgid="pgtrigger_attached_file_kept_6aa2a",
                            table="crisis_attachedfile",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="attachedfile",
                    trigger=pgtrigger.compiler.Trigger(
                        name="attached_file_leaves_by_redaction",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF EXISTS (\n        SELECT 1 FROM crisis_attachment AS a JOIN crisis_redaction AS r\n            ON r.entry_id = a.line_id OR r.entry_id = a.entry_id\n        WHERE a.uuid = OLD.attachment_id AND r.done_at IS NOT NULL\n          AND r.first_approver_id <> r.second_approver_id\n    ) THEN\n        RETURN OLD;\n    END IF;\n    RAISE EXCEPTION 'an attached file leaves by a redaction only';\n",
                            hash="ff2a6ee9f53458fcca05e3290622874829ae77bf",
                            operation="DELETE",
                            pgid="pgtrigger_attached_file_leaves_by_redaction_3bc27",
                            table="crisis_attachedfile",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="attachedfile",
                    trigger=pgtrigger.compiler.Trigger(
                        name="attached_file_never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
                            hash="10afb8facd1bbed91b7d1f628572a1ee783939cf",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_attached_file_never_emptied_0d7f5",
                            table="crisis_attachedfile",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="level",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "crisis_levelevent" ("engagement", "id", "is_restricted", "kind", "meaning", "meeting_every_hours", "meeting_rhythm", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "short_sitrep", "sitrep_every_hours", "structure_id", "territory_id") VALUES (NEW."engagement", NEW."id", NEW."is_restricted", NEW."kind", NEW."meaning", NEW."meeting_every_hours", NEW."meeting_rhythm", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rank", NEW."short_sitrep", NEW."sitrep_every_hours", NEW."structure_id", NEW."territory_id"); RETURN NULL;',
                            hash="1830d9ea8c07d6383ee9f60263a59e75c40d0c8d",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_be3c3",
                            table="crisis_level",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="level",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "crisis_levelevent" ("engagement", "id", "is_restricted", "kind", "meaning", "meeting_every_hours", "meeting_rhythm", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "short_sitrep", "sitrep_every_hours", "structure_id", "territory_id") VALUES (NEW."engagement", NEW."id", NEW."is_restricted", NEW."kind", NEW."meaning", NEW."meeting_every_hours", NEW."meeting_rhythm", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rank", NEW."short_sitrep", NEW."sitrep_every_hours", NEW."structure_id", NEW."territory_id"); RETURN NULL;',
                            hash="e326c72bf8100d33d6f79a5de7d980b309f36cc1",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_266cb",
                            table="crisis_level",
                            when="AFTER",
                        ),
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="level",
            name="roles",
            field=models.ManyToManyField(
                related_name="levels",
                through="crisis.LevelRole",
                to="crisis.role",
                verbose_name="fonctions requises",
            ),
        ),
    ]
