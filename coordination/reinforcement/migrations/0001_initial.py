import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import coordination.reinforcement.models.volunteer
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
                    name="Volunteer",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="volunteer",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="compte",
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(max_length=12, unique=True, verbose_name="référence"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("incomplete", "profil à compléter"),
                                    ("active", "disponible à la sollicitation"),
                                    ("paused", "en pause"),
                                    ("stale", "disponibilité à reconfirmer"),
                                    ("suspended", "suspendu"),
                                    ("withdrawn", "parti"),
                                    ("anonymised", "anonymisé"),
                                ],
                                default="incomplete",
                                max_length=12,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "state_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="motif de l’état"
                            ),
                        ),
                        (
                            "profession",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="directory.profession",
                                verbose_name="profession",
                            ),
                        ),
                        (
                            "speciality",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="directory.speciality",
                                verbose_name="spécialité",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("public", "salarié du public"),
                                    ("private", "salarié du privé"),
                                    ("liberal", "libéral"),
                                    ("unemployed", "sans emploi"),
                                    ("retired", "retraité"),
                                    ("student", "étudiant"),
                                    ("reservist", "réserviste"),
                                ],
                                max_length=12,
                                verbose_name="statut",
                            ),
                        ),
                        (
                            "status_year",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="année de retraite ou d’étude"
                            ),
                        ),
                        (
                            "rpps",
                            models.CharField(blank=True, max_length=11, verbose_name="numéro RPPS"),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="téléphone mobile"
                            ),
                        ),
                        (
                            "commune",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
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
                            "max_km",
                            models.PositiveSmallIntegerField(
                                default=30,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1000),
                                ],
                                verbose_name="distance acceptée (km)",
                            ),
                        ),
                        (
                            "max_km_lodged",
                            models.PositiveSmallIntegerField(
                                default=100,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1000),
                                ],
                                verbose_name="distance acceptée si logé (km)",
                            ),
                        ),
                        (
                            "has_transport",
                            models.BooleanField(
                                default=True, verbose_name="se déplace par ses propres moyens"
                            ),
                        ),
                        (
                            "trust",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "V1 · inscrit et en exercice, confirmé par une structure"),
                                    (2, "V2 · inscrit au répertoire, en activité"),
                                    (3, "V3 · inscrit au répertoire, inactif ou retraité"),
                                    (4, "V4 · document vérifié"),
                                    (5, "V0 · déclaré seulement"),
                                ],
                                default=5,
                                verbose_name="niveau de confiance",
                            ),
                        ),
                        (
                            "skills",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("resuscitation", "réanimation"),
                                        ("critical_care", "soins critiques"),
                                        ("emergency", "urgences"),
                                        ("nursing_home", "EHPAD"),
                                        ("home_care", "soins à domicile"),
                                        ("geriatrics", "gériatrie"),
                                        ("psychiatry", "psychiatrie"),
                                        ("paediatrics", "pédiatrie"),
                                        ("palliative", "soins palliatifs"),
                                        ("vaccination", "vaccination"),
                                        ("sampling", "dépistage"),
                                        ("dispatch", "régulation"),
                                    ],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="expériences",
                            ),
                        ),
                        (
                            "recent_skills",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("resuscitation", "réanimation"),
                                        ("critical_care", "soins critiques"),
                                        ("emergency", "urgences"),
                                        ("nursing_home", "EHPAD"),
                                        ("home_care", "soins à domicile"),
                                        ("geriatrics", "gériatrie"),
                                        ("psychiatry", "psychiatrie"),
                                        ("paediatrics", "pédiatrie"),
                                        ("palliative", "soins palliatifs"),
                                        ("vaccination", "vaccination"),
                                        ("sampling", "dépistage"),
                                        ("dispatch", "régulation"),
                                    ],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                verbose_name="expériences récentes",
                            ),
                        ),
                        (
                            "free",
                            coordination.reinforcement.models.volunteer.InstantMultirange(
                                db_default="{}", editable=False, verbose_name="périodes libres"
                            ),
                        ),
                        (
                            "weekly_limit",
                            models.PositiveSmallIntegerField(
                                default=3,
                                validators=[django.core.validators.MaxValueValidator(7)],
                                verbose_name="sollicitations par semaine",
                            ),
                        ),
                        (
                            "confirmed_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="disponibilité confirmée le"
                            ),
                        ),
                        (
                            "last_asked_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="dernière sollicitation"
                            ),
                        ),
                        (
                            "engaged_until",
                            models.DateField(
                                blank=True, null=True, verbose_name="engagé ailleurs jusqu’au"
                            ),
                        ),
                        (
                            "paused_until",
                            models.DateField(
                                blank=True, null=True, verbose_name="en pause jusqu’au"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="inscrit le"),
                        ),
                    ],
                    options={
                        "verbose_name": "volontaire",
                        "verbose_name_plural": "volontaires",
                        "indexes": [
                            django.contrib.postgres.indexes.GistIndex(
                                models.F("profession"),
                                models.Func("longitude", "latitude", function="point"),
                                condition=models.Q(("state", "active")),
                                name="volunteer_pool_by_place",
                            ),
                            models.Index(
                                fields=["state", "confirmed_at"], name="volunteer_by_freshness"
                            ),
                            models.Index(fields=["commune", "state"], name="volunteer_by_commune"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("rpps", ""), _negated=True),
                                fields=("rpps",),
                                name="volunteer_one_per_rpps",
                                violation_error_message="Ce numéro RPPS est déjà celui d’un autre compte. Si c’est le vôtre, écrivez-nous.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "active"), _negated=True),
                                    models.Q(
                                        ("commune__isnull", False),
                                        ("confirmed_at__isnull", False),
                                        ("latitude__isnull", False),
                                        ("longitude__isnull", False),
                                        ("profession__isnull", False),
                                        models.Q(("status", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="volunteer_active_is_complete",
                                violation_error_message="Un profil incomplet ne compte jamais comme disponible.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Need",
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
                                related_name="needs",
                                to="directory.structure",
                                verbose_name="structure",
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="service ou unité"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "brouillon"),
                                    ("submitted", "soumis à l’ARS"),
                                    ("validated", "validé par l’ARS"),
                                    ("open", "en diffusion"),
                                    ("partly_filled", "partiellement pourvu"),
                                    ("filled", "pourvu"),
                                    ("suspended", "suspendu"),
                                    ("closed", "clos"),
                                    ("expired", "expiré"),
                                    ("cancelled", "annulé"),
                                ],
                                default="draft",
                                max_length=14,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "state_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="motif de l’état"
                            ),
                        ),
                        (
                            "resumes_as",
                            models.CharField(
                                blank=True, max_length=14, verbose_name="état avant suspension"
                            ),
                        ),
                        (
                            "motive",
                            models.CharField(
                                choices=[
                                    ("absence", "absences imprévues"),
                                    ("surge", "afflux de patients"),
                                    ("cluster", "foyer épidémique"),
                                    ("opening", "ouverture de lits ou d’une unité"),
                                    ("relief", "relève d’une équipe épuisée"),
                                    ("campaign", "campagne de vaccination ou de dépistage"),
                                    ("other", "autre motif"),
                                ],
                                max_length=12,
                                verbose_name="motif",
                            ),
                        ),
                        (
                            "motive_detail",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="précisions"
                            ),
                        ),
                        (
                            "criticality",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "vitale : les soins ne sont plus assurés"),
                                    (2, "forte : fonctionnement très dégradé"),
                                    (3, "modérée : à combler dans la semaine"),
                                ],
                                default=2,
                                verbose_name="criticité",
                            ),
                        ),
                        (
                            "priority",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="priorité fixée par l’ARS",
                            ),
                        ),
                        (
                            "required_skills",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("resuscitation", "réanimation"),
                                        ("critical_care", "soins critiques"),
                                        ("emergency", "urgences"),
                                        ("nursing_home", "EHPAD"),
                                        ("home_care", "soins à domicile"),
                                        ("geriatrics", "gériatrie"),
                                        ("psychiatry", "psychiatrie"),
                                        ("paediatrics", "pédiatrie"),
                                        ("palliative", "soins palliatifs"),
                                        ("vaccination", "vaccination"),
                                        ("sampling", "dépistage"),
                                        ("dispatch", "régulation"),
                                    ],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="expériences exigées",
                            ),
                        ),
                        (
                            "wished_skills",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("resuscitation", "réanimation"),
                                        ("critical_care", "soins critiques"),
                                        ("emergency", "urgences"),
                                        ("nursing_home", "EHPAD"),
                                        ("home_care", "soins à domicile"),
                                        ("geriatrics", "gériatrie"),
                                        ("psychiatry", "psychiatrie"),
                                        ("paediatrics", "pédiatrie"),
                                        ("palliative", "soins palliatifs"),
                                        ("vaccination", "vaccination"),
                                        ("sampling", "dépistage"),
                                        ("dispatch", "régulation"),
                                    ],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="expériences souhaitées",
                            ),
                        ),
                        (
                            "minimum_trust",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "V1 · inscrit et en exercice, confirmé par une structure"),
                                    (2, "V2 · inscrit au répertoire, en activité"),
                                    (3, "V3 · inscrit au répertoire, inactif ou retraité"),
                                    (4, "V4 · document vérifié"),
                                    (5, "V0 · déclaré seulement"),
                                ],
                                default=2,
                                verbose_name="niveau de confiance minimal",
                            ),
                        ),
                        (
                            "radius_km",
                            models.PositiveSmallIntegerField(
                                default=50,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1000),
                                ],
                                verbose_name="rayon de recherche (km)",
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("selection", "sur sélection : la structure choisit"),
                                    (
                                        "direct",
                                        "attribution directe : le premier oui prend la place",
                                    ),
                                ],
                                default="selection",
                                max_length=10,
                                verbose_name="mode",
                            ),
                        ),
                        (
                            "partial_allowed",
                            models.BooleanField(
                                default=True, verbose_name="une partie des créneaux suffit"
                            ),
                        ),
                        (
                            "lodging",
                            models.BooleanField(default=False, verbose_name="hébergement offert"),
                        ),
                        (
                            "transport",
                            models.BooleanField(
                                default=False, verbose_name="transport pris en charge"
                            ),
                        ),
                        ("meals", models.BooleanField(default=False, verbose_name="repas offerts")),
                        (
                            "childcare",
                            models.BooleanField(
                                default=False, verbose_name="garde d’enfants proposée"
                            ),
                        ),
                        (
                            "vehicles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("secondment", "mise à disposition entre employeurs"),
                                        ("fixed_term", "CDD ou vacation"),
                                        ("liberal", "contrat libéral ou vacation ARS"),
                                        ("retired", "cumul emploi-retraite"),
                                        ("student", "vacation ou convention avec l’école"),
                                        ("unpaid", "bénévolat"),
                                    ],
                                    max_length=12,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="cadres juridiques proposés",
                            ),
                        ),
                        (
                            "pay",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="rémunération"
                            ),
                        ),
                        (
                            "conditions",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                verbose_name="conditions d’entrée (vaccination, formation…)",
                            ),
                        ),
                        (
                            "welcome",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="accueil sur place"
                            ),
                        ),
                        (
                            "contact_name",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="contact sur place"
                            ),
                        ),
                        (
                            "contact_phone",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="téléphone du contact"
                            ),
                        ),
                        (
                            "local_means_exhausted",
                            models.BooleanField(
                                default=False, verbose_name="moyens locaux épuisés"
                            ),
                        ),
                        (
                            "automatic",
                            models.BooleanField(
                                default=False, verbose_name="vagues automatiques jusqu’à pourvoir"
                            ),
                        ),
                        ("answer_by", models.DateTimeField(verbose_name="réponse utile jusqu’au")),
                        (
                            "version",
                            models.PositiveSmallIntegerField(default=1, verbose_name="version"),
                        ),
                        (
                            "is_exercise",
                            models.BooleanField(default=False, verbose_name="exercice"),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
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
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="soumis le"),
                        ),
                        (
                            "validated_by",
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
                            "opened_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="diffusé le"),
                        ),
                        (
                            "filled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="pourvu le"),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="terminé le"),
                        ),
                        (
                            "professions",
                            models.ManyToManyField(
                                related_name="needs",
                                to="directory.profession",
                                verbose_name="professions acceptées",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "besoin de renfort",
                        "verbose_name_plural": "besoins de renfort",
                        "indexes": [
                            models.Index(
                                fields=["state", "criticality", "answer_by", "id"],
                                name="need_by_urgency",
                            ),
                            models.Index(fields=["structure", "state"], name="need_of_structure"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("radius_km__range", (1, 1000))),
                                name="need_radius_sensible",
                                violation_error_message="Le rayon de recherche va de 1 à 1 000 km.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "suspended"), _negated=True),
                                    models.Q(("resumes_as", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="need_suspended_can_resume",
                                violation_error_message="Un besoin suspendu se souvient de son état.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VolunteerEvent",
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
                                to="reinforcement.volunteer",
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
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="compte",
                            ),
                        ),
                        ("reference", models.CharField(max_length=12, verbose_name="référence")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("incomplete", "profil à compléter"),
                                    ("active", "disponible à la sollicitation"),
                                    ("paused", "en pause"),
                                    ("stale", "disponibilité à reconfirmer"),
                                    ("suspended", "suspendu"),
                                    ("withdrawn", "parti"),
                                    ("anonymised", "anonymisé"),
                                ],
                                default="incomplete",
                                max_length=12,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "state_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="motif de l’état"
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
                            "speciality",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="directory.speciality",
                                verbose_name="spécialité",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("public", "salarié du public"),
                                    ("private", "salarié du privé"),
                                    ("liberal", "libéral"),
                                    ("unemployed", "sans emploi"),
                                    ("retired", "retraité"),
                                    ("student", "étudiant"),
                                    ("reservist", "réserviste"),
                                ],
                                max_length=12,
                                verbose_name="statut",
                            ),
                        ),
                        (
                            "status_year",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="année de retraite ou d’étude"
                            ),
                        ),
                        (
                            "rpps",
                            models.CharField(blank=True, max_length=11, verbose_name="numéro RPPS"),
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
                            "latitude",
                            models.FloatField(blank=True, null=True, verbose_name="latitude"),
                        ),
                        (
                            "longitude",
                            models.FloatField(blank=True, null=True, verbose_name="longitude"),
                        ),
                        (
                            "max_km",
                            models.PositiveSmallIntegerField(
                                default=30,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1000),
                                ],
                                verbose_name="distance acceptée (km)",
                            ),
                        ),
                        (
                            "max_km_lodged",
                            models.PositiveSmallIntegerField(
                                default=100,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1000),
                                ],
                                verbose_name="distance acceptée si logé (km)",
                            ),
                        ),
                        (
                            "has_transport",
                            models.BooleanField(
                                default=True, verbose_name="se déplace par ses propres moyens"
                            ),
                        ),
                        (
                            "trust",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "V1 · inscrit et en exercice, confirmé par une structure"),
                                    (2, "V2 · inscrit au répertoire, en activité"),
                                    (3, "V3 · inscrit au répertoire, inactif ou retraité"),
                                    (4, "V4 · document vérifié"),
                                    (5, "V0 · déclaré seulement"),
                                ],
                                default=5,
                                verbose_name="niveau de confiance",
                            ),
                        ),
                        (
                            "skills",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("resuscitation", "réanimation"),
                                        ("critical_care", "soins critiques"),
                                        ("emergency", "urgences"),
                                        ("nursing_home", "EHPAD"),
                                        ("home_care", "soins à domicile"),
                                        ("geriatrics", "gériatrie"),
                                        ("psychiatry", "psychiatrie"),
                                        ("paediatrics", "pédiatrie"),
                                        ("palliative", "soins palliatifs"),
                                        ("vaccination", "vaccination"),
                                        ("sampling", "dépistage"),
                                        ("dispatch", "régulation"),
                                    ],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="expériences",
                            ),
                        ),
                        (
                            "recent_skills",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("resuscitation", "réanimation"),
                                        ("critical_care", "soins critiques"),
                                        ("emergency", "urgences"),
                                        ("nursing_home", "EHPAD"),
                                        ("home_care", "soins à domicile"),
                                        ("geriatrics", "gériatrie"),
                                        ("psychiatry", "psychiatrie"),
                                        ("paediatrics", "pédiatrie"),
                                        ("palliative", "soins palliatifs"),
                                        ("vaccination", "vaccination"),
                                        ("sampling", "dépistage"),
                                        ("dispatch", "régulation"),
                                    ],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                verbose_name="expériences récentes",
                            ),
                        ),
                        (
                            "weekly_limit",
                            models.PositiveSmallIntegerField(
                                default=3,
                                validators=[django.core.validators.MaxValueValidator(7)],
                                verbose_name="sollicitations par semaine",
                            ),
                        ),
                        (
                            "confirmed_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="disponibilité confirmée le"
                            ),
                        ),
                        (
                            "engaged_until",
                            models.DateField(
                                blank=True, null=True, verbose_name="engagé ailleurs jusqu’au"
                            ),
                        ),
                        (
                            "paused_until",
                            models.DateField(
                                blank=True, null=True, verbose_name="en pause jusqu’au"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="inscrit le"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="NeedEvent",
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
                                to="reinforcement.need",
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
                            "unit",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="service ou unité"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "brouillon"),
                                    ("submitted", "soumis à l’ARS"),
                                    ("validated", "validé par l’ARS"),
                                    ("open", "en diffusion"),
                                    ("partly_filled", "partiellement pourvu"),
                                    ("filled", "pourvu"),
                                    ("suspended", "suspendu"),
                                    ("closed", "clos"),
                                    ("expired", "expiré"),
                                    ("cancelled", "annulé"),
                                ],
                                default="draft",
                                max_length=14,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "state_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="motif de l’état"
                            ),
                        ),
                        (
                            "resumes_as",
                            models.CharField(
                                blank=True, max_length=14, verbose_name="état avant suspension"
                            ),
                        ),
                        (
                            "motive",
                            models.CharField(
                                choices=[
                                    ("absence", "absences imprévues"),
                                    ("surge", "afflux de patients"),
                                    ("cluster", "foyer épidémique"),
                                    ("opening", "ouverture de lits ou d’une unité"),
                                    ("relief", "relève d’une équipe épuisée"),
                                    ("campaign", "campagne de vaccination ou de dépistage"),
                                    ("other", "autre motif"),
                                ],
                                max_length=12,
                                verbose_name="motif",
                            ),
                        ),
                        (
                            "motive_detail",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="précisions"
                            ),
                        ),
                        (
                            "criticality",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "vitale : les soins ne sont plus assurés"),
                                    (2, "forte : fonctionnement très dégradé"),
                                    (3, "modérée : à combler dans la semaine"),
                                ],
                                default=2,
                                verbose_name="criticité",
                            ),
                        ),
                        (
                            "priority",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="priorité fixée par l’ARS",
                            ),
                        ),
                        (
                            "required_skills",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("resuscitation", "réanimation"),
                                        ("critical_care", "soins critiques"),
                                        ("emergency", "urgences"),
                                        ("nursing_home", "EHPAD"),
                                        ("home_care", "soins à domicile"),
                                        ("geriatrics", "gériatrie"),
                                        ("psychiatry", "psychiatrie"),
                                        ("paediatrics", "pédiatrie"),
                                        ("palliative", "soins palliatifs"),
                                        ("vaccination", "vaccination"),
                                        ("sampling", "dépistage"),
                                        ("dispatch", "régulation"),
                                    ],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="expériences exigées",
                            ),
                        ),
                        (
                            "wished_skills",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("resuscitation", "réanimation"),
                                        ("critical_care", "soins critiques"),
                                        ("emergency", "urgences"),
                                        ("nursing_home", "EHPAD"),
                                        ("home_care", "soins à domicile"),
                                        ("geriatrics", "gériatrie"),
                                        ("psychiatry", "psychiatrie"),
                                        ("paediatrics", "pédiatrie"),
                                        ("palliative", "soins palliatifs"),
                                        ("vaccination", "vaccination"),
                                        ("sampling", "dépistage"),
                                        ("dispatch", "régulation"),
                                    ],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="expériences souhaitées",
                            ),
                        ),
                        (
                            "minimum_trust",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "V1 · inscrit et en exercice, confirmé par une structure"),
                                    (2, "V2 · inscrit au répertoire, en activité"),
                                    (3, "V3 · inscrit au répertoire, inactif ou retraité"),
                                    (4, "V4 · document vérifié"),
                                    (5, "V0 · déclaré seulement"),
                                ],
                                default=2,
                                verbose_name="niveau de confiance minimal",
                            ),
                        ),
                        (
                            "radius_km",
                            models.PositiveSmallIntegerField(
                                default=50,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1000),
                                ],
                                verbose_name="rayon de recherche (km)",
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("selection", "sur sélection : la structure choisit"),
                                    (
                                        "direct",
                                        "attribution directe : le premier oui prend la place",
                                    ),
                                ],
                                default="selection",
                                max_length=10,
                                verbose_name="mode",
                            ),
                        ),
                        (
                            "partial_allowed",
                            models.BooleanField(
                                default=True, verbose_name="une partie des créneaux suffit"
                            ),
                        ),
                        (
                            "lodging",
                            models.BooleanField(default=False, verbose_name="hébergement offert"),
                        ),
                        (
                            "transport",
                            models.BooleanField(
                                default=False, verbose_name="transport pris en charge"
                            ),
                        ),
                        ("meals", models.BooleanField(default=False, verbose_name="repas offerts")),
                        (
                            "childcare",
                            models.BooleanField(
                                default=False, verbose_name="garde d’enfants proposée"
                            ),
                        ),
                        (
                            "vehicles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("secondment", "mise à disposition entre employeurs"),
                                        ("fixed_term", "CDD ou vacation"),
                                        ("liberal", "contrat libéral ou vacation ARS"),
                                        ("retired", "cumul emploi-retraite"),
                                        ("student", "vacation ou convention avec l’école"),
                                        ("unpaid", "bénévolat"),
                                    ],
                                    max_length=12,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="cadres juridiques proposés",
                            ),
                        ),
                        (
                            "pay",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="rémunération"
                            ),
                        ),
                        (
                            "conditions",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                verbose_name="conditions d’entrée (vaccination, formation…)",
                            ),
                        ),
                        (
                            "welcome",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="accueil sur place"
                            ),
                        ),
                        (
                            "local_means_exhausted",
                            models.BooleanField(
                                default=False, verbose_name="moyens locaux épuisés"
                            ),
                        ),
                        (
                            "automatic",
                            models.BooleanField(
                                default=False, verbose_name="vagues automatiques jusqu’à pourvoir"
                            ),
                        ),
                        ("answer_by", models.DateTimeField(verbose_name="réponse utile jusqu’au")),
                        (
                            "version",
                            models.PositiveSmallIntegerField(default=1, verbose_name="version"),
                        ),
                        (
                            "is_exercise",
                            models.BooleanField(default=False, verbose_name="exercice"),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_constraint=False,
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
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="soumis le"),
                        ),
                        (
                            "validated_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="validé par",
                            ),
                        ),
                        (
                            "validated_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="validé le"),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="diffusé le"),
                        ),
                        (
                            "filled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="pourvu le"),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="terminé le"),
                        ),
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
                            "need",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="slots",
                                to="reinforcement.need",
                                verbose_name="besoin",
                            ),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                verbose_name="période"
                            ),
                        ),
                        (
                            "capacity",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(500),
                                ],
                                verbose_name="places",
                            ),
                        ),
                        (
                            "taken",
                            models.PositiveSmallIntegerField(
                                default=0, editable=False, verbose_name="places prises"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "créneau",
                        "verbose_name_plural": "créneaux",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("taken__lte", models.F("capacity"))),
                                name="slot_within_capacity",
                                violation_error_message="Toutes les places de ce créneau sont prises.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("capacity__range", (1, 500))),
                                name="slot_capacity_sensible",
                                violation_error_message="Un créneau compte de 1 à 500 places.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("period__isempty", False),
                                    ("period__lower_inf", False),
                                    ("period__upper_inf", False),
                                ),
                                name="slot_bounded",
                                violation_error_message="Le créneau doit finir après avoir commencé.",
                            ),
                            models.UniqueConstraint(
                                fields=("need", "period"),
                                name="slot_once",
                                violation_error_message="Ce créneau figure déjà dans le besoin.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Wave",
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
                            "need",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="waves",
                                to="reinforcement.need",
                                verbose_name="besoin",
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(verbose_name="rang")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "en attente d’un second accord"),
                                    ("refused", "refusée"),
                                    ("released", "en cours d’envoi"),
                                    ("drawn", "envoyée"),
                                    ("stopped", "arrêtée"),
                                ],
                                default="released",
                                max_length=10,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "size",
                            models.PositiveIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100000),
                                ],
                                verbose_name="taille",
                            ),
                        ),
                        ("rate", models.FloatField(verbose_name="taux de oui retenu")),
                        (
                            "rate_source",
                            models.CharField(max_length=120, verbose_name="origine du taux"),
                        ),
                        (
                            "message",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="mot de la structure"
                            ),
                        ),
                        (
                            "override_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="motif de la dérogation"
                            ),
                        ),
                        (
                            "is_automatic",
                            models.BooleanField(default=False, verbose_name="automatique"),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="lancée par",
                            ),
                        ),
                        ("released_at", models.DateTimeField(verbose_name="lancée le")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="second accord ou refus par",
                            ),
                        ),
                        (
                            "refusal_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="motif du refus"
                            ),
                        ),
                        (
                            "window_ends_at",
                            models.DateTimeField(verbose_name="réponses attendues jusqu’au"),
                        ),
                        (
                            "drawn_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="tirée le"),
                        ),
                        (
                            "asked",
                            models.PositiveIntegerField(
                                default=0, verbose_name="personnes sollicitées"
                            ),
                        ),
                        (
                            "over_budget",
                            models.PositiveIntegerField(default=0, verbose_name="plafond atteint"),
                        ),
                    ],
                    options={
                        "verbose_name": "vague",
                        "verbose_name_plural": "vagues",
                        "indexes": [
                            models.Index(fields=["state", "window_ends_at"], name="wave_by_window")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("need", "rank"),
                                name="wave_rank_once",
                                violation_error_message="Cette vague vient d’être lancée par quelqu’un d’autre.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rate__gt", 0), ("rate__lte", 1)),
                                name="wave_rate_is_a_share",
                                violation_error_message="Le taux de réponse est une part, entre 0 et 1.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(
                                        ("decided_by", models.F("released_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="wave_needs_two_people",
                                violation_error_message="Le second accord vient de quelqu’un d’autre.",
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
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="availabilities",
                                to="reinforcement.volunteer",
                                verbose_name="volontaire",
                            ),
                        ),
                        (
                            "nature",
                            models.CharField(
                                choices=[
                                    ("available", "disponible"),
                                    ("on_call", "joignable en astreinte"),
                                    ("unavailable", "indisponible"),
                                ],
                                default="available",
                                max_length=12,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[("dated", "date précise"), ("weekly", "semaine type")],
                                default="dated",
                                max_length=8,
                                verbose_name="origine",
                            ),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                verbose_name="période"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "disponibilité",
                        "verbose_name_plural": "disponibilités",
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("volunteer", "="),
                                    ("nature", "="),
                                    ("origin", "="),
                                    ("period", "&&"),
                                ],
                                name="availability_no_overlap",
                                violation_error_message="Vous avez déjà déclaré une partie de cette période.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("period__isempty", False),
                                    ("period__lower_inf", False),
                                    ("period__upper_inf", False),
                                ),
                                name="availability_bounded",
                                violation_error_message="Une disponibilité a un début et une fin.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WeeklyPattern",
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
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="patterns",
                                to="reinforcement.volunteer",
                                verbose_name="volontaire",
                            ),
                        ),
                        (
                            "weekday",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "lundi"),
                                    (1, "mardi"),
                                    (2, "mercredi"),
                                    (3, "jeudi"),
                                    (4, "vendredi"),
                                    (5, "samedi"),
                                    (6, "dimanche"),
                                ],
                                verbose_name="jour",
                            ),
                        ),
                        ("starts", models.TimeField(verbose_name="de")),
                        ("ends", models.TimeField(verbose_name="à")),
                    ],
                    options={
                        "verbose_name": "habitude hebdomadaire",
                        "verbose_name_plural": "habitudes hebdomadaires",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("volunteer", "weekday", "starts"),
                                name="weekly_pattern_once",
                                violation_error_message="Ce créneau est déjà dans votre semaine type.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactBudget",
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
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="budgets",
                                to="reinforcement.volunteer",
                                verbose_name="volontaire",
                            ),
                        ),
                        ("week", models.DateField(verbose_name="semaine du")),
                        (
                            "allowed",
                            models.PositiveSmallIntegerField(default=3, verbose_name="plafond"),
                        ),
                        (
                            "used",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="sollicitations"
                            ),
                        ),
                        (
                            "overrides",
                            models.PositiveSmallIntegerField(default=0, verbose_name="dérogations"),
                        ),
                    ],
                    options={
                        "verbose_name": "plafond de sollicitation",
                        "verbose_name_plural": "plafonds de sollicitation",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("used__gte", models.F("allowed"))),
                                fields=["week"],
                                name="contact_budget_full",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("volunteer", "week"), name="contact_budget_per_week"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("used__lte", models.F("allowed"))),
                                name="contact_budget_respected",
                                violation_error_message="Cette personne a déjà été sollicitée cette semaine.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Experience",
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
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="experiences",
                                to="reinforcement.volunteer",
                                verbose_name="volontaire",
                            ),
                        ),
                        (
                            "skill",
                            models.CharField(
                                choices=[
                                    ("resuscitation", "réanimation"),
                                    ("critical_care", "soins critiques"),
                                    ("emergency", "urgences"),
                                    ("nursing_home", "EHPAD"),
                                    ("home_care", "soins à domicile"),
                                    ("geriatrics", "gériatrie"),
                                    ("psychiatry", "psychiatrie"),
                                    ("paediatrics", "pédiatrie"),
                                    ("palliative", "soins palliatifs"),
                                    ("vaccination", "vaccination"),
                                    ("sampling", "dépistage"),
                                    ("dispatch", "régulation"),
                                ],
                                max_length=16,
                                verbose_name="domaine",
                            ),
                        ),
                        (
                            "months",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="durée (mois)",
                            ),
                        ),
                        (
                            "last_year",
                            models.PositiveSmallIntegerField(
                                verbose_name="dernière année d’exercice"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "expérience",
                        "verbose_name_plural": "expériences",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("volunteer", "skill"),
                                name="experience_once_per_skill",
                                violation_error_message="Ce domaine est déjà dans votre liste.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consent",
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
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="consents",
                                to="reinforcement.volunteer",
                                verbose_name="volontaire",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("registry", "figurer dans le registre des renforts"),
                                    ("sms", "être sollicité par SMS"),
                                    ("email", "être sollicité par courriel"),
                                ],
                                max_length=12,
                                verbose_name="finalité",
                            ),
                        ),
                        (
                            "text_version",
                            models.CharField(max_length=20, verbose_name="version du texte"),
                        ),
                        ("given_at", models.DateTimeField(verbose_name="donné le")),
                        (
                            "withdrawn_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="retiré le"),
                        ),
                        (
                            "how",
                            models.CharField(
                                default="formulaire", max_length=40, verbose_name="recueilli par"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "consentement",
                        "verbose_name_plural": "consentements",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                fields=("volunteer", "purpose"),
                                name="consent_one_in_force",
                                violation_error_message="Ce consentement est déjà en vigueur.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Evidence",
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
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidences",
                                to="reinforcement.volunteer",
                                verbose_name="volontaire",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("register", "répertoire RPPS"),
                                    ("document", "document vu"),
                                    ("structure", "attesté par une structure"),
                                ],
                                max_length=12,
                                verbose_name="source",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("match", "conforme"),
                                    ("name_differs", "nom différent"),
                                    ("inactive", "inactif"),
                                    ("not_found", "introuvable"),
                                    ("not_checkable", "non vérifiable"),
                                ],
                                max_length=14,
                                verbose_name="résultat",
                            ),
                        ),
                        (
                            "compared",
                            models.CharField(max_length=300, verbose_name="éléments comparés"),
                        ),
                        (
                            "checker",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="vérifié par",
                            ),
                        ),
                        (
                            "checked_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="vérifié le"),
                        ),
                        (
                            "next_check_on",
                            models.DateField(blank=True, null=True, verbose_name="à revoir le"),
                        ),
                    ],
                    options={
                        "verbose_name": "vérification",
                        "verbose_name_plural": "vérifications",
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
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
                            "link_key",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                unique=True,
                                verbose_name="clé du lien",
                            ),
                        ),
                        (
                            "need",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assignments",
                                to="reinforcement.need",
                                verbose_name="besoin",
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="reinforcement.volunteer",
                                verbose_name="volontaire",
                            ),
                        ),
                        (
                            "wave",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="reinforcement.wave",
                                verbose_name="vague",
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("wave", "vague"),
                                    ("picked", "choisi à la main"),
                                    ("spontaneous", "candidature"),
                                ],
                                max_length=12,
                                verbose_name="origine",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("notified", "sollicité"),
                                    ("seen", "page consultée"),
                                    ("accepted", "a dit oui"),
                                    ("refused", "a décliné"),
                                    ("expired", "sans réponse"),
                                    ("standby", "liste d’attente"),
                                    ("offered", "place proposée"),
                                    ("selected", "retenu"),
                                    ("declined", "non retenu"),
                                    ("released", "libéré, la structure n’a pas répondu"),
                                    ("confirmed", "confirmé"),
                                    ("started", "sur place"),
                                    ("finished", "mission terminée"),
                                    ("absent", "absent"),
                                    ("cancelled", "annulé"),
                                    ("stood_down", "n’est plus nécessaire"),
                                ],
                                default="notified",
                                max_length=12,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "need_version",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="version du besoin"
                            ),
                        ),
                        ("score", models.FloatField(default=0, verbose_name="score")),
                        ("distance_km", models.FloatField(default=0, verbose_name="distance (km)")),
                        (
                            "reasons",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=120),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="raisons",
                            ),
                        ),
                        (
                            "answer_channel",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("email", "courriel"),
                                    ("sms", "SMS"),
                                    ("portal", "portail"),
                                    ("phone", "téléphone"),
                                ],
                                max_length=8,
                                verbose_name="canal de la réponse",
                            ),
                        ),
                        (
                            "refusal",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_available", "plus disponible"),
                                    ("too_far", "trop loin"),
                                    ("employer", "l’employeur refuse"),
                                    ("terms", "les conditions ne conviennent pas"),
                                    ("not_my_field", "ce n’est pas mon domaine"),
                                    ("unsaid", "sans motif"),
                                ],
                                max_length=14,
                                verbose_name="motif du refus",
                            ),
                        ),
                        (
                            "declined",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("other_chosen", "une autre personne a été retenue"),
                                    ("profile", "le profil ne convient pas"),
                                    ("unreachable", "injoignable"),
                                    ("need_changed", "le besoin a changé"),
                                ],
                                max_length=14,
                                verbose_name="motif de la structure",
                            ),
                        ),
                        (
                            "cancel_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="motif de l’annulation"
                            ),
                        ),
                        (
                            "answer_note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="mot du volontaire"
                            ),
                        ),
                        (
                            "employer",
                            models.CharField(
                                choices=[
                                    ("not_required", "accord non requis"),
                                    ("asked", "accord à demander"),
                                    ("agreed", "accord de principe"),
                                    ("written", "accord écrit"),
                                    ("refused", "employeur opposé"),
                                ],
                                default="not_required",
                                max_length=12,
                                verbose_name="accord de l’employeur",
                            ),
                        ),
                        (
                            "reserved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="en cours d’appel par",
                            ),
                        ),
                        (
                            "reserved_until",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="réservé jusqu’à"
                            ),
                        ),
                        (
                            "offered_until",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="proposition valable jusqu’à"
                            ),
                        ),
                        (
                            "reminded",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="rappels à la structure"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(),
                                editable=False,
                                verbose_name="créée le",
                            ),
                        ),
                        (
                            "notified_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="sollicité le"
                            ),
                        ),
                        (
                            "seen_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="vue le"),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="répondu le"),
                        ),
                        (
                            "selected_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="retenu le"),
                        ),
                        (
                            "confirmed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="confirmé le"),
                        ),
                        (
                            "started_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="arrivé le"),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="terminé le"),
                        ),
                    ],
                    options={
                        "verbose_name": "affectation",
                        "verbose_name_plural": "affectations",
                        "indexes": [
                            models.Index(fields=["need", "state"], name="assignment_by_state"),
                            models.Index(
                                fields=["volunteer", "-created_at"], name="assignment_of_volunteer"
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ["accepted", "offered"])),
                                fields=["state", "answered_at"],
                                name="assignment_awaiting",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("need", "volunteer"),
                                name="assignment_once_per_need",
                                violation_error_message="Cette personne a déjà été sollicitée pour ce besoin.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Seat",
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
                            "assignment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="seats",
                                to="reinforcement.assignment",
                                verbose_name="affectation",
                            ),
                        ),
                        (
                            "slot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to="reinforcement.slot",
                                verbose_name="créneau",
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to="reinforcement.volunteer",
                                verbose_name="volontaire",
                            ),
                        ),
                        (
                            "period",
                            django.contrib.postgres.fields.ranges.DateTimeRangeField(
                                verbose_name="période"
                            ),
                        ),
                        (
                            "holds",
                            models.BooleanField(default=False, verbose_name="tient une place"),
                        ),
                        (
                            "presence",
                            models.CharField(
                                choices=[
                                    ("expected", "attendu"),
                                    ("present", "présent"),
                                    ("absent", "absent"),
                                ],
                                default="expected",
                                max_length=10,
                                verbose_name="présence",
                            ),
                        ),
                        (
                            "arrived_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="arrivé à"),
                        ),
                        (
                            "hours",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=5,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(300),
                                ],
                                verbose_name="heures faites",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "place",
                        "verbose_name_plural": "places",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("assignment", "slot"), name="seat_once_per_slot"
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("holds", True)),
                                expressions=[("volunteer", "="), ("period", "&&")],
                                name="seat_one_place_at_a_time",
                                violation_error_message="Cette personne est déjà engagée sur cette période.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Feedback",
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
                            "assignment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="feedbacks",
                                to="reinforcement.assignment",
                                verbose_name="affectation",
                            ),
                        ),
                        (
                            "author",
                            models.CharField(
                                choices=[("volunteer", "volontaire"), ("structure", "structure")],
                                max_length=10,
                                verbose_name="de la part de",
                            ),
                        ),
                        (
                            "rating",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="appréciation",
                            ),
                        ),
                        (
                            "text",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="commentaire"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="écrit le"),
                        ),
                    ],
                    options={
                        "verbose_name": "retour d’expérience",
                        "verbose_name_plural": "retours d’expérience",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("assignment", "author"),
                                name="feedback_once_per_side",
                                violation_error_message="Votre retour est déjà enregistré.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReplyCode",
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
                            "assignment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reply_code",
                                to="reinforcement.assignment",
                                verbose_name="affectation",
                            ),
                        ),
                        ("phone", models.CharField(max_length=20, verbose_name="téléphone")),
                        (
                            "code",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(10),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="code",
                            ),
                        ),
                        ("given_at", models.DateTimeField(verbose_name="donné le")),
                    ],
                    options={
                        "verbose_name": "code de réponse",
                        "verbose_name_plural": "codes de réponse",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("phone", "code"),
                                name="reply_code_once_per_phone",
                                violation_error_message="Ce code répond déjà à une autre demande.",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="volunteer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="free_is_the_database_s",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.free IS DISTINCT FROM NEW.free AND pg_trigger_depth() = 0)",
                            func="NEW.free = OLD.free; RETURN NEW;",
                            hash="3a4a772c24fef5a31d987754eab3768c2987efef",
                            operation="UPDATE",
                            pgid="pgtrigger_free_is_the_database_s_47c4f",
                            table="reinforcement_volunteer",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="volunteer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reinforcement_volunteerevent" ("commune_id", "confirmed_at", "created_at", "engaged_until", "has_transport", "id", "latitude", "longitude", "max_km", "max_km_lodged", "paused_until", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "recent_skills", "reference", "rpps", "skills", "speciality_id", "state", "state_reason", "status", "status_year", "trust", "user_id", "uuid", "weekly_limit") VALUES (NEW."commune_id", NEW."confirmed_at", NEW."created_at", NEW."engaged_until", NEW."has_transport", NEW."id", NEW."latitude", NEW."longitude", NEW."max_km", NEW."max_km_lodged", NEW."paused_until", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."profession_id", NEW."recent_skills", NEW."reference", NEW."rpps", NEW."skills", NEW."speciality_id", NEW."state", NEW."state_reason", NEW."status", NEW."status_year", NEW."trust", NEW."user_id", NEW."uuid", NEW."weekly_limit"); RETURN NULL;',
                            hash="74e5a061792d3ba7b4008c0d0fe3f7eb00627074",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a6dd4",
                            table="reinforcement_volunteer",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="volunteer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."commune_id" IS DISTINCT FROM (NEW."commune_id") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."engaged_until" IS DISTINCT FROM (NEW."engaged_until") OR OLD."has_transport" IS DISTINCT FROM (NEW."has_transport") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."max_km" IS DISTINCT FROM (NEW."max_km") OR OLD."max_km_lodged" IS DISTINCT FROM (NEW."max_km_lodged") OR OLD."paused_until" IS DISTINCT FROM (NEW."paused_until") OR OLD."profession_id" IS DISTINCT FROM (NEW."profession_id") OR OLD."recent_skills" IS DISTINCT FROM (NEW."recent_skills") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."rpps" IS DISTINCT FROM (NEW."rpps") OR OLD."skills" IS DISTINCT FROM (NEW."skills") OR OLD."speciality_id" IS DISTINCT FROM (NEW."speciality_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_reason" IS DISTINCT FROM (NEW."state_reason") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."status_year" IS DISTINCT FROM (NEW."status_year") OR OLD."trust" IS DISTINCT FROM (NEW."trust") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid") OR OLD."weekly_limit" IS DISTINCT FROM (NEW."weekly_limit"))',
                            func='INSERT INTO "reinforcement_volunteerevent" ("commune_id", "confirmed_at", "created_at", "engaged_until", "has_transport", "id", "latitude", "longitude", "max_km", "max_km_lodged", "paused_until", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "recent_skills", "reference", "rpps", "skills", "speciality_id", "state", "state_reason", "status", "status_year", "trust", "user_id", "uuid", "weekly_limit") VALUES (NEW."commune_id", NEW."confirmed_at", NEW."created_at", NEW."engaged_until", NEW."has_transport", NEW."id", NEW."latitude", NEW."longitude", NEW."max_km", NEW."max_km_lodged", NEW."paused_until", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."profession_id", NEW."recent_skills", NEW."reference", NEW."rpps", NEW."skills", NEW."speciality_id", NEW."state", NEW."state_reason", NEW."status", NEW."status_year", NEW."trust", NEW."user_id", NEW."uuid", NEW."weekly_limit"); RETURN NULL;',
                            hash="9c34baf7679c9611e0ac8fdd96abdf182e465378",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_58dc6",
                            table="reinforcement_volunteer",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="need",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reinforcement_needevent" ("answer_by", "automatic", "childcare", "conditions", "created_at", "created_by_id", "criticality", "ended_at", "filled_at", "id", "is_exercise", "local_means_exhausted", "lodging", "meals", "minimum_trust", "mode", "motive", "motive_detail", "opened_at", "partial_allowed", "pay", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "radius_km", "required_skills", "resumes_as", "state", "state_reason", "structure_id", "submitted_at", "transport", "unit", "uuid", "validated_at", "validated_by_id", "vehicles", "version", "welcome", "wished_skills") VALUES (NEW."answer_by", NEW."automatic", NEW."childcare", NEW."conditions", NEW."created_at", NEW."created_by_id", NEW."criticality", NEW."ended_at", NEW."filled_at", NEW."id", NEW."is_exercise", NEW."local_means_exhausted", NEW."lodging", NEW."meals", NEW."minimum_trust", NEW."mode", NEW."motive", NEW."motive_detail", NEW."opened_at", NEW."partial_allowed", NEW."pay", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."priority", NEW."radius_km", NEW."required_skills", NEW."resumes_as", NEW."state", NEW."state_reason", NEW."structure_id", NEW."submitted_at", NEW."transport", NEW."unit", NEW."uuid", NEW."validated_at", NEW."validated_by_id", NEW."vehicles", NEW."version", NEW."welcome", NEW."wished_skills"); RETURN NULL;',
                            hash="b01229d8f561a508a972fa83feb7e2ec1762d0a4",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b476a",
                            table="reinforcement_need",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="need",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."answer_by" IS DISTINCT FROM (NEW."answer_by") OR OLD."automatic" IS DISTINCT FROM (NEW."automatic") OR OLD."childcare" IS DISTINCT FROM (NEW."childcare") OR OLD."conditions" IS DISTINCT FROM (NEW."conditions") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."criticality" IS DISTINCT FROM (NEW."criticality") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."filled_at" IS DISTINCT FROM (NEW."filled_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_exercise" IS DISTINCT FROM (NEW."is_exercise") OR OLD."local_means_exhausted" IS DISTINCT FROM (NEW."local_means_exhausted") OR OLD."lodging" IS DISTINCT FROM (NEW."lodging") OR OLD."meals" IS DISTINCT FROM (NEW."meals") OR OLD."minimum_trust" IS DISTINCT FROM (NEW."minimum_trust") OR OLD."mode" IS DISTINCT FROM (NEW."mode") OR OLD."motive" IS DISTINCT FROM (NEW."motive") OR OLD."motive_detail" IS DISTINCT FROM (NEW."motive_detail") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."partial_allowed" IS DISTINCT FROM (NEW."partial_allowed") OR OLD."pay" IS DISTINCT FROM (NEW."pay") OR OLD."priority" IS DISTINCT FROM (NEW."priority") OR OLD."radius_km" IS DISTINCT FROM (NEW."radius_km") OR OLD."required_skills" IS DISTINCT FROM (NEW."required_skills") OR OLD."resumes_as" IS DISTINCT FROM (NEW."resumes_as") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_reason" IS DISTINCT FROM (NEW."state_reason") OR OLD."structure_id" IS DISTINCT FROM (NEW."structure_id") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."transport" IS DISTINCT FROM (NEW."transport") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid") OR OLD."validated_at" IS DISTINCT FROM (NEW."validated_at") OR OLD."validated_by_id" IS DISTINCT FROM (NEW."validated_by_id") OR OLD."vehicles" IS DISTINCT FROM (NEW."vehicles") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."welcome" IS DISTINCT FROM (NEW."welcome") OR OLD."wished_skills" IS DISTINCT FROM (NEW."wished_skills"))',
                            func='INSERT INTO "reinforcement_needevent" ("answer_by", "automatic", "childcare", "conditions", "created_at", "created_by_id", "criticality", "ended_at", "filled_at", "id", "is_exercise", "local_means_exhausted", "lodging", "meals", "minimum_trust", "mode", "motive", "motive_detail", "opened_at", "partial_allowed", "pay", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "radius_km", "required_skills", "resumes_as", "state", "state_reason", "structure_id", "submitted_at", "transport", "unit", "uuid", "validated_at", "validated_by_id", "vehicles", "version", "welcome", "wished_skills") VALUES (NEW."answer_by", NEW."automatic", NEW."childcare", NEW."conditions", NEW."created_at", NEW."created_by_id", NEW."criticality", NEW."ended_at", NEW."filled_at", NEW."id", NEW."is_exercise", NEW."local_means_exhausted", NEW."lodging", NEW."meals", NEW."minimum_trust", NEW."mode", NEW."motive", NEW."motive_detail", NEW."opened_at", NEW."partial_allowed", NEW."pay", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."priority", NEW."radius_km", NEW."required_skills", NEW."resumes_as", NEW."state", NEW."state_reason", NEW."structure_id", NEW."submitted_at", NEW."transport", NEW."unit", NEW."uuid", NEW."validated_at", NEW."validated_by_id", NEW."vehicles", NEW."version", NEW."welcome", NEW."wished_skills"); RETURN NULL;',
                            hash="165e63deb922125e828d0bfad02edf535ffc9fa8",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_31ecc",
                            table="reinforcement_need",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="availability",
                    trigger=pgtrigger.compiler.Trigger(
                        name="free_after_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    UPDATE reinforcement_volunteer AS v\n    SET free = COALESCE((\n        SELECT COALESCE(range_agg(a.period) FILTER (WHERE a.nature = 'available'), '{}')\n             - COALESCE(range_agg(a.period) FILTER (WHERE a.nature = 'unavailable'), '{}')\n        FROM reinforcement_availability AS a\n        WHERE a.volunteer_id = v.id AND upper(a.period) > now()\n    ), '{}')\n    WHERE v.id IN (SELECT volunteer_id FROM added);\n    RETURN NULL;\n",
                            hash="b9752e5f9c6bf49f260c9b9d8854b7f2a1d15bf2",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_free_after_insert_5a189",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="reinforcement_availability",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="availability",
                    trigger=pgtrigger.compiler.Trigger(
                        name="free_after_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    UPDATE reinforcement_volunteer AS v\n    SET free = COALESCE((\n        SELECT COALESCE(range_agg(a.period) FILTER (WHERE a.nature = 'available'), '{}')\n             - COALESCE(range_agg(a.period) FILTER (WHERE a.nature = 'unavailable'), '{}')\n        FROM reinforcement_availability AS a\n        WHERE a.volunteer_id = v.id AND upper(a.period) > now()\n    ), '{}')\n    WHERE v.id IN (SELECT volunteer_id FROM removed UNION SELECT volunteer_id FROM added);\n    RETURN NULL;\n",
                            hash="be9b56d7dc8d603dc36416da696278524bc694ea",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_free_after_update_de745",
                            referencing="REFERENCING OLD TABLE AS removed  NEW TABLE AS added ",
                            table="reinforcement_availability",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="availability",
                    trigger=pgtrigger.compiler.Trigger(
                        name="free_after_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    UPDATE reinforcement_volunteer AS v\n    SET free = COALESCE((\n        SELECT COALESCE(range_agg(a.period) FILTER (WHERE a.nature = 'available'), '{}')\n             - COALESCE(range_agg(a.period) FILTER (WHERE a.nature = 'unavailable'), '{}')\n        FROM reinforcement_availability AS a\n        WHERE a.volunteer_id = v.id AND upper(a.period) > now()\n    ), '{}')\n    WHERE v.id IN (SELECT volunteer_id FROM removed);\n    RETURN NULL;\n",
                            hash="14d4ca89c2aae5cb2e0a32345f25aecfc301843b",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_free_after_delete_14b1c",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="reinforcement_availability",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="experience",
                    trigger=pgtrigger.compiler.Trigger(
                        name="skills_after_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    UPDATE reinforcement_volunteer AS v\n    SET skills = COALESCE(e.held, '{}'), recent_skills = COALESCE(e.recent, '{}')\n    FROM (\n        SELECT c.volunteer_id, array_agg(x.skill) FILTER (WHERE x.skill IS NOT NULL) AS held,\n            array_agg(x.skill) FILTER (\n                WHERE x.last_year >= extract(year FROM now()) - 5) AS recent\n        FROM (SELECT volunteer_id FROM added) AS c\n        LEFT JOIN reinforcement_experience AS x ON x.volunteer_id = c.volunteer_id\n        GROUP BY c.volunteer_id\n    ) AS e\n    WHERE v.id = e.volunteer_id;\n    RETURN NULL;\n",
                            hash="db65915f8dd9e1696bd2f00397fb2078653fdf46",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_skills_after_insert_75fe9",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="reinforcement_experience",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="experience",
                    trigger=pgtrigger.compiler.Trigger(
                        name="skills_after_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    UPDATE reinforcement_volunteer AS v\n    SET skills = COALESCE(e.held, '{}'), recent_skills = COALESCE(e.recent, '{}')\n    FROM (\n        SELECT c.volunteer_id, array_agg(x.skill) FILTER (WHERE x.skill IS NOT NULL) AS held,\n            array_agg(x.skill) FILTER (\n                WHERE x.last_year >= extract(year FROM now()) - 5) AS recent\n        FROM (SELECT volunteer_id FROM removed UNION SELECT volunteer_id FROM added) AS c\n        LEFT JOIN reinforcement_experience AS x ON x.volunteer_id = c.volunteer_id\n        GROUP BY c.volunteer_id\n    ) AS e\n    WHERE v.id = e.volunteer_id;\n    RETURN NULL;\n",
                            hash="b2636211f55e9bd6be823e3dc84b691752a1f578",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_skills_after_update_f5f8b",
                            referencing="REFERENCING OLD TABLE AS removed  NEW TABLE AS added ",
                            table="reinforcement_experience",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="experience",
                    trigger=pgtrigger.compiler.Trigger(
                        name="skills_after_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    UPDATE reinforcement_volunteer AS v\n    SET skills = COALESCE(e.held, '{}'), recent_skills = COALESCE(e.recent, '{}')\n    FROM (\n        SELECT c.volunteer_id, array_agg(x.skill) FILTER (WHERE x.skill IS NOT NULL) AS held,\n            array_agg(x.skill) FILTER (\n                WHERE x.last_year >= extract(year FROM now()) - 5) AS recent\n        FROM (SELECT volunteer_id FROM removed) AS c\n        LEFT JOIN reinforcement_experience AS x ON x.volunteer_id = c.volunteer_id\n        GROUP BY c.volunteer_id\n    ) AS e\n    WHERE v.id = e.volunteer_id;\n    RETURN NULL;\n",
                            hash="0acc88ffd798a4332ed33d54fff59e945ebf03a5",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_skills_after_delete_9e8e0",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="reinforcement_experience",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="seat_counts_places",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF TG_OP = 'UPDATE' AND OLD.holds = NEW.holds AND OLD.slot_id = NEW.slot_id THEN\n        RETURN NULL;\n    END IF;\n    IF TG_OP <> 'INSERT' AND OLD.holds THEN\n        UPDATE reinforcement_slot SET taken = taken - 1 WHERE id = OLD.slot_id;\n    END IF;\n    IF TG_OP <> 'DELETE' AND NEW.holds THEN\n        UPDATE reinforcement_slot SET taken = taken + 1 WHERE id = NEW.slot_id;\n    END IF;\n    RETURN NULL;\n",
                            hash="4e2b92ac89e1d6ea505343a8c80defeecc93c35f",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_seat_counts_places_fcb77",
                            table="reinforcement_seat",
                            when="AFTER",
                        ),
                    ),
                ),
            ],
        ),
    ]
