import datetime
import uuid
from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import psycopg.types.range
from django.conf import settings
from django.db import migrations, models

import coordination.oncall.models.line
import coordination.oncall.models.sector
import portal.migrating


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("directory", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("territories", "0001_initial"),
    ]

    operations = [
        portal.migrating.Together(
            operations=[
                migrations.CreateModel(
                    name="Line",
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
                            "slug",
                            models.SlugField(
                                max_length=60, unique=True, verbose_name="nom dans l’adresse"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="nom")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("pdsa_regulation", "régulation médicale (PDSA)"),
                                    ("pdsa", "médecins de garde (PDSA)"),
                                    ("night_nurse", "infirmière de nuit partagée"),
                                    ("home_hospital", "hospitalisation à domicile"),
                                    ("palliative", "avis en soins palliatifs"),
                                    ("geriatric", "avis gériatrique"),
                                    ("pharmacy", "pharmacies de garde"),
                                    ("ambulance", "ambulances de garde"),
                                    ("dental", "dentistes de garde"),
                                    ("physiotherapy", "kinésithérapie"),
                                    ("crisis_cell", "cellule de crise"),
                                    ("administrative", "astreinte administrative"),
                                    ("other", "autre ligne"),
                                ],
                                max_length=16,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "territory",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="oncall_lines",
                                to="territories.territory",
                                verbose_name="territoire",
                            ),
                        ),
                        (
                            "zone",
                            models.CharField(
                                default="Europe/Paris", max_length=40, verbose_name="fuseau horaire"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=16, verbose_name="numéro de la ligne"
                            ),
                        ),
                        (
                            "instructions",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="consigne à l’appelant"
                            ),
                        ),
                        (
                            "regimes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("liberal", "libéral"),
                                        ("hospital_doctor", "praticien hospitalier"),
                                        ("public_hospital", "fonction publique hospitalière"),
                                        ("private", "salarié de droit privé"),
                                        ("volunteer", "volontaire ou bénévole"),
                                    ],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="régimes admis",
                            ),
                        ),
                        (
                            "bridges",
                            models.BooleanField(
                                default=True,
                                verbose_name="les ponts comptent comme des jours fériés",
                            ),
                        ),
                        (
                            "bridge_saturdays",
                            models.BooleanField(
                                default=True,
                                verbose_name="le samedi qui suit un jeudi férié est un pont",
                            ),
                        ),
                        (
                            "handover_at",
                            models.TimeField(
                                default=datetime.time(8, 0), verbose_name="heure de relève"
                            ),
                        ),
                        (
                            "is_exclusive",
                            models.BooleanField(
                                default=True,
                                verbose_name="personne ne tient une autre ligne en même temps",
                            ),
                        ),
                        (
                            "gap_notice_hours",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveIntegerField(),
                                default=coordination.oncall.models.line.first_notices,
                                size=None,
                                verbose_name="alertes de trou (heures avant)",
                            ),
                        ),
                        (
                            "approves_swaps",
                            models.BooleanField(
                                default=False,
                                verbose_name="les échanges attendent l’accord de la coordination",
                            ),
                        ),
                        (
                            "keeps_years",
                            models.PositiveSmallIntegerField(
                                default=5, verbose_name="conservation (années)"
                            ),
                        ),
                        (
                            "closed_on",
                            models.DateField(blank=True, null=True, verbose_name="fermée le"),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="créée par",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="créée le"),
                        ),
                    ],
                    options={
                        "verbose_name": "ligne d’astreinte",
                        "verbose_name_plural": "lignes d’astreinte",
                        "indexes": [
                            models.Index(fields=["territory", "kind"], name="line_by_territory")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Qualification",
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
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                        ("label", models.CharField(max_length=120, verbose_name="libellé")),
                    ],
                    options={
                        "verbose_name": "qualification",
                        "verbose_name_plural": "qualifications",
                        "ordering": ["label"],
                    },
                ),
                migrations.CreateModel(
                    name="Person",
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
                            "user",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="oncall_person",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="compte",
                            ),
                        ),
                        (
                            "first_name",
                            models.CharField(blank=True, max_length=80, verbose_name="prénom"),
                        ),
                        ("last_name", models.CharField(max_length=80, verbose_name="nom")),
                        (
                            "profession",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="directory.profession",
                                verbose_name="profession",
                            ),
                        ),
                        (
                            "rpps",
                            models.CharField(blank=True, max_length=11, verbose_name="numéro RPPS"),
                        ),
                        (
                            "territory",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="territories.territory",
                                verbose_name="inscrit sur le territoire",
                            ),
                        ),
                        (
                            "commune",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="territories.territory",
                                verbose_name="commune de départ",
                            ),
                        ),
                        (
                            "left_on",
                            models.DateField(blank=True, null=True, verbose_name="parti le"),
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
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="inscrit le"),
                        ),
                    ],
                    options={
                        "verbose_name": "personne d’astreinte",
                        "verbose_name_plural": "personnes d’astreinte",
                        "indexes": [
                            models.Index(
                                fields=["territory", "last_name", "id"], name="person_by_name"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("rpps", ""), _negated=True),
                                fields=("rpps",),
                                name="person_rpps_once",
                                violation_error_message="Une personne est déjà inscrite avec ce numéro RPPS.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RuleParameter",
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
                        ("code", models.CharField(max_length=60, verbose_name="code")),
                        ("label", models.CharField(max_length=160, verbose_name="règle")),
                        (
                            "regime",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("liberal", "libéral"),
                                    ("hospital_doctor", "praticien hospitalier"),
                                    ("public_hospital", "fonction publique hospitalière"),
                                    ("private", "salarié de droit privé"),
                                    ("volunteer", "volontaire ou bénévole"),
                                ],
                                max_length=16,
                                verbose_name="régime",
                            ),
                        ),
                        (
                            "line_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("pdsa_regulation", "régulation médicale (PDSA)"),
                                    ("pdsa", "médecins de garde (PDSA)"),
                                    ("night_nurse", "infirmière de nuit partagée"),
                                    ("home_hospital", "hospitalisation à domicile"),
                                    ("palliative", "avis en soins palliatifs"),
                                    ("geriatric", "avis gériatrique"),
                                    ("pharmacy", "pharmacies de garde"),
                                    ("ambulance", "ambulances de garde"),
                                    ("dental", "dentistes de garde"),
                                    ("physiotherapy", "kinésithérapie"),
                                    ("crisis_cell", "cellule de crise"),
                                    ("administrative", "astreinte administrative"),
                                    ("other", "autre ligne"),
                                ],
                                max_length=16,
                                verbose_name="type de ligne",
                            ),
                        ),
                        (
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                to="territories.territory",
                                verbose_name="territoire",
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=2, max_digits=8, verbose_name="valeur"
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("hours", "heures"),
                                    ("days", "jours"),
                                    ("months", "mois"),
                                    ("count", "nombre"),
                                    ("kilometres", "kilomètres"),
                                ],
                                max_length=10,
                                verbose_name="unité",
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("block", "interdit"),
                                    ("force", "possible avec un motif"),
                                    ("warn", "signalé"),
                                ],
                                default="warn",
                                max_length=6,
                                verbose_name="conséquence",
                            ),
                        ),
                        (
                            "validity",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                verbose_name="validité"
                            ),
                        ),
                        ("legal_ref", models.CharField(max_length=200, verbose_name="référence")),
                        (
                            "status",
                            models.CharField(
                                choices=[("verified", "vérifié"), ("unverified", "à vérifier")],
                                default="unverified",
                                max_length=10,
                                verbose_name="vérification",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "paramètre de règle",
                        "verbose_name_plural": "paramètres de règle",
                        "ordering": ["code", "regime", "line_kind"],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("code", "="),
                                    ("regime", "="),
                                    ("line_kind", "="),
                                    (
                                        django.db.models.functions.comparison.Coalesce(
                                            "territory", 0
                                        ),
                                        "=",
                                    ),
                                    ("validity", "&&"),
                                ],
                                name="parameter_one_at_a_time",
                                violation_error_message="Cette règle a déjà une valeur à ces dates.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("validity__isempty", False), ("validity__lower_inf", False)
                                ),
                                name="parameter_validity_begins",
                                violation_error_message="La validité doit avoir un début, avant sa fin.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LineEvent",
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
                                to="oncall.line",
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
                            "slug",
                            models.SlugField(
                                db_index=False, max_length=60, verbose_name="nom dans l’adresse"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="nom")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("pdsa_regulation", "régulation médicale (PDSA)"),
                                    ("pdsa", "médecins de garde (PDSA)"),
                                    ("night_nurse", "infirmière de nuit partagée"),
                                    ("home_hospital", "hospitalisation à domicile"),
                                    ("palliative", "avis en soins palliatifs"),
                                    ("geriatric", "avis gériatrique"),
                                    ("pharmacy", "pharmacies de garde"),
                                    ("ambulance", "ambulances de garde"),
                                    ("dental", "dentistes de garde"),
                                    ("physiotherapy", "kinésithérapie"),
                                    ("crisis_cell", "cellule de crise"),
                                    ("administrative", "astreinte administrative"),
                                    ("other", "autre ligne"),
                                ],
                                max_length=16,
                                verbose_name="type",
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
                            "zone",
                            models.CharField(
                                default="Europe/Paris", max_length=40, verbose_name="fuseau horaire"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=16, verbose_name="numéro de la ligne"
                            ),
                        ),
                        (
                            "instructions",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="consigne à l’appelant"
                            ),
                        ),
                        (
                            "regimes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("liberal", "libéral"),
                                        ("hospital_doctor", "praticien hospitalier"),
                                        ("public_hospital", "fonction publique hospitalière"),
                                        ("private", "salarié de droit privé"),
                                        ("volunteer", "volontaire ou bénévole"),
                                    ],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="régimes admis",
                            ),
                        ),
                        (
                            "bridges",
                            models.BooleanField(
                                default=True,
                                verbose_name="les ponts comptent comme des jours fériés",
                            ),
                        ),
                        (
                            "bridge_saturdays",
                            models.BooleanField(
                                default=True,
                                verbose_name="le samedi qui suit un jeudi férié est un pont",
                            ),
                        ),
                        (
                            "handover_at",
                            models.TimeField(
                                default=datetime.time(8, 0), verbose_name="heure de relève"
                            ),
                        ),
                        (
                            "is_exclusive",
                            models.BooleanField(
                                default=True,
                                verbose_name="personne ne tient une autre ligne en même temps",
                            ),
                        ),
                        (
                            "gap_notice_hours",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveIntegerField(),
                                default=coordination.oncall.models.line.first_notices,
                                size=None,
                                verbose_name="alertes de trou (heures avant)",
                            ),
                        ),
                        (
                            "approves_swaps",
                            models.BooleanField(
                                default=False,
                                verbose_name="les échanges attendent l’accord de la coordination",
                            ),
                        ),
                        (
                            "keeps_years",
                            models.PositiveSmallIntegerField(
                                default=5, verbose_name="conservation (années)"
                            ),
                        ),
                        (
                            "closed_on",
                            models.DateField(blank=True, null=True, verbose_name="fermée le"),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="créée par",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="créée le"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="LineRole",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="roles",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, verbose_name="code")),
                        ("label", models.CharField(max_length=80, verbose_name="libellé")),
                        ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                        (
                            "professions",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="directory.profession",
                                verbose_name="professions admises",
                            ),
                        ),
                        (
                            "qualifications",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="oncall.qualification",
                                verbose_name="qualifications exigées",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "rôle d’une ligne",
                        "verbose_name_plural": "rôles d’une ligne",
                        "ordering": ["rank", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("line", "code"), name="role_once_per_line"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PointWeight",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="weights",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "slot_class",
                            models.CharField(
                                choices=[
                                    ("evening", "soirée"),
                                    ("deep_night", "nuit profonde"),
                                    ("night", "nuit"),
                                    ("weekday", "journée de semaine"),
                                    ("saturday", "samedi"),
                                    ("sunday", "dimanche"),
                                    ("holiday", "jour férié"),
                                    ("bridge", "pont"),
                                    ("red_day", "jour rouge (24, 25, 31 décembre, 1er janvier)"),
                                ],
                                max_length=12,
                                verbose_name="type de créneau",
                            ),
                        ),
                        (
                            "points",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=5,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="points",
                            ),
                        ),
                        (
                            "validity",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                verbose_name="validité"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "barème de points",
                        "verbose_name_plural": "barèmes de points",
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("line", "="),
                                    ("slot_class", "="),
                                    ("validity", "&&"),
                                ],
                                name="weight_one_at_a_time",
                                violation_error_message="Ce type de créneau a déjà un barème à ces dates.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("points__gte", 0)),
                                name="weight_not_negative",
                                violation_error_message="Les points ne peuvent pas être négatifs.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recipient",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recipients",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("council", "conseil de l’Ordre"),
                                    ("agency", "ARS"),
                                    ("prefect", "préfecture"),
                                    ("regulation", "SAMU – Centre 15"),
                                    ("insurance", "assurance maladie"),
                                    ("association", "association"),
                                    ("structure", "structure de soins"),
                                    ("other", "autre destinataire"),
                                ],
                                max_length=12,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("transmission", "transmission (J-45)"),
                                    ("distribution", "diffusion (J-10)"),
                                    ("payment", "mise en paiement"),
                                ],
                                max_length=12,
                                verbose_name="étape",
                            ),
                        ),
                        ("name", models.CharField(max_length=150, verbose_name="nom")),
                        (
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="adresse électronique"
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(default=True, verbose_name="destinataire actuel"),
                        ),
                    ],
                    options={
                        "verbose_name": "destinataire",
                        "verbose_name_plural": "destinataires",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("line", "stage", "name"), name="recipient_once_per_stage"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sector",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sectors",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="nom")),
                        ("code", models.SlugField(max_length=40, verbose_name="code")),
                        (
                            "zone",
                            models.CharField(
                                default="Europe/Paris", max_length=40, verbose_name="fuseau horaire"
                            ),
                        ),
                        (
                            "holiday_zone",
                            models.CharField(
                                choices=[
                                    ("metropole", "métropole"),
                                    ("alsace_moselle", "Alsace-Moselle"),
                                    ("guadeloupe", "Guadeloupe"),
                                    ("martinique", "Martinique"),
                                    ("guyane", "Guyane"),
                                    ("reunion", "La Réunion"),
                                    ("mayotte", "Mayotte"),
                                    ("saint_barthelemy", "Saint-Barthélemy"),
                                    ("saint_martin", "Saint-Martin"),
                                ],
                                default="metropole",
                                max_length=16,
                                verbose_name="jours fériés de",
                            ),
                        ),
                        (
                            "good_friday",
                            models.BooleanField(
                                default=False, verbose_name="le Vendredi saint est férié"
                            ),
                        ),
                        (
                            "colour",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="couleur sur la carte"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=16, verbose_name="numéro du secteur"
                            ),
                        ),
                        (
                            "closed_on",
                            models.DateField(blank=True, null=True, verbose_name="fermé le"),
                        ),
                    ],
                    options={
                        "verbose_name": "secteur",
                        "verbose_name_plural": "secteurs",
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("line", "code"), name="sector_code_once_per_line"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonEvent",
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
                                to="oncall.person",
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
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="compte",
                            ),
                        ),
                        (
                            "first_name",
                            models.CharField(blank=True, max_length=80, verbose_name="prénom"),
                        ),
                        ("last_name", models.CharField(max_length=80, verbose_name="nom")),
                        (
                            "profession",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="directory.profession",
                                verbose_name="profession",
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
                                verbose_name="inscrit sur le territoire",
                            ),
                        ),
                        (
                            "commune",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="territories.territory",
                                verbose_name="commune de départ",
                            ),
                        ),
                        (
                            "left_on",
                            models.DateField(blank=True, null=True, verbose_name="parti le"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="inscrit le"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ContactMethod",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contacts",
                                to="oncall.person",
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("mobile", "portable"),
                                    ("landline", "fixe"),
                                    ("email", "courriel"),
                                ],
                                max_length=10,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "value",
                            models.CharField(max_length=254, verbose_name="numéro ou adresse"),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("professionals", "les professionnels du territoire"),
                                    ("callers", "régulation, ARS et coordination"),
                                    ("coordination", "la coordination de la ligne seule"),
                                ],
                                default="professionals",
                                max_length=14,
                                verbose_name="lu par",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pending", "à vérifier"),
                                    ("verified", "vérifié"),
                                    ("disabled", "désactivé"),
                                ],
                                default="pending",
                                max_length=10,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="ordre d’appel"
                            ),
                        ),
                        (
                            "verified_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="vérifié le"),
                        ),
                        (
                            "last_success_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="dernier message reçu le"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="ajouté le"),
                        ),
                    ],
                    options={
                        "verbose_name": "moyen de contact",
                        "verbose_name_plural": "moyens de contact",
                        "ordering": ["rank", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "disabled"), _negated=True),
                                fields=("value",),
                                name="contact_of_one_person",
                                violation_error_message="Ce numéro ou cette adresse est déjà celui de quelqu’un.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "verified"), _negated=True),
                                    ("verified_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="contact_verified_when",
                                violation_error_message="Un contact vérifié l’a été à un moment connu.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EscalationChain",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="chains",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="nom")),
                        (
                            "repeats",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="répétitions de la chaîne"
                            ),
                        ),
                        (
                            "reminder_minutes",
                            models.PositiveSmallIntegerField(
                                default=30, verbose_name="rappel après prise en charge"
                            ),
                        ),
                        (
                            "is_default",
                            models.BooleanField(default=False, verbose_name="chaîne par défaut"),
                        ),
                    ],
                    options={
                        "verbose_name": "chaîne d’escalade",
                        "verbose_name_plural": "chaînes d’escalade",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_default", True)),
                                fields=("line",),
                                name="chain_one_default_per_line",
                                violation_error_message="Cette ligne a déjà une chaîne par défaut.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Absence",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="absences",
                                to="oncall.person",
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                verbose_name="période"
                            ),
                        ),
                        (
                            "private_reason",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="raison (privée)"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="identifiant d’origine"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="saisie par",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="saisie le"),
                        ),
                    ],
                    options={
                        "verbose_name": "absence",
                        "verbose_name_plural": "absences",
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("person", "="), ("period", "&&")],
                                name="absence_once_at_a_time",
                                violation_error_message="Une absence est déjà notée sur cette période.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("period__isempty", False),
                                    ("period__lower_inf", False),
                                    ("period__upper_inf", False),
                                ),
                                name="absence_bounded",
                                violation_error_message="L’absence doit finir après avoir commencé.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Availability",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="availabilities",
                                to="oncall.person",
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="availabilities",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                verbose_name="période"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("available", "disponible"),
                                    ("unavailable", "indisponible"),
                                ],
                                max_length=12,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="identifiant d’origine"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="saisie le"),
                        ),
                    ],
                    options={
                        "verbose_name": "disponibilité d’astreinte",
                        "verbose_name_plural": "disponibilités d’astreinte",
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("person", "="), ("line", "="), ("period", "&&")],
                                name="oncall_availability_once",
                                violation_error_message="Une disponibilité est déjà saisie sur cette période.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Wish",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="wishes",
                                to="oncall.person",
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="wishes",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                verbose_name="période"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("wants", "souhaite"), ("avoids", "préfère éviter")],
                                max_length=8,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(
                                default=3,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="poids",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="saisi le"),
                        ),
                    ],
                    options={
                        "verbose_name": "souhait",
                        "verbose_name_plural": "souhaits",
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("person", "="), ("line", "="), ("period", "&&")],
                                name="wish_once_at_a_time",
                                violation_error_message="Un souhait est déjà saisi sur cette période.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weight__range", (1, 5))),
                                name="wish_weight_sensible",
                                violation_error_message="Un souhait pèse de 1 à 5.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Roster",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rosters",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "days",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                verbose_name="période"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "brouillon"),
                                    ("simulated", "simulé"),
                                    ("published", "publié"),
                                    ("transmitted", "transmis"),
                                    ("distributed", "diffusé"),
                                    ("running", "en cours"),
                                    ("closed", "clos"),
                                    ("certified", "certifié"),
                                    ("sent_for_payment", "transmis au paiement"),
                                    ("abandoned", "abandonné"),
                                ],
                                default="draft",
                                max_length=18,
                                verbose_name="état",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="nom")),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="créé par",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="créé le"),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="publié le"),
                        ),
                        (
                            "transmitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="transmis le"),
                        ),
                        (
                            "distributed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="diffusé le"),
                        ),
                        (
                            "certified_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="certifié le"),
                        ),
                    ],
                    options={
                        "verbose_name": "tableau d’astreinte",
                        "verbose_name_plural": "tableaux d’astreinte",
                        "indexes": [models.Index(fields=["line", "state"], name="roster_of_line")],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "published",
                                            "transmitted",
                                            "distributed",
                                            "running",
                                            "closed",
                                            "certified",
                                            "sent_for_payment",
                                        ],
                                    )
                                ),
                                expressions=[("line", "="), ("days", "&&")],
                                name="roster_one_published",
                                violation_error_message="Un tableau de cette ligne est déjà publié sur une partie de ces dates.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("days__isempty", False),
                                    ("days__lower_inf", False),
                                    ("days__upper_inf", False),
                                ),
                                name="roster_bounded",
                                violation_error_message="Le tableau doit finir après avoir commencé.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DutyClock",
                    fields=[
                        (
                            "line",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="clock",
                                serialize=False,
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "recorded_since",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(),
                                verbose_name="enregistré depuis",
                            ),
                        ),
                        ("recorded_until", models.DateTimeField(verbose_name="enregistré jusqu’à")),
                    ],
                    options={
                        "verbose_name": "horloge d’une ligne",
                        "verbose_name_plural": "horloges des lignes",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("recorded_since__lte", models.F("recorded_until"))
                                ),
                                name="clock_goes_forward",
                                violation_error_message="L’enregistrement ne peut pas finir avant de commencer.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GapAlarm",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="gap_alarms",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        ("hours", models.PositiveIntegerField(verbose_name="seuil (heures avant)")),
                        (
                            "raised_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="donnée le"),
                        ),
                    ],
                    options={
                        "verbose_name": "alarme de trou",
                        "verbose_name_plural": "alarmes de trou",
                        "indexes": [
                            models.Index(fields=["line", "-raised_at"], name="gap_alarm_of_line")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SectorEvent",
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
                                to="oncall.sector",
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
                            "line",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="nom")),
                        (
                            "code",
                            models.SlugField(db_index=False, max_length=40, verbose_name="code"),
                        ),
                        (
                            "zone",
                            models.CharField(
                                default="Europe/Paris", max_length=40, verbose_name="fuseau horaire"
                            ),
                        ),
                        (
                            "holiday_zone",
                            models.CharField(
                                choices=[
                                    ("metropole", "métropole"),
                                    ("alsace_moselle", "Alsace-Moselle"),
                                    ("guadeloupe", "Guadeloupe"),
                                    ("martinique", "Martinique"),
                                    ("guyane", "Guyane"),
                                    ("reunion", "La Réunion"),
                                    ("mayotte", "Mayotte"),
                                    ("saint_barthelemy", "Saint-Barthélemy"),
                                    ("saint_martin", "Saint-Martin"),
                                ],
                                default="metropole",
                                max_length=16,
                                verbose_name="jours fériés de",
                            ),
                        ),
                        (
                            "good_friday",
                            models.BooleanField(
                                default=False, verbose_name="le Vendredi saint est férié"
                            ),
                        ),
                        (
                            "colour",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="couleur sur la carte"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=16, verbose_name="numéro du secteur"
                            ),
                        ),
                        (
                            "closed_on",
                            models.DateField(blank=True, null=True, verbose_name="fermé le"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="SectorCommune",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="communes",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "sector",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="communes",
                                to="oncall.sector",
                                verbose_name="secteur",
                            ),
                        ),
                        (
                            "commune",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="oncall_sectors",
                                to="territories.territory",
                                verbose_name="commune",
                            ),
                        ),
                        (
                            "band",
                            django.contrib.postgres.fields.ranges.IntegerRangeField(
                                default=coordination.oncall.models.sector.whole_day,
                                verbose_name="plage du jour (minutes)",
                            ),
                        ),
                        (
                            "validity",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                verbose_name="validité"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                verbose_name="non couverte : ce qui est fait à la place",
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="référence de la décision"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "commune d’un secteur",
                        "verbose_name_plural": "communes d’un secteur",
                        "indexes": [models.Index(fields=["sector"], name="commune_of_sector")],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("line", "="),
                                    ("commune", "="),
                                    ("validity", "&&"),
                                    ("band", "&&"),
                                ],
                                name="commune_in_one_sector",
                                violation_error_message="Cette commune est déjà dans un secteur à ces dates.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sector__isnull", False),
                                    models.Q(("reference", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="commune_uncovered_by_decision",
                                violation_error_message="Une commune non couverte l’est par une décision : indiquez sa référence.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "band__contained_by",
                                        psycopg.types.range.Range(0, 1440, "[)"),
                                    ),
                                    ("band__isempty", False),
                                ),
                                name="commune_band_within_a_day",
                                violation_error_message="La plage doit tenir dans une journée, de 0 h à 24 h.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("validity__isempty", False), ("validity__lower_inf", False)
                                ),
                                name="commune_validity_begins",
                                violation_error_message="La validité doit avoir un début, avant sa fin.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Requirement",
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
                            "sector",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="requirements",
                                to="oncall.sector",
                                verbose_name="secteur",
                            ),
                        ),
                        (
                            "slot_class",
                            models.CharField(
                                choices=[
                                    ("evening", "soirée"),
                                    ("deep_night", "nuit profonde"),
                                    ("night", "nuit"),
                                    ("weekday", "journée de semaine"),
                                    ("saturday", "samedi"),
                                    ("sunday", "dimanche"),
                                    ("holiday", "jour férié"),
                                    ("bridge", "pont"),
                                    ("red_day", "jour rouge (24, 25, 31 décembre, 1er janvier)"),
                                ],
                                max_length=12,
                                verbose_name="type de créneau",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="requirements",
                                to="oncall.linerole",
                                verbose_name="rôle",
                            ),
                        ),
                        (
                            "minimum",
                            models.PositiveSmallIntegerField(default=1, verbose_name="minimum"),
                        ),
                        (
                            "target",
                            models.PositiveSmallIntegerField(default=1, verbose_name="souhaité"),
                        ),
                        (
                            "maximum",
                            models.PositiveSmallIntegerField(default=1, verbose_name="maximum"),
                        ),
                        (
                            "validity",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                verbose_name="validité"
                            ),
                        ),
                        (
                            "is_uncovered",
                            models.BooleanField(
                                default=False, verbose_name="non couvert par décision"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                verbose_name="ce qui est fait à la place",
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="référence de la décision"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "besoin d’un secteur",
                        "verbose_name_plural": "besoins d’un secteur",
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("sector", "="),
                                    ("slot_class", "="),
                                    (
                                        django.db.models.functions.comparison.Coalesce("role", 0),
                                        "=",
                                    ),
                                    ("validity", "&&"),
                                ],
                                name="requirement_one_per_role",
                                violation_error_message="Un besoin est déjà déclaré pour ce rôle à ces dates.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_uncovered", False),
                                    models.Q(
                                        models.Q(("reference", ""), _negated=True), ("maximum", 0)
                                    ),
                                    _connector="OR",
                                ),
                                name="requirement_uncovered_by_decision",
                                violation_error_message="« Non couvert par décision » demande une référence, et personne d’inscrit.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minimum__lte", models.F("target")),
                                    ("target__lte", models.F("maximum")),
                                ),
                                name="requirement_in_order",
                                violation_error_message="Minimum, souhaité et maximum doivent être croissants.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("validity__isempty", False), ("validity__lower_inf", False)
                                ),
                                name="requirement_validity_begins",
                                violation_error_message="La validité doit avoir un début, avant sa fin.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactCheck",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="checks",
                                to="oncall.contactmethod",
                                verbose_name="moyen de contact",
                            ),
                        ),
                        (
                            "nonce",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, verbose_name="tirage"
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="demandé par",
                            ),
                        ),
                        (
                            "asked_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="demandé le"),
                        ),
                        ("expires_at", models.DateTimeField(verbose_name="ne vaut plus après")),
                        (
                            "tries",
                            models.PositiveSmallIntegerField(default=0, verbose_name="essais"),
                        ),
                        (
                            "closed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="clos le"),
                        ),
                    ],
                    options={
                        "verbose_name": "vérification d’un contact",
                        "verbose_name_plural": "vérifications de contacts",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=("contact",),
                                name="contact_check_one_awaited",
                                violation_error_message="Un code est déjà attendu pour ce moyen de contact.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Member",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="oncall.person",
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "regime",
                            models.CharField(
                                choices=[
                                    ("liberal", "libéral"),
                                    ("hospital_doctor", "praticien hospitalier"),
                                    ("public_hospital", "fonction publique hospitalière"),
                                    ("private", "salarié de droit privé"),
                                    ("volunteer", "volontaire ou bénévole"),
                                ],
                                max_length=16,
                                verbose_name="régime",
                            ),
                        ),
                        (
                            "share",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("1"),
                                max_digits=4,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("5")),
                                ],
                                verbose_name="part d’engagement",
                            ),
                        ),
                        (
                            "most_duties_a_month",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="astreintes par mois, au plus"
                            ),
                        ),
                        (
                            "most_weekends_a_month",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="week-ends par mois, au plus"
                            ),
                        ),
                        (
                            "volunteers_on_holidays",
                            models.BooleanField(
                                default=False, verbose_name="volontaire les jours fériés"
                            ),
                        ),
                        (
                            "membership",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                verbose_name="inscription"
                            ),
                        ),
                        (
                            "roles",
                            models.ManyToManyField(
                                related_name="members", to="oncall.linerole", verbose_name="rôles"
                            ),
                        ),
                        (
                            "sectors",
                            models.ManyToManyField(
                                blank=True,
                                related_name="members",
                                to="oncall.sector",
                                verbose_name="secteurs",
                            ),
                        ),
                        (
                            "qualifications",
                            models.ManyToManyField(
                                blank=True,
                                related_name="members",
                                to="oncall.qualification",
                                verbose_name="qualifications",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "membre d’une ligne",
                        "verbose_name_plural": "membres d’une ligne",
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("line", "="), ("person", "="), ("membership", "&&")],
                                name="member_once_at_a_time",
                                violation_error_message="Cette personne est déjà inscrite sur la ligne.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("membership__isempty", False), ("membership__lower_inf", False)
                                ),
                                name="member_begins",
                                violation_error_message="L’inscription doit avoir un début, avant sa fin.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("share__range", (0, 5))),
                                name="member_share_sensible",
                                violation_error_message="La part d’engagement va de 0 à 5.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EscalationStep",
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
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="oncall.escalationchain",
                                verbose_name="chaîne",
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(verbose_name="rang")),
                        (
                            "target",
                            models.CharField(
                                choices=[
                                    ("on_call", "la personne d’astreinte"),
                                    ("next_on_call", "la personne d’astreinte suivante"),
                                    ("person", "une personne désignée"),
                                    ("coordinator", "la coordination de la ligne"),
                                ],
                                max_length=14,
                                verbose_name="qui",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="oncall.linerole",
                                verbose_name="rôle",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="oncall.person",
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "channels",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("sms", "SMS"),
                                        ("email", "courriel"),
                                        ("portal", "portail"),
                                        ("voice", "appel"),
                                    ],
                                    max_length=8,
                                ),
                                size=None,
                                verbose_name="canaux",
                            ),
                        ),
                        (
                            "delay_seconds",
                            models.PositiveIntegerField(
                                default=300, verbose_name="délai avant l’étape suivante (s)"
                            ),
                        ),
                        (
                            "all_must_answer",
                            models.BooleanField(
                                default=False, verbose_name="tous doivent répondre"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "étape d’escalade",
                        "verbose_name_plural": "étapes d’escalade",
                        "ordering": ["chain", "rank"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("chain", "rank"), name="step_rank_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("target", "person"), _negated=True),
                                    ("person__isnull", False),
                                    _connector="OR",
                                ),
                                name="step_names_its_person",
                                violation_error_message="Indiquez la personne que cette étape appelle.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Alert",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="alerts",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "sector",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="alerts",
                                to="oncall.sector",
                                verbose_name="secteur",
                            ),
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
                            "chain_name",
                            models.CharField(max_length=120, verbose_name="chaîne suivie"),
                        ),
                        (
                            "subject",
                            models.CharField(
                                max_length=160, verbose_name="objet (rien sur un patient)"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "en cours"),
                                    ("acknowledged", "prise en charge"),
                                    ("closed", "close"),
                                    ("exhausted", "sans réponse"),
                                ],
                                default="open",
                                max_length=12,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "next_step_due_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="prochaine étape à"
                            ),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="étape suivante"
                            ),
                        ),
                        (
                            "repeats_left",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="répétitions restantes"
                            ),
                        ),
                        (
                            "reminder_minutes",
                            models.PositiveSmallIntegerField(
                                default=30, verbose_name="rappel après prise en charge"
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ouverte par",
                            ),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="ouverte le"),
                        ),
                        (
                            "acknowledged_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="prise en charge le"
                            ),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="terminée le"),
                        ),
                    ],
                    options={
                        "verbose_name": "alerte",
                        "verbose_name_plural": "alertes",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["open", "acknowledged"])),
                                fields=["next_step_due_at"],
                                name="alert_due",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["open", "acknowledged"]), _negated=True
                                    ),
                                    ("next_step_due_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="alert_always_due",
                                violation_error_message="Une alerte en cours a toujours une étape à venir.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RosterEvent",
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
                                to="oncall.roster",
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
                            "line",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "days",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                verbose_name="période"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "brouillon"),
                                    ("simulated", "simulé"),
                                    ("published", "publié"),
                                    ("transmitted", "transmis"),
                                    ("distributed", "diffusé"),
                                    ("running", "en cours"),
                                    ("closed", "clos"),
                                    ("certified", "certifié"),
                                    ("sent_for_payment", "transmis au paiement"),
                                    ("abandoned", "abandonné"),
                                ],
                                default="draft",
                                max_length=18,
                                verbose_name="état",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="nom")),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="créé par",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="créé le"),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="publié le"),
                        ),
                        (
                            "transmitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="transmis le"),
                        ),
                        (
                            "distributed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="diffusé le"),
                        ),
                        (
                            "certified_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="certifié le"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RosterVersion",
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
                            "roster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="oncall.roster",
                                verbose_name="tableau",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="numéro")),
                        ("content", models.JSONField(verbose_name="contenu")),
                        ("content_hash", models.CharField(max_length=64, verbose_name="empreinte")),
                        (
                            "diff",
                            models.JSONField(blank=True, default=dict, verbose_name="différences"),
                        ),
                        (
                            "motive",
                            models.CharField(blank=True, max_length=300, verbose_name="motif"),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="auteur",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="publiée le"),
                        ),
                    ],
                    options={
                        "verbose_name": "version d’un tableau",
                        "verbose_name_plural": "versions d’un tableau",
                        "ordering": ["roster", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("roster", "number"), name="version_once_per_roster"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SlotTemplate",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="templates",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="nom")),
                        ("starts_at", models.TimeField(verbose_name="début")),
                        ("ends_at", models.TimeField(verbose_name="fin")),
                        (
                            "day_rule",
                            models.CharField(
                                choices=[
                                    ("every_day", "tous les jours"),
                                    ("weekday", "du lundi au vendredi, hors fériés et ponts"),
                                    ("saturday", "le samedi, hors fériés et ponts"),
                                    ("day_off", "les dimanches, fériés et ponts"),
                                    ("holiday", "les jours fériés"),
                                    ("eve", "les veilles de dimanche ou de férié"),
                                    ("bridge", "les ponts"),
                                ],
                                max_length=10,
                                verbose_name="jours",
                            ),
                        ),
                        (
                            "slot_class",
                            models.CharField(
                                choices=[
                                    ("evening", "soirée"),
                                    ("deep_night", "nuit profonde"),
                                    ("night", "nuit"),
                                    ("weekday", "journée de semaine"),
                                    ("saturday", "samedi"),
                                    ("sunday", "dimanche"),
                                    ("holiday", "jour férié"),
                                    ("bridge", "pont"),
                                    ("red_day", "jour rouge (24, 25, 31 décembre, 1er janvier)"),
                                ],
                                max_length=12,
                                verbose_name="type de créneau",
                            ),
                        ),
                        (
                            "validity",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                verbose_name="validité"
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                        (
                            "sectors",
                            models.ManyToManyField(
                                blank=True,
                                related_name="templates",
                                to="oncall.sector",
                                verbose_name="secteurs",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "gabarit de créneau",
                        "verbose_name_plural": "gabarits de créneau",
                        "ordering": ["rank", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("validity__isempty", False), ("validity__lower_inf", False)
                                ),
                                name="template_validity_begins",
                                violation_error_message="La validité doit avoir un début, avant sa fin.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarFeed",
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
                                related_name="calendar_feeds",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="abonné",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="feeds",
                                to="oncall.person",
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="feeds",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "sector",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="feeds",
                                to="oncall.sector",
                                verbose_name="secteur",
                            ),
                        ),
                        (
                            "digest",
                            models.CharField(
                                max_length=64, unique=True, verbose_name="empreinte du secret"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="créé le"),
                        ),
                        (
                            "revoked_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="révoqué le"),
                        ),
                    ],
                    options={
                        "verbose_name": "agenda par abonnement",
                        "verbose_name_plural": "agendas par abonnement",
                        "indexes": [
                            models.Index(fields=["owner", "-created_at"], name="feed_of_owner")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("line__isnull", True),
                                        ("person__isnull", False),
                                        ("sector__isnull", True),
                                    ),
                                    models.Q(
                                        ("line__isnull", False),
                                        ("person__isnull", True),
                                        ("sector__isnull", True),
                                    ),
                                    models.Q(
                                        ("line__isnull", True),
                                        ("person__isnull", True),
                                        ("sector__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="feed_of_one_thing",
                                violation_error_message="Un agenda est celui d’une personne, d’une ligne ou d’un secteur.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GenerationRun",
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
                            "roster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="generations",
                                to="oncall.roster",
                                verbose_name="tableau",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("queued", "en attente"),
                                    ("running", "en cours de calcul"),
                                    ("done", "proposition prête"),
                                    ("stopped", "arrêté, meilleure proposition gardée"),
                                    ("failed", "interrompu"),
                                    ("applied", "repris dans le tableau"),
                                ],
                                default="queued",
                                max_length=8,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "seconds",
                            models.PositiveSmallIntegerField(
                                default=60,
                                validators=[
                                    django.core.validators.MinValueValidator(5),
                                    django.core.validators.MaxValueValidator(120),
                                ],
                                verbose_name="durée du calcul (s)",
                            ),
                        ),
                        (
                            "seed",
                            models.PositiveIntegerField(default=1, verbose_name="graine du hasard"),
                        ),
                        (
                            "stays_close",
                            models.BooleanField(
                                default=False, verbose_name="changer le moins possible"
                            ),
                        ),
                        (
                            "input_hash",
                            models.CharField(
                                blank=True, max_length=64, verbose_name="empreinte des données"
                            ),
                        ),
                        (
                            "objective",
                            models.BigIntegerField(blank=True, null=True, verbose_name="coût"),
                        ),
                        ("bound", models.BigIntegerField(default=0, verbose_name="borne")),
                        (
                            "elapsed_seconds",
                            models.FloatField(default=0, verbose_name="temps passé (s)"),
                        ),
                        (
                            "result",
                            models.JSONField(blank=True, default=dict, verbose_name="proposition"),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="demandé par",
                            ),
                        ),
                        (
                            "asked_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="demandé le"),
                        ),
                        (
                            "claimed_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="dernière prise en charge"
                            ),
                        ),
                        (
                            "attempts",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="prises en charge"
                            ),
                        ),
                        (
                            "alive_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="dernier signe de vie"
                            ),
                        ),
                        (
                            "stop_asked_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="arrêt demandé le"
                            ),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="terminé le"),
                        ),
                    ],
                    options={
                        "verbose_name": "calcul d’un tableau",
                        "verbose_name_plural": "calculs de tableaux",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["queued", "running"])),
                                fields=["asked_at"],
                                name="generation_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["queued", "running"])),
                                fields=("roster",),
                                name="generation_one_at_a_time",
                                violation_error_message="Un calcul est déjà en cours pour ce tableau.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("seconds__range", (5, 120))),
                                name="generation_bounded",
                                violation_error_message="Un calcul dure de 5 à 120 secondes.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Override",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="overrides",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "sector",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="overrides",
                                to="oncall.sector",
                                verbose_name="secteur",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="overrides",
                                to="oncall.linerole",
                                verbose_name="rôle",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("add", "ajout"),
                                    ("remove", "retrait"),
                                    ("replace", "remplacement"),
                                ],
                                max_length=8,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                verbose_name="période"
                            ),
                        ),
                        ("motive", models.CharField(max_length=300, verbose_name="motif")),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="auteur",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="créée le"),
                        ),
                        (
                            "cancelled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="annulée le"),
                        ),
                        (
                            "cancelled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="annulée par",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "dérogation",
                        "verbose_name_plural": "dérogations",
                        "indexes": [
                            django.contrib.postgres.indexes.GistIndex(
                                models.F("sector"),
                                models.F("period"),
                                condition=models.Q(("cancelled_at__isnull", True)),
                                name="override_now",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("period__isempty", False),
                                    ("period__lower_inf", False),
                                    ("period__upper_inf", False),
                                ),
                                name="override_bounded",
                                violation_error_message="La dérogation doit finir après avoir commencé.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Layer",
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
                            "sector",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="layers",
                                to="oncall.sector",
                                verbose_name="secteur",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="layers",
                                to="oncall.linerole",
                                verbose_name="rôle",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="nom")),
                        (
                            "priority",
                            models.PositiveSmallIntegerField(default=1, verbose_name="priorité"),
                        ),
                    ],
                    options={
                        "verbose_name": "couche de roulement",
                        "verbose_name_plural": "couches de roulement",
                        "ordering": ["sector", "role", "priority"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("sector", "role", "priority"), name="layer_one_per_priority"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Certificate",
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
                            "roster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificates",
                                to="oncall.roster",
                                verbose_name="tableau",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="numéro")),
                        ("content", models.JSONField(verbose_name="contenu")),
                        ("content_hash", models.CharField(max_length=64, verbose_name="empreinte")),
                        (
                            "motive",
                            models.CharField(blank=True, max_length=300, verbose_name="motif"),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="signé par",
                            ),
                        ),
                        (
                            "signed_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="signé le"),
                        ),
                    ],
                    options={
                        "verbose_name": "certificat de service fait",
                        "verbose_name_plural": "certificats de service fait",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("roster", "number"), name="certificate_once_per_roster"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ShortageFile",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shortages",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "sector",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shortages",
                                to="oncall.sector",
                                verbose_name="secteur",
                            ),
                        ),
                        (
                            "days",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                verbose_name="période"
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ouvert par",
                            ),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="ouvert le"),
                        ),
                        (
                            "closed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="clos le"),
                        ),
                    ],
                    options={
                        "verbose_name": "dossier de carence",
                        "verbose_name_plural": "dossiers de carence",
                        "indexes": [
                            models.Index(fields=["line", "-opened_at"], name="shortage_of_line")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("days__isempty", False),
                                    ("days__lower_inf", False),
                                    ("days__upper_inf", False),
                                ),
                                name="shortage_bounded",
                                violation_error_message="Le dossier doit finir après avoir commencé.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Upload",
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
                                related_name="oncall_uploads",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="envoyé par",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("absences", "absences d’un agenda"),
                                    ("availability", "disponibilités d’un agenda"),
                                    ("roster", "tableau"),
                                ],
                                max_length=12,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="oncall.person",
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "roster",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="oncall.roster",
                                verbose_name="tableau",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="nom du fichier")),
                        (
                            "rows",
                            models.JSONField(
                                blank=True, default=list, verbose_name="lignes comprises"
                            ),
                        ),
                        (
                            "problems",
                            models.JSONField(
                                blank=True, default=list, verbose_name="lignes refusées"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="envoyé le"),
                        ),
                        (
                            "applied_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="confirmé le"),
                        ),
                    ],
                    options={
                        "verbose_name": "fichier envoyé",
                        "verbose_name_plural": "fichiers envoyés",
                        "indexes": [models.Index(fields=["created_at"], name="upload_by_age")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "roster"),
                                        ("person__isnull", True),
                                        ("roster__isnull", False),
                                    ),
                                    models.Q(
                                        ("kind", "absences"),
                                        ("person__isnull", False),
                                        ("roster__isnull", True),
                                    ),
                                    models.Q(
                                        ("kind", "availability"),
                                        ("line__isnull", False),
                                        ("person__isnull", False),
                                        ("roster__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="upload_about_its_kind",
                                violation_error_message="Un fichier concerne un tableau, ou une personne.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SectorCommuneEvent",
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
                                to="oncall.sectorcommune",
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
                            "line",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "sector",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.sector",
                                verbose_name="secteur",
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
                            "band",
                            django.contrib.postgres.fields.ranges.IntegerRangeField(
                                default=coordination.oncall.models.sector.whole_day,
                                verbose_name="plage du jour (minutes)",
                            ),
                        ),
                        (
                            "validity",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                verbose_name="validité"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                verbose_name="non couverte : ce qui est fait à la place",
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="référence de la décision"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RequirementEvent",
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
                                to="oncall.requirement",
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
                            "sector",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.sector",
                                verbose_name="secteur",
                            ),
                        ),
                        (
                            "slot_class",
                            models.CharField(
                                choices=[
                                    ("evening", "soirée"),
                                    ("deep_night", "nuit profonde"),
                                    ("night", "nuit"),
                                    ("weekday", "journée de semaine"),
                                    ("saturday", "samedi"),
                                    ("sunday", "dimanche"),
                                    ("holiday", "jour férié"),
                                    ("bridge", "pont"),
                                    ("red_day", "jour rouge (24, 25, 31 décembre, 1er janvier)"),
                                ],
                                max_length=12,
                                verbose_name="type de créneau",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.linerole",
                                verbose_name="rôle",
                            ),
                        ),
                        (
                            "minimum",
                            models.PositiveSmallIntegerField(default=1, verbose_name="minimum"),
                        ),
                        (
                            "target",
                            models.PositiveSmallIntegerField(default=1, verbose_name="souhaité"),
                        ),
                        (
                            "maximum",
                            models.PositiveSmallIntegerField(default=1, verbose_name="maximum"),
                        ),
                        (
                            "validity",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                verbose_name="validité"
                            ),
                        ),
                        (
                            "is_uncovered",
                            models.BooleanField(
                                default=False, verbose_name="non couvert par décision"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                verbose_name="ce qui est fait à la place",
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="référence de la décision"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="MemberEvent",
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
                                to="oncall.member",
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
                            "line",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.line",
                                verbose_name="ligne",
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
                            "regime",
                            models.CharField(
                                choices=[
                                    ("liberal", "libéral"),
                                    ("hospital_doctor", "praticien hospitalier"),
                                    ("public_hospital", "fonction publique hospitalière"),
                                    ("private", "salarié de droit privé"),
                                    ("volunteer", "volontaire ou bénévole"),
                                ],
                                max_length=16,
                                verbose_name="régime",
                            ),
                        ),
                        (
                            "share",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("1"),
                                max_digits=4,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("5")),
                                ],
                                verbose_name="part d’engagement",
                            ),
                        ),
                        (
                            "most_duties_a_month",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="astreintes par mois, au plus"
                            ),
                        ),
                        (
                            "most_weekends_a_month",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="week-ends par mois, au plus"
                            ),
                        ),
                        (
                            "volunteers_on_holidays",
                            models.BooleanField(
                                default=False, verbose_name="volontaire les jours fériés"
                            ),
                        ),
                        (
                            "membership",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                verbose_name="inscription"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="AlertEvent",
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
                                to="oncall.alert",
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
                            "line",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "sector",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.sector",
                                verbose_name="secteur",
                            ),
                        ),
                        (
                            "commune",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="territories.territory",
                                verbose_name="commune",
                            ),
                        ),
                        (
                            "chain_name",
                            models.CharField(max_length=120, verbose_name="chaîne suivie"),
                        ),
                        (
                            "subject",
                            models.CharField(
                                max_length=160, verbose_name="objet (rien sur un patient)"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "en cours"),
                                    ("acknowledged", "prise en charge"),
                                    ("closed", "close"),
                                    ("exhausted", "sans réponse"),
                                ],
                                default="open",
                                max_length=12,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "next_step_due_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="prochaine étape à"
                            ),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="étape suivante"
                            ),
                        ),
                        (
                            "repeats_left",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="répétitions restantes"
                            ),
                        ),
                        (
                            "reminder_minutes",
                            models.PositiveSmallIntegerField(
                                default=30, verbose_name="rappel après prise en charge"
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ouverte par",
                            ),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="ouverte le"),
                        ),
                        (
                            "acknowledged_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="prise en charge le"
                            ),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="terminée le"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="AlertStep",
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
                            "alert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="oncall.alert",
                                verbose_name="alerte",
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(verbose_name="rang")),
                        (
                            "repeat",
                            models.PositiveSmallIntegerField(default=0, verbose_name="répétition"),
                        ),
                        (
                            "target",
                            models.CharField(
                                choices=[
                                    ("on_call", "la personne d’astreinte"),
                                    ("next_on_call", "la personne d’astreinte suivante"),
                                    ("person", "une personne désignée"),
                                    ("coordinator", "la coordination de la ligne"),
                                ],
                                max_length=14,
                                verbose_name="qui",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="oncall.linerole",
                                verbose_name="rôle",
                            ),
                        ),
                        (
                            "named",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="oncall.person",
                                verbose_name="personne désignée",
                            ),
                        ),
                        (
                            "channels",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("sms", "SMS"),
                                        ("email", "courriel"),
                                        ("portal", "portail"),
                                        ("voice", "appel"),
                                    ],
                                    max_length=8,
                                ),
                                size=None,
                                verbose_name="canaux",
                            ),
                        ),
                        (
                            "delay_seconds",
                            models.PositiveIntegerField(
                                verbose_name="délai avant l’étape suivante (s)"
                            ),
                        ),
                        (
                            "all_must_answer",
                            models.BooleanField(
                                default=False, verbose_name="tous doivent répondre"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "à venir"),
                                    ("served", "appelée"),
                                    ("skipped", "passée : personne à appeler"),
                                ],
                                default="waiting",
                                max_length=8,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "due_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="due à"),
                        ),
                        (
                            "served_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="jouée à"),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="ce qui s’est passé"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "étape d’une alerte",
                        "verbose_name_plural": "étapes d’une alerte",
                        "ordering": ["alert", "repeat", "rank"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("alert", "repeat", "rank"), name="alert_step_played_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Acknowledgement",
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
                            "alert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="acknowledgements",
                                to="oncall.alert",
                                verbose_name="alerte",
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
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="compte",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("sms", "SMS"),
                                    ("email", "courriel"),
                                    ("portal", "portail"),
                                    ("voice", "appel"),
                                ],
                                max_length=8,
                                verbose_name="par",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="le")),
                        (
                            "reminders",
                            models.PositiveSmallIntegerField(default=0, verbose_name="rappels"),
                        ),
                        (
                            "reminded_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="rappelée le"),
                        ),
                        (
                            "undone_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="annulée le"),
                        ),
                        (
                            "undone_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="pourquoi"),
                        ),
                    ],
                    options={
                        "verbose_name": "prise en charge",
                        "verbose_name_plural": "prises en charge",
                        "indexes": [
                            models.Index(fields=["alert", "-at"], name="acknowledgement_of_alert")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Transmission",
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
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transmissions",
                                to="oncall.rosterversion",
                                verbose_name="version",
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transmissions",
                                to="oncall.recipient",
                                verbose_name="destinataire",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("email", "courriel"),
                                    ("paper", "papier"),
                                    ("portal", "portail"),
                                    ("file", "dépôt de fichier"),
                                ],
                                max_length=8,
                                verbose_name="canal",
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
                        ("sent_at", models.DateTimeField(verbose_name="envoyée le")),
                        (
                            "sent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="envoyée par",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "envoi d’un tableau",
                        "verbose_name_plural": "envois d’un tableau",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "recipient"),
                                name="transmission_once_per_version",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SlotTemplateEvent",
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
                                to="oncall.slottemplate",
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
                            "line",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="nom")),
                        ("starts_at", models.TimeField(verbose_name="début")),
                        ("ends_at", models.TimeField(verbose_name="fin")),
                        (
                            "day_rule",
                            models.CharField(
                                choices=[
                                    ("every_day", "tous les jours"),
                                    ("weekday", "du lundi au vendredi, hors fériés et ponts"),
                                    ("saturday", "le samedi, hors fériés et ponts"),
                                    ("day_off", "les dimanches, fériés et ponts"),
                                    ("holiday", "les jours fériés"),
                                    ("eve", "les veilles de dimanche ou de férié"),
                                    ("bridge", "les ponts"),
                                ],
                                max_length=10,
                                verbose_name="jours",
                            ),
                        ),
                        (
                            "slot_class",
                            models.CharField(
                                choices=[
                                    ("evening", "soirée"),
                                    ("deep_night", "nuit profonde"),
                                    ("night", "nuit"),
                                    ("weekday", "journée de semaine"),
                                    ("saturday", "samedi"),
                                    ("sunday", "dimanche"),
                                    ("holiday", "jour férié"),
                                    ("bridge", "pont"),
                                    ("red_day", "jour rouge (24, 25, 31 décembre, 1er janvier)"),
                                ],
                                max_length=12,
                                verbose_name="type de créneau",
                            ),
                        ),
                        (
                            "validity",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                verbose_name="validité"
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                    ],
                ),
                migrations.CreateModel(
                    name="Slot",
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
                            "roster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="slots",
                                to="oncall.roster",
                                verbose_name="tableau",
                            ),
                        ),
                        (
                            "sector",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="slots",
                                to="oncall.sector",
                                verbose_name="secteur",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="slots",
                                to="oncall.slottemplate",
                                verbose_name="gabarit",
                            ),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                verbose_name="période"
                            ),
                        ),
                        ("local_day", models.DateField(verbose_name="jour local")),
                        ("label", models.CharField(max_length=80, verbose_name="libellé local")),
                        (
                            "slot_class",
                            models.CharField(
                                choices=[
                                    ("evening", "soirée"),
                                    ("deep_night", "nuit profonde"),
                                    ("night", "nuit"),
                                    ("weekday", "journée de semaine"),
                                    ("saturday", "samedi"),
                                    ("sunday", "dimanche"),
                                    ("holiday", "jour férié"),
                                    ("bridge", "pont"),
                                    ("red_day", "jour rouge (24, 25, 31 décembre, 1er janvier)"),
                                ],
                                max_length=12,
                                verbose_name="type de créneau",
                            ),
                        ),
                        (
                            "holiday",
                            models.CharField(blank=True, max_length=60, verbose_name="jour férié"),
                        ),
                        (
                            "points",
                            models.DecimalField(
                                decimal_places=2, default=0, max_digits=5, verbose_name="points"
                            ),
                        ),
                        (
                            "frozen_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="figé le"),
                        ),
                    ],
                    options={
                        "verbose_name": "créneau d’astreinte",
                        "verbose_name_plural": "créneaux d’astreinte",
                        "indexes": [
                            models.Index(fields=["roster", "local_day"], name="slot_of_roster")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("roster", "sector", "period"), name="oncall_slot_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("period__isempty", False),
                                    ("period__lower_inf", False),
                                    ("period__upper_inf", False),
                                ),
                                name="oncall_slot_bounded",
                                violation_error_message="Le créneau doit finir après avoir commencé.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DutyNews",
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
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="news",
                                to="oncall.rosterversion",
                                verbose_name="version",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="news",
                                to="oncall.person",
                                verbose_name="personne",
                            ),
                        ),
                        ("gained", models.JSONField(default=list, verbose_name="tours pris")),
                        ("lost", models.JSONField(default=list, verbose_name="tours laissés")),
                    ],
                    options={
                        "verbose_name": "changement pour une personne",
                        "verbose_name_plural": "changements pour une personne",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "person"), name="news_once_per_version"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OverrideEvent",
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
                                to="oncall.override",
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
                            "line",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "sector",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.sector",
                                verbose_name="secteur",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.linerole",
                                verbose_name="rôle",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("add", "ajout"),
                                    ("remove", "retrait"),
                                    ("replace", "remplacement"),
                                ],
                                max_length=8,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                verbose_name="période"
                            ),
                        ),
                        ("motive", models.CharField(max_length=300, verbose_name="motif")),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="auteur",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="créée le"),
                        ),
                        (
                            "cancelled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="annulée le"),
                        ),
                        (
                            "cancelled_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="annulée par",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="OverridePerson",
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
                            "override",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="people",
                                to="oncall.override",
                                verbose_name="dérogation",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="overrides",
                                to="oncall.person",
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[("added", "prend"), ("removed", "laisse")],
                                max_length=8,
                                verbose_name="côté",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                verbose_name="période"
                            ),
                        ),
                        (
                            "is_exclusive",
                            models.BooleanField(
                                default=True, verbose_name="exclut une autre ligne"
                            ),
                        ),
                        ("is_live", models.BooleanField(default=True, verbose_name="en vigueur")),
                    ],
                    options={
                        "verbose_name": "personne d’une dérogation",
                        "verbose_name_plural": "personnes d’une dérogation",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("override", "person"), name="override_touches_a_person_once"
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("is_live", True)),
                                expressions=[("person", "="), ("line", "="), ("period", "&&")],
                                name="override_one_at_a_time",
                                violation_error_message="Une autre dérogation touche déjà cette personne sur cette période.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(
                                    ("is_exclusive", True), ("is_live", True), ("side", "added")
                                ),
                                expressions=[("person", "="), ("period", "&&")],
                                name="override_adds_on_one_line",
                                violation_error_message="Cette personne est déjà ajoutée sur une autre ligne à ce moment.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rotation",
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
                            "layer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rotations",
                                to="oncall.layer",
                                verbose_name="couche",
                            ),
                        ),
                        (
                            "cadence",
                            models.CharField(
                                choices=[
                                    ("daily", "chaque jour"),
                                    ("weekly", "chaque semaine"),
                                    ("monthly", "chaque mois"),
                                ],
                                max_length=8,
                                verbose_name="rythme",
                            ),
                        ),
                        (
                            "every",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="tous les (jours, semaines, mois)"
                            ),
                        ),
                        (
                            "handover_at",
                            models.TimeField(
                                default=datetime.time(8, 0), verbose_name="heure de relève"
                            ),
                        ),
                        (
                            "daily_ends_at",
                            models.TimeField(
                                blank=True,
                                help_text="Vide : jusqu’à la relève suivante.",
                                null=True,
                                verbose_name="fin chaque jour",
                            ),
                        ),
                        (
                            "weekdays",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="jours de la semaine",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="à partir du")),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="jusqu’au (exclu)"
                            ),
                        ),
                        (
                            "successor",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="predecessor",
                                to="oncall.rotation",
                                verbose_name="remplacé par",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "roulement",
                        "verbose_name_plural": "roulements",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("every__range", (1, 366))),
                                name="rotation_every_sensible",
                                violation_error_message="Un tour dure de 1 à 366 jours, semaines ou mois.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True),
                                    ("ends_on__gt", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="rotation_ends_after_start",
                                violation_error_message="Le roulement doit finir après avoir commencé.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CertificateSending",
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
                            "certificate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sendings",
                                to="oncall.certificate",
                                verbose_name="certificat",
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="oncall.recipient",
                                verbose_name="destinataire",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("email", "courriel"),
                                    ("paper", "papier"),
                                    ("portal", "portail"),
                                    ("file", "dépôt de fichier"),
                                ],
                                max_length=8,
                                verbose_name="canal",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="envoyé par",
                            ),
                        ),
                        (
                            "sent_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="envoyé le"),
                        ),
                    ],
                    options={
                        "verbose_name": "envoi au paiement",
                        "verbose_name_plural": "envois au paiement",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("certificate", "recipient"),
                                name="sending_once_per_certificate",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ShortageStep",
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
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="oncall.shortagefile",
                                verbose_name="dossier",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("call", "appel à volontaires"),
                                    ("consultation", "consultation"),
                                    ("report", "rapport de carence transmis"),
                                    ("requisition", "ordre de réquisition"),
                                    ("correction", "rectification"),
                                ],
                                max_length=12,
                                verbose_name="acte",
                            ),
                        ),
                        (
                            "party",
                            models.CharField(
                                choices=[
                                    ("doctors", "professionnels de la ligne"),
                                    ("union", "URPS"),
                                    ("health_centres", "centres de santé"),
                                    ("associations", "associations de permanence"),
                                    ("council", "conseil de l’Ordre"),
                                    ("agency", "ARS"),
                                    ("prefect", "préfecture"),
                                    ("other", "autre"),
                                ],
                                max_length=14,
                                verbose_name="auprès de",
                            ),
                        ),
                        (
                            "who",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="qui précisément"
                            ),
                        ),
                        (
                            "means",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="par quel moyen"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="fait le")),
                        (
                            "reached",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="personnes jointes"
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(blank=True, max_length=500, verbose_name="réponse"),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="réponse reçue le"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="référence de l’acte"
                            ),
                        ),
                        (
                            "served_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="ordre remis le"
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="noté par",
                            ),
                        ),
                        (
                            "noted_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="noté le"),
                        ),
                    ],
                    options={
                        "verbose_name": "étape d’un dossier de carence",
                        "verbose_name_plural": "étapes d’un dossier de carence",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answered_at__isnull", True),
                                    ("answered_at__gte", models.F("at")),
                                    _connector="OR",
                                ),
                                name="step_answer_after",
                                violation_error_message="La réponse vient après la demande.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "requisition"), _negated=True),
                                    models.Q(("reference", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="step_requisition_named",
                                violation_error_message="Un ordre de réquisition a une référence.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AlertCall",
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
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calls",
                                to="oncall.alertstep",
                                verbose_name="étape",
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
                                on_delete=django.db.models.deletion.SET_NULL,
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
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("sms", "SMS"),
                                    ("email", "courriel"),
                                    ("portal", "portail"),
                                    ("voice", "appel"),
                                ],
                                max_length=8,
                                verbose_name="canal",
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
                            "code",
                            models.CharField(
                                blank=True, max_length=8, verbose_name="code de réponse"
                            ),
                        ),
                        ("called_at", models.DateTimeField(verbose_name="appelée à")),
                    ],
                    options={
                        "verbose_name": "appel d’une alerte",
                        "verbose_name_plural": "appels d’une alerte",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("step", "person", "user", "channel"),
                                name="call_once_per_channel",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
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
                            "transmission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="oncall.transmission",
                                verbose_name="envoi",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="le")),
                        ("is_refused", models.BooleanField(default=False, verbose_name="refusé")),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="motif du refus"
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="noté par",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "accusé de réception",
                        "verbose_name_plural": "accusés de réception",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_refused", False),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="receipt_refused_why",
                                violation_error_message="Un refus s’accompagne de son motif.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Shift",
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
                            "slot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shifts",
                                to="oncall.slot",
                                verbose_name="créneau",
                            ),
                        ),
                        (
                            "roster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shifts",
                                to="oncall.roster",
                                verbose_name="tableau",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shifts",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "sector",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shifts",
                                to="oncall.sector",
                                verbose_name="secteur",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shifts",
                                to="oncall.linerole",
                                verbose_name="rôle",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shifts",
                                to="oncall.person",
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                verbose_name="période"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "proposé"),
                                    ("accepted", "accepté"),
                                    ("refused", "refusé"),
                                    ("replaced", "remplacé"),
                                    ("cancelled", "annulé"),
                                    ("served", "fait"),
                                    ("certified", "certifié"),
                                    ("paid", "payé"),
                                ],
                                default="proposed",
                                max_length=10,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("rotation", "roulement"),
                                    ("generator", "proposition calculée"),
                                    ("manual", "saisie"),
                                    ("swap", "échange"),
                                    ("requisition", "réquisition"),
                                    ("import", "import"),
                                ],
                                default="manual",
                                max_length=12,
                                verbose_name="origine",
                            ),
                        ),
                        (
                            "holds",
                            models.BooleanField(default=False, verbose_name="engage la personne"),
                        ),
                        (
                            "is_exclusive",
                            models.BooleanField(
                                default=True, verbose_name="exclut une autre ligne"
                            ),
                        ),
                        (
                            "is_locked",
                            models.BooleanField(default=False, verbose_name="fixé avant calcul"),
                        ),
                        (
                            "forced_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="règle forcée : motif"
                            ),
                        ),
                        (
                            "refusal_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="motif du refus"
                            ),
                        ),
                        (
                            "replaces",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="oncall.shift",
                                verbose_name="remplace",
                            ),
                        ),
                        (
                            "sequence",
                            models.PositiveIntegerField(default=0, verbose_name="révision"),
                        ),
                        (
                            "changed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="modifié par",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="créé le"),
                        ),
                        (
                            "changed_at",
                            models.DateTimeField(auto_now=True, verbose_name="modifié le"),
                        ),
                    ],
                    options={
                        "verbose_name": "tour d’astreinte",
                        "verbose_name_plural": "tours d’astreinte",
                        "indexes": [
                            django.contrib.postgres.indexes.GistIndex(
                                models.F("sector"),
                                models.F("period"),
                                condition=models.Q(("holds", True)),
                                name="shift_now",
                            ),
                            models.Index(
                                models.F("sector"),
                                models.Func(models.F("period"), function="lower"),
                                condition=models.Q(("holds", True)),
                                name="shift_next",
                            ),
                            models.Index(
                                models.F("person"),
                                models.Func(models.F("period"), function="lower"),
                                name="shift_of_person",
                            ),
                            models.Index(fields=["roster", "slot"], name="shift_of_roster"),
                        ],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("holds", True), ("is_exclusive", True)),
                                expressions=[("person", "="), ("period", "&&")],
                                name="shift_one_duty_at_a_time",
                                violation_error_message="Cette personne est déjà d’astreinte sur cette période.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("holds", True)),
                                expressions=[("person", "="), ("line", "="), ("period", "&&")],
                                name="shift_once_per_line",
                                violation_error_message="Cette personne tient déjà un tour de cette ligne sur cette période.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("period__isempty", False),
                                    ("period__lower_inf", False),
                                    ("period__upper_inf", False),
                                ),
                                name="shift_bounded",
                                violation_error_message="Le tour doit finir après avoir commencé.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("holds", False),
                                    models.Q(
                                        ("status__in", ["refused", "replaced", "cancelled"]),
                                        _negated=True,
                                    ),
                                    _connector="OR",
                                ),
                                name="shift_holds_while_standing",
                                violation_error_message="Un tour refusé, remplacé ou annulé n’engage plus personne.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GapAlarmSlot",
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
                            "alarm",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="slots",
                                to="oncall.gapalarm",
                                verbose_name="alarme",
                            ),
                        ),
                        (
                            "slot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="gap_alarms",
                                to="oncall.slot",
                                verbose_name="créneau",
                            ),
                        ),
                        ("hours", models.PositiveIntegerField(verbose_name="seuil (heures avant)")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("hole", "trou"), ("fragile", "fragile")],
                                max_length=8,
                                verbose_name="nature",
                            ),
                        ),
                        ("words", models.CharField(max_length=300, verbose_name="ce qui manque")),
                    ],
                    options={
                        "verbose_name": "créneau d’une alarme",
                        "verbose_name_plural": "créneaux d’une alarme",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("slot", "hours", "kind"), name="gap_told_once_per_threshold"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RotationEvent",
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
                                to="oncall.rotation",
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
                            "layer",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.layer",
                                verbose_name="couche",
                            ),
                        ),
                        (
                            "cadence",
                            models.CharField(
                                choices=[
                                    ("daily", "chaque jour"),
                                    ("weekly", "chaque semaine"),
                                    ("monthly", "chaque mois"),
                                ],
                                max_length=8,
                                verbose_name="rythme",
                            ),
                        ),
                        (
                            "every",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="tous les (jours, semaines, mois)"
                            ),
                        ),
                        (
                            "handover_at",
                            models.TimeField(
                                default=datetime.time(8, 0), verbose_name="heure de relève"
                            ),
                        ),
                        (
                            "daily_ends_at",
                            models.TimeField(
                                blank=True,
                                help_text="Vide : jusqu’à la relève suivante.",
                                null=True,
                                verbose_name="fin chaque jour",
                            ),
                        ),
                        (
                            "weekdays",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="jours de la semaine",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="à partir du")),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="jusqu’au (exclu)"
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.rotation",
                                verbose_name="remplacé par",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RotationPlace",
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
                            "rotation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="places",
                                to="oncall.rotation",
                                verbose_name="roulement",
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(verbose_name="rang")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rotation_places",
                                to="oncall.person",
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "joins_on",
                            models.DateField(blank=True, null=True, verbose_name="arrive le"),
                        ),
                        (
                            "leaves_on",
                            models.DateField(blank=True, null=True, verbose_name="part le (exclu)"),
                        ),
                    ],
                    options={
                        "verbose_name": "place dans un roulement",
                        "verbose_name_plural": "places dans un roulement",
                        "ordering": ["rank", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("rotation", "rank", "person"), name="place_once_per_rank"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("leaves_on__isnull", True),
                                    ("joins_on__isnull", True),
                                    ("leaves_on__gt", models.F("joins_on")),
                                    _connector="OR",
                                ),
                                name="place_leaves_after_joining",
                                violation_error_message="La personne doit partir après être arrivée.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DutyCheck",
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
                            "slot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="oncall.slot",
                                verbose_name="créneau",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="oncall.linerole",
                                verbose_name="rôle",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="oncall.person",
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[
                                    ("person", "la personne"),
                                    ("coordination", "la coordination"),
                                ],
                                max_length=12,
                                verbose_name="dit par",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("whole", "faite en entier"),
                                    ("part", "faite en partie"),
                                    ("none", "pas faite"),
                                ],
                                max_length=5,
                                verbose_name="réponse",
                            ),
                        ),
                        (
                            "served",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                blank=True, null=True, verbose_name="période faite"
                            ),
                        ),
                        (
                            "motive",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("replaced", "quelqu’un m’a remplacé au dernier moment"),
                                    ("sick", "empêchement de santé"),
                                    ("late", "relève prise plus tard ou rendue plus tôt"),
                                    ("extra", "tour fait sans être inscrit"),
                                    ("mistake", "erreur du tableau"),
                                    ("other", "autre motif"),
                                ],
                                max_length=8,
                                verbose_name="motif",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(blank=True, max_length=200, verbose_name="précision"),
                        ),
                        (
                            "said_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="saisi par",
                            ),
                        ),
                        ("said_at", models.DateTimeField(auto_now=True, verbose_name="dit le")),
                    ],
                    options={
                        "verbose_name": "tour constaté",
                        "verbose_name_plural": "tours constatés",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("slot", "role", "person", "side"),
                                name="check_once_per_side",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", "part"),
                                        ("served__isempty", False),
                                        ("served__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("answer", "part"), _negated=True),
                                        ("served__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="check_part_says_when",
                                violation_error_message="Une partie se dit avec ses heures, et elle seule.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answer", "whole"),
                                    models.Q(("motive", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="check_difference_says_why",
                                violation_error_message="Un tour qui n’est pas fait en entier a un motif.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ShiftEvent",
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
                                to="oncall.shift",
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
                            "slot",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.slot",
                                verbose_name="créneau",
                            ),
                        ),
                        (
                            "roster",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.roster",
                                verbose_name="tableau",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "sector",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.sector",
                                verbose_name="secteur",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.linerole",
                                verbose_name="rôle",
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
                            "period",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                verbose_name="période"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "proposé"),
                                    ("accepted", "accepté"),
                                    ("refused", "refusé"),
                                    ("replaced", "remplacé"),
                                    ("cancelled", "annulé"),
                                    ("served", "fait"),
                                    ("certified", "certifié"),
                                    ("paid", "payé"),
                                ],
                                default="proposed",
                                max_length=10,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("rotation", "roulement"),
                                    ("generator", "proposition calculée"),
                                    ("manual", "saisie"),
                                    ("swap", "échange"),
                                    ("requisition", "réquisition"),
                                    ("import", "import"),
                                ],
                                default="manual",
                                max_length=12,
                                verbose_name="origine",
                            ),
                        ),
                        (
                            "holds",
                            models.BooleanField(default=False, verbose_name="engage la personne"),
                        ),
                        (
                            "is_exclusive",
                            models.BooleanField(
                                default=True, verbose_name="exclut une autre ligne"
                            ),
                        ),
                        (
                            "is_locked",
                            models.BooleanField(default=False, verbose_name="fixé avant calcul"),
                        ),
                        (
                            "forced_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="règle forcée : motif"
                            ),
                        ),
                        (
                            "refusal_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="motif du refus"
                            ),
                        ),
                        (
                            "replaces",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.shift",
                                verbose_name="remplace",
                            ),
                        ),
                        (
                            "sequence",
                            models.PositiveIntegerField(default=0, verbose_name="révision"),
                        ),
                        (
                            "changed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="modifié par",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="créé le"),
                        ),
                        (
                            "changed_at",
                            models.DateTimeField(auto_now=True, verbose_name="modifié le"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="CoverCall",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calls",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "slot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calls",
                                to="oncall.slot",
                                verbose_name="créneau",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="oncall.linerole",
                                verbose_name="rôle",
                            ),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                verbose_name="période"
                            ),
                        ),
                        (
                            "replaces",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calls",
                                to="oncall.shift",
                                verbose_name="tour à reprendre",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "en attente de réponse"),
                                    ("filled", "pourvu"),
                                    ("cancelled", "arrêté"),
                                    ("expired", "sans réponse"),
                                ],
                                default="open",
                                max_length=9,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="motif"),
                        ),
                        (
                            "deadline",
                            models.DateTimeField(verbose_name="réponse attendue avant le"),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="lancé par",
                            ),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="lancé le"),
                        ),
                        (
                            "taker",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calls_taken",
                                to="oncall.person",
                                verbose_name="pris par",
                            ),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="terminé le"),
                        ),
                    ],
                    options={
                        "verbose_name": "recherche de remplaçant",
                        "verbose_name_plural": "recherches de remplaçant",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "open")),
                                fields=["deadline"],
                                name="cover_due",
                            ),
                            models.Index(fields=["line", "-opened_at"], name="cover_of_line"),
                        ],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("state", "open")),
                                expressions=[("slot", "="), ("role", "="), ("period", "&&")],
                                name="cover_one_open_per_place",
                                violation_error_message="Ce créneau est déjà proposé à des collègues.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "filled"), _negated=True),
                                    ("taker__isnull", False),
                                    _connector="OR",
                                ),
                                name="cover_filled_by_someone",
                                violation_error_message="Un créneau pourvu l’est par une personne identifiée.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DutyRecord",
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="records",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "sector",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="records",
                                to="oncall.sector",
                                verbose_name="secteur",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="records",
                                to="oncall.linerole",
                                verbose_name="rôle",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="records",
                                to="oncall.person",
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                verbose_name="période"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("shift", "tableau"),
                                    ("override", "dérogation"),
                                    ("rotation", "roulement"),
                                ],
                                max_length=10,
                                verbose_name="d’après",
                            ),
                        ),
                        (
                            "shift",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="records",
                                to="oncall.shift",
                                verbose_name="tour",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="enregistré le"),
                        ),
                    ],
                    options={
                        "verbose_name": "présence enregistrée",
                        "verbose_name_plural": "journal de présence",
                        "indexes": [
                            django.contrib.postgres.indexes.GistIndex(
                                models.F("sector"), models.F("period"), name="record_at"
                            ),
                            models.Index(
                                condition=models.Q(("period__upper_inf", True)),
                                fields=["line"],
                                name="record_open",
                            ),
                        ],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("sector", "="),
                                    ("role", "="),
                                    ("person", "="),
                                    ("period", "&&"),
                                ],
                                name="record_one_open_per_person",
                                violation_error_message="Cette présence est déjà enregistrée.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandoverNote",
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
                            "shift",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes",
                                to="oncall.shift",
                                verbose_name="tour qui finit",
                            ),
                        ),
                        ("text", models.CharField(max_length=600, verbose_name="consignes")),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="écrites par",
                            ),
                        ),
                        (
                            "written_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="écrites le"),
                        ),
                        (
                            "reader",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes_read",
                                to="oncall.person",
                                verbose_name="lues par",
                            ),
                        ),
                        (
                            "read_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="lues le"),
                        ),
                    ],
                    options={
                        "verbose_name": "consignes de relève",
                        "verbose_name_plural": "consignes de relève",
                        "indexes": [
                            models.Index(fields=["shift", "-written_at"], name="note_of_shift")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("read_at__isnull", True), ("reader__isnull", True)),
                                    models.Q(("read_at__isnull", False), ("reader__isnull", False)),
                                    _connector="OR",
                                ),
                                name="note_read_by_someone",
                                violation_error_message="Des consignes lues le sont par quelqu’un, à une date.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DutyCheckEvent",
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
                                to="oncall.dutycheck",
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
                            "slot",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.slot",
                                verbose_name="créneau",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.linerole",
                                verbose_name="rôle",
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
                            "side",
                            models.CharField(
                                choices=[
                                    ("person", "la personne"),
                                    ("coordination", "la coordination"),
                                ],
                                max_length=12,
                                verbose_name="dit par",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("whole", "faite en entier"),
                                    ("part", "faite en partie"),
                                    ("none", "pas faite"),
                                ],
                                max_length=5,
                                verbose_name="réponse",
                            ),
                        ),
                        (
                            "served",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                blank=True, null=True, verbose_name="période faite"
                            ),
                        ),
                        (
                            "motive",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("replaced", "quelqu’un m’a remplacé au dernier moment"),
                                    ("sick", "empêchement de santé"),
                                    ("late", "relève prise plus tard ou rendue plus tôt"),
                                    ("extra", "tour fait sans être inscrit"),
                                    ("mistake", "erreur du tableau"),
                                    ("other", "autre motif"),
                                ],
                                max_length=8,
                                verbose_name="motif",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(blank=True, max_length=200, verbose_name="précision"),
                        ),
                        (
                            "said_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="saisi par",
                            ),
                        ),
                        ("said_at", models.DateTimeField(auto_now=True, verbose_name="dit le")),
                    ],
                ),
                migrations.CreateModel(
                    name="Swap",
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
                            "shift",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="swaps",
                                to="oncall.shift",
                                verbose_name="tour",
                            ),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                verbose_name="période cédée"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("give", "don"),
                                    ("exchange", "échange de deux tours"),
                                    ("partial", "don d’une partie"),
                                    ("take_now", "prise immédiate"),
                                    ("cover", "remplacement cherché"),
                                ],
                                max_length=8,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "ouvert à tous"),
                                    ("offered", "proposé à une personne"),
                                    ("accepted", "accepté, à valider"),
                                    ("applied", "appliqué"),
                                    ("refused", "refusé"),
                                    ("expired", "expiré"),
                                    ("cancelled", "annulé"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "giver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="swaps_given",
                                to="oncall.person",
                                verbose_name="cède",
                            ),
                        ),
                        (
                            "offered_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="swaps_offered",
                                to="oncall.person",
                                verbose_name="proposé à",
                            ),
                        ),
                        (
                            "counter_shift",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="counter_swaps",
                                to="oncall.shift",
                                verbose_name="tour reçu en échange",
                            ),
                        ),
                        (
                            "taker",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="swaps_taken",
                                to="oncall.person",
                                verbose_name="pris par",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="motif"),
                        ),
                        (
                            "needs_approval",
                            models.BooleanField(
                                default=False, verbose_name="à valider par la coordination"
                            ),
                        ),
                        ("deadline", models.DateTimeField(verbose_name="avant le")),
                        (
                            "report",
                            models.JSONField(
                                blank=True, default=list, verbose_name="rapport des règles"
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="demandé par",
                            ),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="demandé le"),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="décidé par",
                            ),
                        ),
                        (
                            "taken_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="pris le"),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="terminé le"),
                        ),
                    ],
                    options={
                        "verbose_name": "échange",
                        "verbose_name_plural": "échanges",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["open", "offered", "accepted"])),
                                fields=["deadline"],
                                name="swap_due",
                            )
                        ],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("state__in", ["open", "offered", "accepted"])),
                                expressions=[("shift", "="), ("period", "&&")],
                                name="swap_one_pending_per_time",
                                violation_error_message="Une demande est déjà en cours pour ce tour.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "applied"), _negated=True),
                                    models.Q(("taken_at__isnull", False), ("taker__isnull", False)),
                                    _connector="OR",
                                ),
                                name="swap_applied_by_someone",
                                violation_error_message="Un échange appliqué l’est par une personne identifiée.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "offered"), _negated=True),
                                    ("offered_to__isnull", False),
                                    _connector="OR",
                                ),
                                name="swap_offered_to_someone",
                                violation_error_message="Indiquez à qui l’échange est proposé.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CoverCallEvent",
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
                                to="oncall.covercall",
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
                            "line",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.line",
                                verbose_name="ligne",
                            ),
                        ),
                        (
                            "slot",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.slot",
                                verbose_name="créneau",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.linerole",
                                verbose_name="rôle",
                            ),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                verbose_name="période"
                            ),
                        ),
                        (
                            "replaces",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.shift",
                                verbose_name="tour à reprendre",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "en attente de réponse"),
                                    ("filled", "pourvu"),
                                    ("cancelled", "arrêté"),
                                    ("expired", "sans réponse"),
                                ],
                                default="open",
                                max_length=9,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="motif"),
                        ),
                        (
                            "deadline",
                            models.DateTimeField(verbose_name="réponse attendue avant le"),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="lancé par",
                            ),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="lancé le"),
                        ),
                        (
                            "taker",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.person",
                                verbose_name="pris par",
                            ),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="terminé le"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="CoverOffer",
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
                            "call",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="offers",
                                to="oncall.covercall",
                                verbose_name="recherche",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cover_offers",
                                to="oncall.person",
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "pas encore répondu"),
                                    ("accepted", "accepté"),
                                    ("declined", "refusé"),
                                ],
                                default="waiting",
                                max_length=8,
                                verbose_name="réponse",
                            ),
                        ),
                        (
                            "asked_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="proposé le"),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="répondu le"),
                        ),
                    ],
                    options={
                        "verbose_name": "proposition d’un créneau",
                        "verbose_name_plural": "propositions d’un créneau",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("call", "person"), name="cover_asked_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "waiting"),
                                    ("answered_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="cover_answered_when",
                                violation_error_message="Une réponse a une date.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Intervention",
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
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interventions",
                                to="oncall.dutyrecord",
                                verbose_name="présence",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interventions",
                                to="oncall.person",
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("phone", "conseil téléphonique"),
                                    ("visit", "déplacement"),
                                    ("planned_visit", "visite prévue"),
                                ],
                                max_length=14,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "motive",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("advice", "évaluation, avis"),
                                    ("care", "soin"),
                                    ("prescription", "traitement, prescription"),
                                    ("palliative", "accompagnement de fin de vie"),
                                    ("transfer", "transfert, hospitalisation"),
                                    ("organisation", "organisation"),
                                    ("other", "autre"),
                                ],
                                max_length=14,
                                verbose_name="motif",
                            ),
                        ),
                        ("called_at", models.DateTimeField(verbose_name="appel à")),
                        (
                            "trip_started_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="départ à"),
                        ),
                        ("ended_at", models.DateTimeField(verbose_name="fin (retour compris) à")),
                        (
                            "distance_km",
                            models.DecimalField(
                                decimal_places=1,
                                default=Decimal("0"),
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("2000")),
                                ],
                                verbose_name="distance (km)",
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="notée par",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="notée le"),
                        ),
                        (
                            "removed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="retirée le"),
                        ),
                        (
                            "contested_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="contestée le"
                            ),
                        ),
                        (
                            "contest_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="ce que dit la personne"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "intervention",
                        "verbose_name_plural": "interventions",
                        "indexes": [
                            models.Index(
                                fields=["person", "-ended_at"], name="intervention_of_person"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at__gt", models.F("called_at")),
                                    models.Q(
                                        ("trip_started_at__isnull", True),
                                        models.Q(
                                            ("trip_started_at__gte", models.F("called_at")),
                                            ("trip_started_at__lt", models.F("ended_at")),
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="intervention_in_order",
                                violation_error_message="Appel, départ et fin doivent se suivre.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("distance_km__range", (0, 2000))),
                                name="intervention_distance_sensible",
                                violation_error_message="La distance va de 0 à 2 000 km.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("removed_at__isnull", True)),
                                expressions=[
                                    ("person", "="),
                                    (
                                        models.Func(
                                            django.db.models.functions.comparison.Coalesce(
                                                "trip_started_at", "called_at"
                                            ),
                                            "ended_at",
                                            function="tstzrange",
                                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="intervention_one_at_a_time",
                                violation_error_message="Une autre intervention est déjà notée à ce moment.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SwapEvent",
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
                                to="oncall.swap",
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
                            "shift",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.shift",
                                verbose_name="tour",
                            ),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                verbose_name="période cédée"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("give", "don"),
                                    ("exchange", "échange de deux tours"),
                                    ("partial", "don d’une partie"),
                                    ("take_now", "prise immédiate"),
                                    ("cover", "remplacement cherché"),
                                ],
                                max_length=8,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "ouvert à tous"),
                                    ("offered", "proposé à une personne"),
                                    ("accepted", "accepté, à valider"),
                                    ("applied", "appliqué"),
                                    ("refused", "refusé"),
                                    ("expired", "expiré"),
                                    ("cancelled", "annulé"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "giver",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.person",
                                verbose_name="cède",
                            ),
                        ),
                        (
                            "offered_to",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.person",
                                verbose_name="proposé à",
                            ),
                        ),
                        (
                            "counter_shift",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.shift",
                                verbose_name="tour reçu en échange",
                            ),
                        ),
                        (
                            "taker",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="oncall.person",
                                verbose_name="pris par",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="motif"),
                        ),
                        (
                            "needs_approval",
                            models.BooleanField(
                                default=False, verbose_name="à valider par la coordination"
                            ),
                        ),
                        ("deadline", models.DateTimeField(verbose_name="avant le")),
                        (
                            "report",
                            models.JSONField(
                                blank=True, default=list, verbose_name="rapport des règles"
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="demandé par",
                            ),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="demandé le"),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="décidé par",
                            ),
                        ),
                        (
                            "taken_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="pris le"),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="terminé le"),
                        ),
                    ],
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="line",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "oncall_lineevent" ("approves_swaps", "bridge_saturdays", "bridges", "closed_on", "created_at", "created_by_id", "gap_notice_hours", "handover_at", "id", "instructions", "is_exclusive", "keeps_years", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "regimes", "slug", "territory_id", "uuid", "zone") VALUES (NEW."approves_swaps", NEW."bridge_saturdays", NEW."bridges", NEW."closed_on", NEW."created_at", NEW."created_by_id", NEW."gap_notice_hours", NEW."handover_at", NEW."id", NEW."instructions", NEW."is_exclusive", NEW."keeps_years", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."regimes", NEW."slug", NEW."territory_id", NEW."uuid", NEW."zone"); RETURN NULL;',
                            hash="b34cca7b87ebf89d2176c89270844d3e591b19c9",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c5bb0",
                            table="oncall_line",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="line",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "oncall_lineevent" ("approves_swaps", "bridge_saturdays", "bridges", "closed_on", "created_at", "created_by_id", "gap_notice_hours", "handover_at", "id", "instructions", "is_exclusive", "keeps_years", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "regimes", "slug", "territory_id", "uuid", "zone") VALUES (NEW."approves_swaps", NEW."bridge_saturdays", NEW."bridges", NEW."closed_on", NEW."created_at", NEW."created_by_id", NEW."gap_notice_hours", NEW."handover_at", NEW."id", NEW."instructions", NEW."is_exclusive", NEW."keeps_years", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."regimes", NEW."slug", NEW."territory_id", NEW."uuid", NEW."zone"); RETURN NULL;',
                            hash="c957ea9fd275d263f53eef3aab48fee67b53f5dd",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0450e",
                            table="oncall_line",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="person",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "oncall_personevent" ("commune_id", "created_at", "first_name", "id", "last_name", "left_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "territory_id", "user_id", "uuid") VALUES (NEW."commune_id", NEW."created_at", NEW."first_name", NEW."id", NEW."last_name", NEW."left_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."profession_id", NEW."territory_id", NEW."user_id", NEW."uuid"); RETURN NULL;',
                            hash="906ff2a37e965b71621535e7d791850579f5fad9",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b0ba9",
                            table="oncall_person",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="person",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."commune_id" IS DISTINCT FROM (NEW."commune_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."first_name" IS DISTINCT FROM (NEW."first_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."last_name" IS DISTINCT FROM (NEW."last_name") OR OLD."left_on" IS DISTINCT FROM (NEW."left_on") OR OLD."profession_id" IS DISTINCT FROM (NEW."profession_id") OR OLD."territory_id" IS DISTINCT FROM (NEW."territory_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid"))',
                            func='INSERT INTO "oncall_personevent" ("commune_id", "created_at", "first_name", "id", "last_name", "left_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "territory_id", "user_id", "uuid") VALUES (NEW."commune_id", NEW."created_at", NEW."first_name", NEW."id", NEW."last_name", NEW."left_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."profession_id", NEW."territory_id", NEW."user_id", NEW."uuid"); RETURN NULL;',
                            hash="20fdcf2f2738fa02fd5b078d7c3417d6fa3125b8",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f5986",
                            table="oncall_person",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sector",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "oncall_sectorevent" ("closed_on", "code", "colour", "good_friday", "holiday_zone", "id", "line_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "uuid", "zone") VALUES (NEW."closed_on", NEW."code", NEW."colour", NEW."good_friday", NEW."holiday_zone", NEW."id", NEW."line_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."uuid", NEW."zone"); RETURN NULL;',
                            hash="fd36b448dc20cf9b50e7ccc0052282357b1fc6f6",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f757d",
                            table="oncall_sector",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sector",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "oncall_sectorevent" ("closed_on", "code", "colour", "good_friday", "holiday_zone", "id", "line_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "uuid", "zone") VALUES (NEW."closed_on", NEW."code", NEW."colour", NEW."good_friday", NEW."holiday_zone", NEW."id", NEW."line_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."uuid", NEW."zone"); RETURN NULL;',
                            hash="712548f36eb0e9f092c3856d21e75342d20c1021",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_66990",
                            table="oncall_sector",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="roster",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "oncall_rosterevent" ("certified_at", "created_at", "created_by_id", "days", "distributed_at", "id", "line_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "state", "transmitted_at", "uuid") VALUES (NEW."certified_at", NEW."created_at", NEW."created_by_id", NEW."days", NEW."distributed_at", NEW."id", NEW."line_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."state", NEW."transmitted_at", NEW."uuid"); RETURN NULL;',
                            hash="b0e92146e27ee53efb6d85fc4bc783276d8f89e4",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_932cb",
                            table="oncall_roster",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="roster",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "oncall_rosterevent" ("certified_at", "created_at", "created_by_id", "days", "distributed_at", "id", "line_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "state", "transmitted_at", "uuid") VALUES (NEW."certified_at", NEW."created_at", NEW."created_by_id", NEW."days", NEW."distributed_at", NEW."id", NEW."line_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."state", NEW."transmitted_at", NEW."uuid"); RETURN NULL;',
                            hash="d5a1270bb483b73e9f4b9a92c9370c86ed8e222d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e99f0",
                            table="oncall_roster",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sectorcommune",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "oncall_sectorcommuneevent" ("band", "commune_id", "id", "line_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "sector_id", "validity") VALUES (NEW."band", NEW."commune_id", NEW."id", NEW."line_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."reference", NEW."sector_id", NEW."validity"); RETURN NULL;',
                            hash="209f2b85846827589a3204e578ccdbf52cbc7105",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_7a74d",
                            table="oncall_sectorcommune",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sectorcommune",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "oncall_sectorcommuneevent" ("band", "commune_id", "id", "line_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "sector_id", "validity") VALUES (NEW."band", NEW."commune_id", NEW."id", NEW."line_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."reference", NEW."sector_id", NEW."validity"); RETURN NULL;',
                            hash="a48071d0d6553b240f4b623b8d2b16da6000855c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5a60f",
                            table="oncall_sectorcommune",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="requirement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "oncall_requirementevent" ("id", "is_uncovered", "maximum", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "role_id", "sector_id", "slot_class", "target", "validity") VALUES (NEW."id", NEW."is_uncovered", NEW."maximum", NEW."minimum", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."reference", NEW."role_id", NEW."sector_id", NEW."slot_class", NEW."target", NEW."validity"); RETURN NULL;',
                            hash="48d3fe4442ba995c5e983ba2cc9ec03f2bbc0fef",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a6ed1",
                            table="oncall_requirement",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="requirement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "oncall_requirementevent" ("id", "is_uncovered", "maximum", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "role_id", "sector_id", "slot_class", "target", "validity") VALUES (NEW."id", NEW."is_uncovered", NEW."maximum", NEW."minimum", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."reference", NEW."role_id", NEW."sector_id", NEW."slot_class", NEW."target", NEW."validity"); RETURN NULL;',
                            hash="2b97aafa280396cd10a87c213fe103a8467b9d06",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2a914",
                            table="oncall_requirement",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="member",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "oncall_memberevent" ("id", "line_id", "membership", "most_duties_a_month", "most_weekends_a_month", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regime", "share", "volunteers_on_holidays") VALUES (NEW."id", NEW."line_id", NEW."membership", NEW."most_duties_a_month", NEW."most_weekends_a_month", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."regime", NEW."share", NEW."volunteers_on_holidays"); RETURN NULL;',
                            hash="600fdfb80d66ce3fd41b19e9814f9feb1a1c33e0",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_10c8c",
                            table="oncall_member",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="member",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "oncall_memberevent" ("id", "line_id", "membership", "most_duties_a_month", "most_weekends_a_month", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regime", "share", "volunteers_on_holidays") VALUES (NEW."id", NEW."line_id", NEW."membership", NEW."most_duties_a_month", NEW."most_weekends_a_month", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."regime", NEW."share", NEW."volunteers_on_holidays"); RETURN NULL;',
                            hash="b3e12fbd9151f84bdbbacc30f86ce0df1da36870",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_07104",
                            table="oncall_member",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="alert",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "oncall_alertevent" ("acknowledged_at", "chain_name", "commune_id", "ended_at", "id", "line_id", "next_step_due_at", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "reminder_minutes", "repeats_left", "sector_id", "state", "subject", "uuid") VALUES (NEW."acknowledged_at", NEW."chain_name", NEW."commune_id", NEW."ended_at", NEW."id", NEW."line_id", NEW."next_step_due_at", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rank", NEW."reminder_minutes", NEW."repeats_left", NEW."sector_id", NEW."state", NEW."subject", NEW."uuid"); RETURN NULL;',
                            hash="36cf959d4422d4235d06c9bd6b928240645fc251",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_256c5",
                            table="oncall_alert",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="alert",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "oncall_alertevent" ("acknowledged_at", "chain_name", "commune_id", "ended_at", "id", "line_id", "next_step_due_at", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "reminder_minutes", "repeats_left", "sector_id", "state", "subject", "uuid") VALUES (NEW."acknowledged_at", NEW."chain_name", NEW."commune_id", NEW."ended_at", NEW."id", NEW."line_id", NEW."next_step_due_at", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rank", NEW."reminder_minutes", NEW."repeats_left", NEW."sector_id", NEW."state", NEW."subject", NEW."uuid"); RETURN NULL;',
                            hash="8dcf9f3ca105a475f96db1eacb63c286548e7c41",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6efbc",
                            table="oncall_alert",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="rosterversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="version_immutable",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="96e7102b1e8c938cad92018784f3c37f8fbae791",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_version_immutable_c4743",
                            table="oncall_rosterversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="slottemplate",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "oncall_slottemplateevent" ("day_rule", "ends_at", "id", "line_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "slot_class", "starts_at", "validity") VALUES (NEW."day_rule", NEW."ends_at", NEW."id", NEW."line_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rank", NEW."slot_class", NEW."starts_at", NEW."validity"); RETURN NULL;',
                            hash="7fa790d77b35b7bea3af689350480e8cc0ac473e",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_bef39",
                            table="oncall_slottemplate",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="slottemplate",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "oncall_slottemplateevent" ("day_rule", "ends_at", "id", "line_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "slot_class", "starts_at", "validity") VALUES (NEW."day_rule", NEW."ends_at", NEW."id", NEW."line_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rank", NEW."slot_class", NEW."starts_at", NEW."validity"); RETURN NULL;',
                            hash="a6e941f11674b6587d951e420159e0fa52501d11",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_edf14",
                            table="oncall_slottemplate",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="override",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "oncall_overrideevent" ("author_id", "cancelled_at", "cancelled_by_id", "created_at", "id", "kind", "line_id", "motive", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_id", "sector_id", "uuid") VALUES (NEW."author_id", NEW."cancelled_at", NEW."cancelled_by_id", NEW."created_at", NEW."id", NEW."kind", NEW."line_id", NEW."motive", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role_id", NEW."sector_id", NEW."uuid"); RETURN NULL;',
                            hash="c5abc109ccd562206328ac52b49fb39688b54915",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c1d4a",
                            table="oncall_override",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="override",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "oncall_overrideevent" ("author_id", "cancelled_at", "cancelled_by_id", "created_at", "id", "kind", "line_id", "motive", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_id", "sector_id", "uuid") VALUES (NEW."author_id", NEW."cancelled_at", NEW."cancelled_by_id", NEW."created_at", NEW."id", NEW."kind", NEW."line_id", NEW."motive", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role_id", NEW."sector_id", NEW."uuid"); RETURN NULL;',
                            hash="c30ae61d9b5db8f7af045b370b56b08a1554d537",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_bcbb3",
                            table="oncall_override",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="certificate",
                    trigger=pgtrigger.compiler.Trigger(
                        name="certificate_immutable",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="1988717120179aaaae39608d4120ee42a485b651",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_certificate_immutable_9dc41",
                            table="oncall_certificate",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="rotation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "oncall_rotationevent" ("cadence", "daily_ends_at", "ends_on", "every", "handover_at", "id", "layer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "successor_id", "weekdays") VALUES (NEW."cadence", NEW."daily_ends_at", NEW."ends_on", NEW."every", NEW."handover_at", NEW."id", NEW."layer_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."successor_id", NEW."weekdays"); RETURN NULL;',
                            hash="0b1082646707ef640984085d1d01927ed9f7938e",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_61704",
                            table="oncall_rotation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="rotation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "oncall_rotationevent" ("cadence", "daily_ends_at", "ends_on", "every", "handover_at", "id", "layer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "successor_id", "weekdays") VALUES (NEW."cadence", NEW."daily_ends_at", NEW."ends_on", NEW."every", NEW."handover_at", NEW."id", NEW."layer_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on", NEW."successor_id", NEW."weekdays"); RETURN NULL;',
                            hash="b7cfca95437bdd42f653cb022489bae1c4f9d8fe",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_cdd33",
                            table="oncall_rotation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="shortagestep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="step_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="926c6a5f702e82f375f87b5b7bedb804bad8e4e7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_step_append_only_a62a7",
                            table="oncall_shortagestep",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="shift",
                    trigger=pgtrigger.compiler.Trigger(
                        name="shift_revised",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF (NEW.person_id, NEW.role_id, NEW.sector_id, NEW.period, NEW.status)\n       IS DISTINCT FROM (OLD.person_id, OLD.role_id, OLD.sector_id, OLD.period, OLD.status) THEN\n        NEW.sequence := greatest(NEW.sequence, OLD.sequence + 1);\n        NEW.changed_at := greatest(NEW.changed_at, clock_timestamp());\n    ELSE\n        NEW.sequence := greatest(NEW.sequence, OLD.sequence);\n    END IF;\n    RETURN NEW;\n",
                            hash="adc3b9dfb399b8fb9094a336cf70676a06f364ff",
                            operation="UPDATE",
                            pgid="pgtrigger_shift_revised_c8c43",
                            table="oncall_shift",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="shift",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "oncall_shiftevent" ("changed_at", "changed_by_id", "created_at", "forced_reason", "holds", "id", "is_exclusive", "is_locked", "line_id", "origin", "period", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "refusal_reason", "replaces_id", "role_id", "roster_id", "sector_id", "sequence", "slot_id", "status", "uuid") VALUES (OLD."changed_at", OLD."changed_by_id", OLD."created_at", OLD."forced_reason", OLD."holds", OLD."id", OLD."is_exclusive", OLD."is_locked", OLD."line_id", OLD."origin", OLD."period", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."refusal_reason", OLD."replaces_id", OLD."role_id", OLD."roster_id", OLD."sector_id", OLD."sequence", OLD."slot_id", OLD."status", OLD."uuid"); RETURN NULL;',
                            hash="e1a2f10f1225b9d9d9b262d251dd8070b8b4141d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_afc5e",
                            table="oncall_shift",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="shift",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "oncall_shiftevent" ("changed_at", "changed_by_id", "created_at", "forced_reason", "holds", "id", "is_exclusive", "is_locked", "line_id", "origin", "period", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "refusal_reason", "replaces_id", "role_id", "roster_id", "sector_id", "sequence", "slot_id", "status", "uuid") VALUES (OLD."changed_at", OLD."changed_by_id", OLD."created_at", OLD."forced_reason", OLD."holds", OLD."id", OLD."is_exclusive", OLD."is_locked", OLD."line_id", OLD."origin", OLD."period", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."refusal_reason", OLD."replaces_id", OLD."role_id", OLD."roster_id", OLD."sector_id", OLD."sequence", OLD."slot_id", OLD."status", OLD."uuid"); RETURN NULL;',
                            hash="c2f36a8e667a2645b65b33d60f7ffafb8967b13c",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_21f60",
                            table="oncall_shift",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="dutycheck",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "oncall_dutycheckevent" ("answer", "id", "motive", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_id", "said_at", "said_by_id", "served", "side", "slot_id") VALUES (NEW."answer", NEW."id", NEW."motive", NEW."note", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role_id", NEW."said_at", NEW."said_by_id", NEW."served", NEW."side", NEW."slot_id"); RETURN NULL;',
                            hash="62ef2d9d76eded8c5ff96666c2ccf0c7c6b899b8",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1cfc7",
                            table="oncall_dutycheck",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="dutycheck",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "oncall_dutycheckevent" ("answer", "id", "motive", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_id", "said_at", "said_by_id", "served", "side", "slot_id") VALUES (NEW."answer", NEW."id", NEW."motive", NEW."note", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role_id", NEW."said_at", NEW."said_by_id", NEW."served", NEW."side", NEW."slot_id"); RETURN NULL;',
                            hash="cc8adada94e73a07801ebe042f2458e52b1cd8a6",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_78800",
                            table="oncall_dutycheck",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="covercall",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "oncall_covercallevent" ("deadline", "ended_at", "id", "line_id", "opened_at", "opened_by_id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "replaces_id", "role_id", "slot_id", "state", "taker_id", "uuid") VALUES (NEW."deadline", NEW."ended_at", NEW."id", NEW."line_id", NEW."opened_at", NEW."opened_by_id", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."replaces_id", NEW."role_id", NEW."slot_id", NEW."state", NEW."taker_id", NEW."uuid"); RETURN NULL;',
                            hash="a443d0df3817ffd053ef3db685c6fe7ff1bff850",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_6384a",
                            table="oncall_covercall",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="covercall",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "oncall_covercallevent" ("deadline", "ended_at", "id", "line_id", "opened_at", "opened_by_id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "replaces_id", "role_id", "slot_id", "state", "taker_id", "uuid") VALUES (NEW."deadline", NEW."ended_at", NEW."id", NEW."line_id", NEW."opened_at", NEW."opened_by_id", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."replaces_id", NEW."role_id", NEW."slot_id", NEW."state", NEW."taker_id", NEW."uuid"); RETURN NULL;',
                            hash="21ea707e23c109a771745343d97d026f55da89ca",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_73f9a",
                            table="oncall_covercall",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="dutyrecord",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="add89c68e46b90ed200851e94b83e2d8d9964679",
                            operation="DELETE",
                            pgid="pgtrigger_record_kept_97197",
                            table="oncall_dutyrecord",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="dutyrecord",
                    trigger=pgtrigger.compiler.Trigger(
                        name="record_only_closes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF upper_inf(OLD.period) AND NOT upper_inf(NEW.period)\n       AND lower(OLD.period) = lower(NEW.period)\n       AND to_jsonb(OLD) - 'period' = to_jsonb(NEW) - 'period' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'oncall_dutyrecord is append-only';\n",
                            hash="be8a25d1b7bc1bf5e6907eef6d6d59b9d7e0a00e",
                            operation="UPDATE",
                            pgid="pgtrigger_record_only_closes_a83a3",
                            table="oncall_dutyrecord",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="swap",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "oncall_swapevent" ("counter_shift_id", "deadline", "decided_by_id", "ended_at", "giver_id", "id", "kind", "needs_approval", "offered_to_id", "opened_at", "opened_by_id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "report", "shift_id", "state", "taken_at", "taker_id", "uuid") VALUES (NEW."counter_shift_id", NEW."deadline", NEW."decided_by_id", NEW."ended_at", NEW."giver_id", NEW."id", NEW."kind", NEW."needs_approval", NEW."offered_to_id", NEW."opened_at", NEW."opened_by_id", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."report", NEW."shift_id", NEW."state", NEW."taken_at", NEW."taker_id", NEW."uuid"); RETURN NULL;',
                            hash="065f761a5f957860852ebc3085a13fe23e1d790a",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_7e9df",
                            table="oncall_swap",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="swap",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "oncall_swapevent" ("counter_shift_id", "deadline", "decided_by_id", "ended_at", "giver_id", "id", "kind", "needs_approval", "offered_to_id", "opened_at", "opened_by_id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "report", "shift_id", "state", "taken_at", "taker_id", "uuid") VALUES (NEW."counter_shift_id", NEW."deadline", NEW."decided_by_id", NEW."ended_at", NEW."giver_id", NEW."id", NEW."kind", NEW."needs_approval", NEW."offered_to_id", NEW."opened_at", NEW."opened_by_id", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."report", NEW."shift_id", NEW."state", NEW."taken_at", NEW."taker_id", NEW."uuid"); RETURN NULL;',
                            hash="2d2388def336e873b6857909fa4ef0b0e79d621d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4fdf2",
                            table="oncall_swap",
                            when="AFTER",
                        ),
                    ),
                ),
            ],
        ),
    ]
