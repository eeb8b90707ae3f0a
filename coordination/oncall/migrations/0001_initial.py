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
import pgtrigger.compiler
import pgtrigger.migrations
import psycopg.types.range
from django.conf import settings
from django.db import migrations, models

import coordination.oncall.models.line
import coordination.oncall.models.sector


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("directory", "0002_keep_what_was_before"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("territories", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Line",
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
                    "slug",
                    models.SlugField(max_length=60, unique=True, verbose_name="nom dans l’adresse"),
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
                    "zone",
                    models.CharField(
                        default="Europe/Paris", max_length=40, verbose_name="fuseau horaire"
                    ),
                ),
                (
                    "phone",
                    models.CharField(blank=True, max_length=16, verbose_name="numéro de la ligne"),
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
                        default=True, verbose_name="les ponts comptent comme des jours fériés"
                    ),
                ),
                (
                    "bridge_saturdays",
                    models.BooleanField(
                        default=True, verbose_name="le samedi qui suit un jeudi férié est un pont"
                    ),
                ),
                (
                    "handover_at",
                    models.TimeField(default=datetime.time(8, 0), verbose_name="heure de relève"),
                ),
                (
                    "is_exclusive",
                    models.BooleanField(
                        default=True, verbose_name="personne ne tient une autre ligne en même temps"
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
                    "keeps_years",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="conservation (années)"
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="fermée le")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
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
                    "territory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="oncall_lines",
                        to="territories.territory",
                        verbose_name="territoire",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne d’astreinte",
                "verbose_name_plural": "lignes d’astreinte",
                "indexes": [models.Index(fields=["territory", "kind"], name="line_by_territory")],
            },
        ),
        migrations.CreateModel(
            name="Qualification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
            name="Alert",
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
                ("chain_name", models.CharField(max_length=120, verbose_name="chaîne suivie")),
                (
                    "subject",
                    models.CharField(max_length=160, verbose_name="objet (rien sur un patient)"),
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
                    models.DateTimeField(blank=True, null=True, verbose_name="prochaine étape à"),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(default=0, verbose_name="étape suivante"),
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
                ("opened_at", models.DateTimeField(auto_now_add=True, verbose_name="ouverte le")),
                (
                    "acknowledged_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="prise en charge le"),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="terminée le"),
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
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="oncall.line",
                        verbose_name="ligne",
                    ),
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
                            models.Q(("state__in", ["open", "acknowledged"]), _negated=True),
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
                ("recorded_until", models.DateTimeField(verbose_name="enregistré jusqu’à")),
            ],
            options={
                "verbose_name": "horloge d’une ligne",
                "verbose_name_plural": "horloges des lignes",
            },
        ),
        migrations.CreateModel(
            name="EscalationChain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chains",
                        to="oncall.line",
                        verbose_name="ligne",
                    ),
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
            name="LineEvent",
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
                    "zone",
                    models.CharField(
                        default="Europe/Paris", max_length=40, verbose_name="fuseau horaire"
                    ),
                ),
                (
                    "phone",
                    models.CharField(blank=True, max_length=16, verbose_name="numéro de la ligne"),
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
                        default=True, verbose_name="les ponts comptent comme des jours fériés"
                    ),
                ),
                (
                    "bridge_saturdays",
                    models.BooleanField(
                        default=True, verbose_name="le samedi qui suit un jeudi férié est un pont"
                    ),
                ),
                (
                    "handover_at",
                    models.TimeField(default=datetime.time(8, 0), verbose_name="heure de relève"),
                ),
                (
                    "is_exclusive",
                    models.BooleanField(
                        default=True, verbose_name="personne ne tient une autre ligne en même temps"
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
                    "keeps_years",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="conservation (années)"
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="fermée le")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
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
                        to="oncall.line",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LineRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                ("label", models.CharField(max_length=80, verbose_name="libellé")),
                ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles",
                        to="oncall.line",
                        verbose_name="ligne",
                    ),
                ),
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
                    models.UniqueConstraint(fields=("line", "code"), name="role_once_per_line")
                ],
            },
        ),
        migrations.CreateModel(
            name="Layer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="nom")),
                ("priority", models.PositiveSmallIntegerField(default=1, verbose_name="priorité")),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="layers",
                        to="oncall.linerole",
                        verbose_name="rôle",
                    ),
                ),
            ],
            options={
                "verbose_name": "couche de roulement",
                "verbose_name_plural": "couches de roulement",
                "ordering": ["sector", "role", "priority"],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    models.BooleanField(default=False, verbose_name="volontaire les jours fériés"),
                ),
                (
                    "membership",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        verbose_name="inscription"
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
                    "roles",
                    models.ManyToManyField(
                        related_name="members", to="oncall.linerole", verbose_name="rôles"
                    ),
                ),
            ],
            options={
                "verbose_name": "membre d’une ligne",
                "verbose_name_plural": "membres d’une ligne",
                "constraints": [
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
            name="Override",
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
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="annulée le"),
                ),
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
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overrides",
                        to="oncall.linerole",
                        verbose_name="rôle",
                    ),
                ),
            ],
            options={
                "verbose_name": "dérogation",
                "verbose_name_plural": "dérogations",
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
            name="Person",
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
                ("first_name", models.CharField(blank=True, max_length=80, verbose_name="prénom")),
                ("last_name", models.CharField(max_length=80, verbose_name="nom")),
                ("rpps", models.CharField(blank=True, max_length=11, verbose_name="numéro RPPS")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="parti le")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="inscrit le")),
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
                    "territory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territories.territory",
                        verbose_name="inscrit sur le territoire",
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
            ],
            options={
                "verbose_name": "personne d’astreinte",
                "verbose_name_plural": "personnes d’astreinte",
                "indexes": [
                    models.Index(fields=["territory", "last_name", "id"], name="person_by_name")
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
            name="OverridePerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "period",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(
                        verbose_name="période"
                    ),
                ),
                (
                    "is_exclusive",
                    models.BooleanField(default=True, verbose_name="exclut une autre ligne"),
                ),
                ("is_live", models.BooleanField(default=True, verbose_name="en vigueur")),
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
            name="MemberEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                    models.BooleanField(default=False, verbose_name="volontaire les jours fériés"),
                ),
                (
                    "membership",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        verbose_name="inscription"
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
                        to="oncall.member",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="member",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="oncall.person",
                verbose_name="personne",
            ),
        ),
        migrations.CreateModel(
            name="EscalationStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    models.BooleanField(default=False, verbose_name="tous doivent répondre"),
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
            ],
            options={
                "verbose_name": "étape d’escalade",
                "verbose_name_plural": "étapes d’escalade",
                "ordering": ["chain", "rank"],
                "constraints": [
                    models.UniqueConstraint(fields=("chain", "rank"), name="step_rank_once"),
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
            name="ContactMethod",
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
                            ("mobile", "portable"),
                            ("landline", "fixe"),
                            ("email", "courriel"),
                        ],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                ("value", models.CharField(max_length=254, verbose_name="numéro ou adresse")),
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
                ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="ordre d’appel")),
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
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="ajouté le")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="oncall.person",
                        verbose_name="personne",
                    ),
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
            name="Availability",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        choices=[("available", "disponible"), ("unavailable", "indisponible")],
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="saisie le")),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="availabilities",
                        to="oncall.person",
                        verbose_name="personne",
                    ),
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
            name="AlertStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(verbose_name="rang")),
                ("repeat", models.PositiveSmallIntegerField(default=0, verbose_name="répétition")),
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
                    models.PositiveIntegerField(verbose_name="délai avant l’étape suivante (s)"),
                ),
                (
                    "all_must_answer",
                    models.BooleanField(default=False, verbose_name="tous doivent répondre"),
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
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="due à")),
                ("served_at", models.DateTimeField(blank=True, null=True, verbose_name="jouée à")),
                (
                    "note",
                    models.CharField(blank=True, max_length=200, verbose_name="ce qui s’est passé"),
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
            name="AlertCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="clé du lien"
                    ),
                ),
                (
                    "code",
                    models.CharField(blank=True, max_length=8, verbose_name="code de réponse"),
                ),
                ("called_at", models.DateTimeField(verbose_name="appelée à")),
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
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to="oncall.alertstep",
                        verbose_name="étape",
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
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "undone_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="annulée le"),
                ),
                (
                    "undone_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="pourquoi"),
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
            ],
            options={
                "verbose_name": "prise en charge",
                "verbose_name_plural": "prises en charge",
                "indexes": [models.Index(fields=["alert", "-at"], name="acknowledgement_of_alert")],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    models.CharField(blank=True, max_length=200, verbose_name="raison (privée)"),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="identifiant d’origine"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="saisie le")),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to="oncall.person",
                        verbose_name="personne",
                    ),
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
            name="PersonEvent",
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
                ("first_name", models.CharField(blank=True, max_length=80, verbose_name="prénom")),
                ("last_name", models.CharField(max_length=80, verbose_name="nom")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="parti le")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="inscrit le")),
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
                        to="oncall.person",
                    ),
                ),
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PointWeight",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="validité"),
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
            ],
            options={
                "verbose_name": "barème de points",
                "verbose_name_plural": "barèmes de points",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("line", "="), ("slot_class", "="), ("validity", "&&")],
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
        migrations.AddField(
            model_name="member",
            name="qualifications",
            field=models.ManyToManyField(
                blank=True,
                related_name="members",
                to="oncall.qualification",
                verbose_name="qualifications",
            ),
        ),
        migrations.CreateModel(
            name="Recipient",
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
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipients",
                        to="oncall.line",
                        verbose_name="ligne",
                    ),
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
            name="Requirement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("minimum", models.PositiveSmallIntegerField(default=1, verbose_name="minimum")),
                ("target", models.PositiveSmallIntegerField(default=1, verbose_name="souhaité")),
                ("maximum", models.PositiveSmallIntegerField(default=1, verbose_name="maximum")),
                (
                    "validity",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="validité"),
                ),
                (
                    "is_uncovered",
                    models.BooleanField(default=False, verbose_name="non couvert par décision"),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="ce qui est fait à la place"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="référence de la décision"
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
            ],
            options={
                "verbose_name": "besoin d’un secteur",
                "verbose_name_plural": "besoins d’un secteur",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_uncovered", False),
                            models.Q(models.Q(("reference", ""), _negated=True), ("maximum", 0)),
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
            name="Roster",
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
                    "days",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="période"),
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
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
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
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rosters",
                        to="oncall.line",
                        verbose_name="ligne",
                    ),
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
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="numéro")),
                ("content", models.JSONField(verbose_name="contenu")),
                ("content_hash", models.CharField(max_length=64, verbose_name="empreinte")),
                ("motive", models.CharField(blank=True, max_length=300, verbose_name="motif")),
                ("signed_at", models.DateTimeField(auto_now_add=True, verbose_name="signé le")),
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
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="oncall.roster",
                        verbose_name="tableau",
                    ),
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
            name="RosterEvent",
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
                (
                    "days",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="période"),
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
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
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
                        to="oncall.roster",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RosterVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="numéro")),
                ("content", models.JSONField(verbose_name="contenu")),
                ("content_hash", models.CharField(max_length=64, verbose_name="empreinte")),
                ("diff", models.JSONField(blank=True, default=dict, verbose_name="différences")),
                ("motive", models.CharField(blank=True, max_length=300, verbose_name="motif")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="publiée le")),
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
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="oncall.roster",
                        verbose_name="tableau",
                    ),
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
            name="Rotation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    models.TimeField(default=datetime.time(8, 0), verbose_name="heure de relève"),
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
                    models.DateField(blank=True, null=True, verbose_name="jusqu’au (exclu)"),
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
            name="RotationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                    models.TimeField(default=datetime.time(8, 0), verbose_name="heure de relève"),
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
                    models.DateField(blank=True, null=True, verbose_name="jusqu’au (exclu)"),
                ),
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
                        to="oncall.rotation",
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
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RotationPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(verbose_name="rang")),
                ("joins_on", models.DateField(blank=True, null=True, verbose_name="arrive le")),
                (
                    "leaves_on",
                    models.DateField(blank=True, null=True, verbose_name="part le (exclu)"),
                ),
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
                    "rotation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="oncall.rotation",
                        verbose_name="roulement",
                    ),
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
            name="RuleParameter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="code")),
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
                    "value",
                    models.DecimalField(decimal_places=2, max_digits=8, verbose_name="valeur"),
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
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="validité"),
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
                            (django.db.models.functions.comparison.Coalesce("territory", 0), "="),
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
            name="Sector",
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
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                (
                    "zone",
                    models.CharField(
                        default="Europe/Paris", max_length=40, verbose_name="fuseau horaire"
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
                    models.CharField(blank=True, max_length=16, verbose_name="numéro du secteur"),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="fermé le")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sectors",
                        to="oncall.line",
                        verbose_name="ligne",
                    ),
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
            name="RequirementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                ("minimum", models.PositiveSmallIntegerField(default=1, verbose_name="minimum")),
                ("target", models.PositiveSmallIntegerField(default=1, verbose_name="souhaité")),
                ("maximum", models.PositiveSmallIntegerField(default=1, verbose_name="maximum")),
                (
                    "validity",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="validité"),
                ),
                (
                    "is_uncovered",
                    models.BooleanField(default=False, verbose_name="non couvert par décision"),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="ce qui est fait à la place"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="référence de la décision"
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
                        to="oncall.requirement",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="requirement",
            name="sector",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="requirements",
                to="oncall.sector",
                verbose_name="secteur",
            ),
        ),
        migrations.CreateModel(
            name="OverrideEvent",
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
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="annulée le"),
                ),
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
                        to="oncall.override",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="override",
            name="sector",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="overrides",
                to="oncall.sector",
                verbose_name="secteur",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="sectors",
            field=models.ManyToManyField(
                blank=True, related_name="members", to="oncall.sector", verbose_name="secteurs"
            ),
        ),
        migrations.AddField(
            model_name="layer",
            name="sector",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="layers",
                to="oncall.sector",
                verbose_name="secteur",
            ),
        ),
        migrations.CreateModel(
            name="AlertEvent",
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
                ("chain_name", models.CharField(max_length=120, verbose_name="chaîne suivie")),
                (
                    "subject",
                    models.CharField(max_length=160, verbose_name="objet (rien sur un patient)"),
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
                    models.DateTimeField(blank=True, null=True, verbose_name="prochaine étape à"),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(default=0, verbose_name="étape suivante"),
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
                ("opened_at", models.DateTimeField(auto_now_add=True, verbose_name="ouverte le")),
                (
                    "acknowledged_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="prise en charge le"),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="terminée le"),
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
                        to="oncall.alert",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="alert",
            name="sector",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="alerts",
                to="oncall.sector",
                verbose_name="secteur",
            ),
        ),
        migrations.CreateModel(
            name="SectorCommune",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="validité"),
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
                            ("band__contained_by", psycopg.types.range.Range(0, 1440, "[)")),
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
            name="SectorCommuneEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "band",
                    django.contrib.postgres.fields.ranges.IntegerRangeField(
                        default=coordination.oncall.models.sector.whole_day,
                        verbose_name="plage du jour (minutes)",
                    ),
                ),
                (
                    "validity",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="validité"),
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
                        to="oncall.sectorcommune",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SectorEvent",
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
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("code", models.SlugField(db_index=False, max_length=40, verbose_name="code")),
                (
                    "zone",
                    models.CharField(
                        default="Europe/Paris", max_length=40, verbose_name="fuseau horaire"
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
                    models.CharField(blank=True, max_length=16, verbose_name="numéro du secteur"),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="fermé le")),
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
                        to="oncall.sector",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Shift",
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
                ("holds", models.BooleanField(default=False, verbose_name="engage la personne")),
                (
                    "is_exclusive",
                    models.BooleanField(default=True, verbose_name="exclut une autre ligne"),
                ),
                ("is_locked", models.BooleanField(default=False, verbose_name="fixé avant calcul")),
                (
                    "forced_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="règle forcée : motif"
                    ),
                ),
                (
                    "refusal_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="motif du refus"),
                ),
                ("sequence", models.PositiveIntegerField(default=0, verbose_name="révision")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
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
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="oncall.line",
                        verbose_name="ligne",
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
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="oncall.linerole",
                        verbose_name="rôle",
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
                    "sector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="oncall.sector",
                        verbose_name="secteur",
                    ),
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
                                ("status__in", ["refused", "replaced", "cancelled"]), _negated=True
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
            name="Intervention",
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
                            ("phone", "conseil téléphonique"),
                            ("visit", "déplacement"),
                            ("planned_visit", "visite prévue"),
                        ],
                        max_length=14,
                        verbose_name="nature",
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
                        max_digits=6,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="distance (km)",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="notée le")),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interventions",
                        to="oncall.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interventions",
                        to="oncall.shift",
                        verbose_name="tour",
                    ),
                ),
            ],
            options={
                "verbose_name": "intervention",
                "verbose_name_plural": "interventions",
                "indexes": [
                    models.Index(fields=["person", "-ended_at"], name="intervention_of_person")
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
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "recorded_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="enregistré le"),
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
                    "sector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="oncall.sector",
                        verbose_name="secteur",
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
            name="DutyCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "served",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(
                        blank=True, null=True, verbose_name="période faite"
                    ),
                ),
                ("is_absent", models.BooleanField(default=False, verbose_name="non fait")),
                (
                    "discrepancy",
                    models.CharField(blank=True, max_length=300, verbose_name="écart constaté"),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="confirmé par la personne le"
                    ),
                ),
                (
                    "certified_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="certifié le"),
                ),
                (
                    "certified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="certifié par",
                    ),
                ),
                (
                    "shift",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="served",
                        to="oncall.shift",
                        verbose_name="tour",
                    ),
                ),
            ],
            options={
                "verbose_name": "tour constaté",
                "verbose_name_plural": "tours constatés",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_absent", True), ("served__isnull", False), _connector="OR"
                        ),
                        name="check_served_or_absent",
                        violation_error_message="Indiquez la période faite, ou « non fait ».",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("holiday", models.CharField(blank=True, max_length=60, verbose_name="jour férié")),
                (
                    "points",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=5, verbose_name="points"
                    ),
                ),
                ("frozen_at", models.DateTimeField(blank=True, null=True, verbose_name="figé le")),
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
            ],
            options={
                "verbose_name": "créneau d’astreinte",
                "verbose_name_plural": "créneaux d’astreinte",
                "indexes": [models.Index(fields=["roster", "local_day"], name="slot_of_roster")],
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
            name="ShiftEvent",
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
                ("holds", models.BooleanField(default=False, verbose_name="engage la personne")),
                (
                    "is_exclusive",
                    models.BooleanField(default=True, verbose_name="exclut une autre ligne"),
                ),
                ("is_locked", models.BooleanField(default=False, verbose_name="fixé avant calcul")),
                (
                    "forced_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="règle forcée : motif"
                    ),
                ),
                (
                    "refusal_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="motif du refus"),
                ),
                ("sequence", models.PositiveIntegerField(default=0, verbose_name="révision")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
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
                        to="oncall.shift",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="shift",
            name="slot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shifts",
                to="oncall.slot",
                verbose_name="créneau",
            ),
        ),
        migrations.CreateModel(
            name="SlotTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="validité"),
                ),
                ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="templates",
                        to="oncall.line",
                        verbose_name="ligne",
                    ),
                ),
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
        migrations.AddField(
            model_name="slot",
            name="template",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="slots",
                to="oncall.slottemplate",
                verbose_name="gabarit",
            ),
        ),
        migrations.CreateModel(
            name="SlotTemplateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="validité"),
                ),
                ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
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
                        to="oncall.slottemplate",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Swap",
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
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="motif")),
                (
                    "needs_approval",
                    models.BooleanField(
                        default=False, verbose_name="à valider par la coordination"
                    ),
                ),
                ("deadline", models.DateTimeField(verbose_name="avant le")),
                (
                    "report",
                    models.JSONField(blank=True, default=list, verbose_name="rapport des règles"),
                ),
                ("opened_at", models.DateTimeField(auto_now_add=True, verbose_name="demandé le")),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="pris le")),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="terminé le"),
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
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="swaps",
                        to="oncall.shift",
                        verbose_name="tour",
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
            name="SwapEvent",
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
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="motif")),
                (
                    "needs_approval",
                    models.BooleanField(
                        default=False, verbose_name="à valider par la coordination"
                    ),
                ),
                ("deadline", models.DateTimeField(verbose_name="avant le")),
                (
                    "report",
                    models.JSONField(blank=True, default=list, verbose_name="rapport des règles"),
                ),
                ("opened_at", models.DateTimeField(auto_now_add=True, verbose_name="demandé le")),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="pris le")),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="terminé le"),
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
                        to="oncall.swap",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Transmission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("sent_at", models.DateTimeField(verbose_name="envoyée le")),
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
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transmissions",
                        to="oncall.rosterversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "envoi d’un tableau",
                "verbose_name_plural": "envois d’un tableau",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "recipient"), name="transmission_once_per_version"
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="le")),
                ("is_refused", models.BooleanField(default=False, verbose_name="refusé")),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="motif du refus"),
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
                (
                    "transmission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="oncall.transmission",
                        verbose_name="envoi",
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
            name="Wish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="saisi le")),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wishes",
                        to="oncall.person",
                        verbose_name="personne",
                    ),
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
        pgtrigger.migrations.AddTrigger(
            model_name="line",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "oncall_lineevent" ("bridge_saturdays", "bridges", "closed_on", "created_at", "created_by_id", "gap_notice_hours", "handover_at", "id", "instructions", "is_exclusive", "keeps_years", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "regimes", "slug", "territory_id", "uuid", "zone") VALUES (NEW."bridge_saturdays", NEW."bridges", NEW."closed_on", NEW."created_at", NEW."created_by_id", NEW."gap_notice_hours", NEW."handover_at", NEW."id", NEW."instructions", NEW."is_exclusive", NEW."keeps_years", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."regimes", NEW."slug", NEW."territory_id", NEW."uuid", NEW."zone"); RETURN NULL;',
                    hash="a33d8358c8fd087db98d57b6ab4981862c3299dd",
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
                    func='INSERT INTO "oncall_lineevent" ("bridge_saturdays", "bridges", "closed_on", "created_at", "created_by_id", "gap_notice_hours", "handover_at", "id", "instructions", "is_exclusive", "keeps_years", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "regimes", "slug", "territory_id", "uuid", "zone") VALUES (NEW."bridge_saturdays", NEW."bridges", NEW."closed_on", NEW."created_at", NEW."created_by_id", NEW."gap_notice_hours", NEW."handover_at", NEW."id", NEW."instructions", NEW."is_exclusive", NEW."keeps_years", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."regimes", NEW."slug", NEW."territory_id", NEW."uuid", NEW."zone"); RETURN NULL;',
                    hash="eb081b650f655ab6204e02a974e2d4221b6f8a0b",
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
            model_name="sector",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "oncall_sectorevent" ("closed_on", "code", "colour", "id", "line_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "uuid", "zone") VALUES (NEW."closed_on", NEW."code", NEW."colour", NEW."id", NEW."line_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."uuid", NEW."zone"); RETURN NULL;',
                    hash="8ad54777636e07037530b2fa4977aff4e9dc179c",
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
                    func='INSERT INTO "oncall_sectorevent" ("closed_on", "code", "colour", "id", "line_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "uuid", "zone") VALUES (NEW."closed_on", NEW."code", NEW."colour", NEW."id", NEW."line_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."uuid", NEW."zone"); RETURN NULL;',
                    hash="8c727364861656d9eae9bbbaee29e0fad6b1d352",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_66990",
                    table="oncall_sector",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("sector", "="),
                    ("slot_class", "="),
                    (django.db.models.functions.comparison.Coalesce("role", 0), "="),
                    ("validity", "&&"),
                ],
                name="requirement_one_per_role",
                violation_error_message="Un besoin est déjà déclaré pour ce rôle à ces dates.",
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
        migrations.AddIndex(
            model_name="override",
            index=django.contrib.postgres.indexes.GistIndex(
                models.F("sector"),
                models.F("period"),
                condition=models.Q(("cancelled_at__isnull", True)),
                name="override_now",
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
        migrations.AddConstraint(
            model_name="member",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("line", "="), ("person", "="), ("membership", "&&")],
                name="member_once_at_a_time",
                violation_error_message="Cette personne est déjà inscrite sur la ligne.",
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
        migrations.AddConstraint(
            model_name="layer",
            constraint=models.UniqueConstraint(
                fields=("sector", "role", "priority"), name="layer_one_per_priority"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="alert",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "oncall_alertevent" ("acknowledged_at", "chain_name", "ended_at", "id", "line_id", "next_step_due_at", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "reminder_minutes", "repeats_left", "sector_id", "state", "subject", "uuid") VALUES (NEW."acknowledged_at", NEW."chain_name", NEW."ended_at", NEW."id", NEW."line_id", NEW."next_step_due_at", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rank", NEW."reminder_minutes", NEW."repeats_left", NEW."sector_id", NEW."state", NEW."subject", NEW."uuid"); RETURN NULL;',
                    hash="10285904594b5ae42d5d59ba822fb7fd731789ce",
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
                    func='INSERT INTO "oncall_alertevent" ("acknowledged_at", "chain_name", "ended_at", "id", "line_id", "next_step_due_at", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "reminder_minutes", "repeats_left", "sector_id", "state", "subject", "uuid") VALUES (NEW."acknowledged_at", NEW."chain_name", NEW."ended_at", NEW."id", NEW."line_id", NEW."next_step_due_at", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rank", NEW."reminder_minutes", NEW."repeats_left", NEW."sector_id", NEW."state", NEW."subject", NEW."uuid"); RETURN NULL;',
                    hash="18427053f9977432b7a3ff501274cce3f1e2fb73",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6efbc",
                    table="oncall_alert",
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
        migrations.AddIndex(
            model_name="shift",
            index=models.Index(fields=["roster", "slot"], name="shift_of_roster"),
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
    ]
