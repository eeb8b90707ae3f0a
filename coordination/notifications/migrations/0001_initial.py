import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import coordination.notifications.models.preference
import portal.migrating


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        portal.migrating.Together(
            operations=[
                migrations.CreateModel(
                    name="Call",
                    fields=[
                        (
                            "owner",
                            models.CharField(
                                max_length=60, primary_key=True, serialize=False, verbose_name="lot"
                            ),
                        ),
                        ("lease_until", models.DateTimeField(verbose_name="réservé jusqu’à")),
                        (
                            "provider",
                            models.CharField(blank=True, max_length=20, verbose_name="prestataire"),
                        ),
                        (
                            "begun",
                            models.BigIntegerField(
                                blank=True, null=True, verbose_name="dernier appel commencé"
                            ),
                        ),
                        (
                            "taken",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(null=True),
                                default=list,
                                size=None,
                                verbose_name="pris",
                            ),
                        ),
                        (
                            "refs",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=120, null=True),
                                default=list,
                                size=None,
                                verbose_name="références des messages pris",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lot en cours d’envoi",
                        "verbose_name_plural": "lots en cours d’envoi",
                    },
                ),
                migrations.CreateModel(
                    name="Preference",
                    fields=[
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="preference",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="personne",
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="téléphone mobile"
                            ),
                        ),
                        (
                            "channels",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("inbox", "messages du portail"),
                                        ("email", "courriel"),
                                        ("sms", "SMS"),
                                    ],
                                    max_length=8,
                                ),
                                default=coordination.notifications.models.preference.default_channels,
                                size=None,
                                verbose_name="moyens, dans l’ordre",
                            ),
                        ),
                        (
                            "quiet_from",
                            models.TimeField(
                                blank=True,
                                default=datetime.time(22, 0),
                                null=True,
                                verbose_name="pas de SMS à partir de",
                            ),
                        ),
                        (
                            "quiet_until",
                            models.TimeField(
                                blank=True,
                                default=datetime.time(7, 0),
                                null=True,
                                verbose_name="jusqu’à",
                            ),
                        ),
                        (
                            "zone",
                            models.CharField(
                                default="Europe/Paris", max_length=40, verbose_name="fuseau horaire"
                            ),
                        ),
                        (
                            "muted",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="avis coupés",
                            ),
                        ),
                        (
                            "updated_at",
                            models.DateTimeField(auto_now=True, verbose_name="modifiée le"),
                        ),
                    ],
                    options={
                        "verbose_name": "préférence",
                        "verbose_name_plural": "préférences",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("phone", ""),
                                    ("phone__regex", "^\\+[1-9][0-9]{6,14}$"),
                                    _connector="OR",
                                ),
                                name="preference_phone_is_e164",
                                violation_error_message="Le téléphone s’écrit comme +33612345678.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("quiet_from__isnull", True), ("quiet_until__isnull", True)
                                    ),
                                    models.Q(
                                        ("quiet_from__isnull", False),
                                        ("quiet_until__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="preference_quiet_hours_whole",
                                violation_error_message="Indiquez le début et la fin des heures calmes.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Publication",
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
                        ("key", models.CharField(max_length=200, unique=True, verbose_name="clé")),
                        ("notice", models.CharField(max_length=60, verbose_name="avis")),
                        (
                            "queue",
                            models.CharField(
                                choices=[
                                    ("urgent", "urgente"),
                                    ("default", "courante"),
                                    ("bulk", "de masse"),
                                ],
                                max_length=8,
                                verbose_name="file",
                            ),
                        ),
                        ("subject_kind", models.CharField(max_length=60, verbose_name="objet")),
                        (
                            "subject_id",
                            models.CharField(max_length=60, verbose_name="identifiant de l’objet"),
                        ),
                        ("step", models.PositiveIntegerField(default=0, verbose_name="rang")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pending", "à écrire"),
                                    ("written", "écrite"),
                                    ("cancelled", "annulée"),
                                    ("stale", "périmée"),
                                ],
                                default="pending",
                                max_length=10,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "recipients",
                            models.PositiveIntegerField(default=0, verbose_name="destinataires"),
                        ),
                        (
                            "email_subject",
                            models.CharField(
                                blank=True, max_length=250, verbose_name="objet du courriel"
                            ),
                        ),
                        ("email_body", models.TextField(blank=True, verbose_name="courriel")),
                        ("sms_text", models.TextField(blank=True, verbose_name="SMS")),
                        (
                            "inbox_text",
                            models.TextField(blank=True, verbose_name="message du portail"),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="publiée le")),
                        ("expires_at", models.DateTimeField(verbose_name="ne part plus après")),
                        (
                            "attempts",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="essais d’écriture"
                            ),
                        ),
                        (
                            "next_attempt_at",
                            models.DateTimeField(verbose_name="prochain essai d’écriture"),
                        ),
                        (
                            "written_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="écrite le"),
                        ),
                        (
                            "purged_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="textes effacés le"
                            ),
                        ),
                        (
                            "error",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="dernière erreur"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "publication",
                        "verbose_name_plural": "publications",
                        "indexes": [
                            models.Index(
                                fields=["subject_kind", "subject_id"], name="publication_of_subject"
                            ),
                            models.Index(
                                condition=models.Q(("state", "pending")),
                                fields=["next_attempt_at"],
                                name="publication_pending",
                            ),
                            models.Index(fields=["-created_at"], name="publication_by_date"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "written"), _negated=True),
                                    ("written_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="publication_written_when",
                                violation_error_message="Une publication écrite l’a été à un moment connu.",
                            )
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
                        ("name", models.CharField(max_length=60, verbose_name="travail")),
                        ("slot", models.BigIntegerField(verbose_name="tour")),
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="joué le")),
                    ],
                    options={
                        "verbose_name": "tour d’horloge",
                        "verbose_name_plural": "tours d’horloge",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("name", "slot"),
                                name="tick_once",
                                violation_error_message="Ce tour a déjà été joué.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Heartbeat",
                    fields=[
                        (
                            "name",
                            models.CharField(
                                max_length=60,
                                primary_key=True,
                                serialize=False,
                                verbose_name="battement",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="vu le")),
                        (
                            "detail",
                            models.JSONField(blank=True, default=dict, verbose_name="détail"),
                        ),
                    ],
                    options={
                        "verbose_name": "battement",
                        "verbose_name_plural": "battements",
                    },
                ),
                migrations.CreateModel(
                    name="ProviderEvent",
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
                        ("provider", models.CharField(max_length=20, verbose_name="prestataire")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("receipt", "accusé"), ("incoming", "SMS reçu")],
                                default="receipt",
                                max_length=8,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "event_id",
                            models.CharField(
                                max_length=120, verbose_name="identifiant de l’accusé"
                            ),
                        ),
                        ("payload", models.JSONField(verbose_name="contenu")),
                        (
                            "received_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="reçu le"),
                        ),
                        (
                            "handled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="traité le"),
                        ),
                        (
                            "outcome",
                            models.CharField(blank=True, max_length=300, verbose_name="suite"),
                        ),
                    ],
                    options={
                        "verbose_name": "accusé de prestataire",
                        "verbose_name_plural": "accusés de prestataires",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("handled_at__isnull", True)),
                                fields=["id"],
                                name="provider_event_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("provider", "kind", "event_id"),
                                name="provider_event_once",
                                violation_error_message="Cet accusé a déjà été reçu.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Circuit",
                    fields=[
                        (
                            "provider",
                            models.CharField(
                                max_length=40,
                                primary_key=True,
                                serialize=False,
                                verbose_name="prestataire",
                            ),
                        ),
                        (
                            "failures",
                            models.PositiveIntegerField(default=0, verbose_name="échecs de suite"),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="coupé depuis"
                            ),
                        ),
                        (
                            "retry_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="prochain essai"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="dernier échec"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "coupe-circuit d’un prestataire",
                        "verbose_name_plural": "coupe-circuits des prestataires",
                    },
                ),
                migrations.CreateModel(
                    name="Notification",
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
                            "key",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.text.Concat(
                                    models.Value("p"),
                                    django.db.models.functions.comparison.Cast(
                                        "publication", models.CharField()
                                    ),
                                    models.Value(":u"),
                                    django.db.models.functions.comparison.Coalesce(
                                        django.db.models.functions.comparison.Cast(
                                            "user", models.CharField()
                                        ),
                                        models.F("address"),
                                    ),
                                    models.Value(":"),
                                    models.F("channel"),
                                    models.Value(":"),
                                    django.db.models.functions.comparison.Cast(
                                        "step", models.CharField()
                                    ),
                                ),
                                output_field=models.CharField(max_length=300),
                                verbose_name="clé",
                            ),
                        ),
                        (
                            "publication",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="messages",
                                to="notifications.publication",
                                verbose_name="publication",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notifications",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="destinataire",
                            ),
                        ),
                        (
                            "address",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                verbose_name="adresse ou numéro, sans compte",
                            ),
                        ),
                        (
                            "first_name",
                            models.CharField(blank=True, max_length=80, verbose_name="prénom"),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="référence propre"
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("inbox", "messages du portail"),
                                    ("email", "courriel"),
                                    ("sms", "SMS"),
                                ],
                                max_length=8,
                                verbose_name="moyen",
                            ),
                        ),
                        ("step", models.PositiveSmallIntegerField(default=0, verbose_name="étape")),
                        (
                            "queue",
                            models.CharField(
                                choices=[
                                    ("urgent", "urgente"),
                                    ("default", "courante"),
                                    ("bulk", "de masse"),
                                ],
                                max_length=8,
                                verbose_name="file",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("queued", "en attente"),
                                    ("sending", "en cours d’envoi"),
                                    ("accepted", "remis au prestataire"),
                                    ("delivered", "distribué"),
                                    ("read", "lu"),
                                    ("failed", "en échec"),
                                    ("uncertain", "incertain"),
                                    ("stale", "périmé, non envoyé"),
                                    ("suppressed", "retenu"),
                                    ("cancelled", "annulé"),
                                ],
                                default="queued",
                                max_length=10,
                                verbose_name="état",
                            ),
                        ),
                        ("due_at", models.DateTimeField(verbose_name="à envoyer à partir de")),
                        ("next_attempt_at", models.DateTimeField(verbose_name="prochain essai")),
                        ("expires_at", models.DateTimeField(verbose_name="ne part plus après")),
                        (
                            "attempts",
                            models.PositiveSmallIntegerField(default=0, verbose_name="essais"),
                        ),
                        (
                            "lease_until",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="réservé jusqu’à"
                            ),
                        ),
                        (
                            "lease_owner",
                            models.CharField(blank=True, max_length=60, verbose_name="réservé par"),
                        ),
                        (
                            "provider",
                            models.CharField(blank=True, max_length=20, verbose_name="prestataire"),
                        ),
                        (
                            "provider_ref",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="référence du prestataire"
                            ),
                        ),
                        (
                            "error",
                            models.CharField(blank=True, max_length=200, verbose_name="raison"),
                        ),
                        (
                            "bundle",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="bundled",
                                to="notifications.notification",
                                verbose_name="regroupé dans",
                            ),
                        ),
                        ("queued_at", models.DateTimeField(verbose_name="mis en file le")),
                        (
                            "sending_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="pris en charge le"
                            ),
                        ),
                        (
                            "accepted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="remis le"),
                        ),
                        (
                            "delivered_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="distribué le"
                            ),
                        ),
                        (
                            "read_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="lu le"),
                        ),
                        (
                            "failed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="échoué le"),
                        ),
                        (
                            "uncertain_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="incertain le"
                            ),
                        ),
                        (
                            "stale_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="périmé le"),
                        ),
                        (
                            "suppressed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="retenu le"),
                        ),
                        (
                            "cancelled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="annulé le"),
                        ),
                    ],
                    options={
                        "verbose_name": "message",
                        "verbose_name_plural": "messages",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "queued")),
                                fields=["queue", "next_attempt_at", "id"],
                                name="notification_due",
                            ),
                            models.Index(
                                condition=models.Q(("state", "sending")),
                                fields=["lease_until"],
                                name="notification_leased",
                            ),
                            models.Index(
                                condition=models.Q(("state", "uncertain")),
                                fields=["uncertain_at"],
                                name="notification_uncertain",
                            ),
                            models.Index(
                                fields=["user", "channel", "-id"], name="notification_of_person"
                            ),
                            models.Index(
                                condition=models.Q(("channel", "inbox"), ("state", "delivered")),
                                fields=["user"],
                                name="notification_unread",
                            ),
                            models.Index(
                                condition=models.Q(("provider_ref", ""), _negated=True),
                                fields=["provider_ref"],
                                name="notification_by_reference",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("publication", "user", "channel", "step"),
                                name="notification_once",
                                violation_error_message="Cette personne a déjà ce message par ce moyen.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("user__isnull", True)),
                                fields=("publication", "address", "channel", "step"),
                                name="notification_once_outside",
                                violation_error_message="Cette adresse a déjà ce message par ce moyen.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("address", ""), ("user__isnull", False)),
                                    models.Q(
                                        ("user__isnull", True),
                                        models.Q(("address", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="notification_to_someone",
                                violation_error_message="Un message a un compte ou une adresse, jamais les deux.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "sending"), _negated=True),
                                    ("lease_until__isnull", False),
                                    _connector="OR",
                                ),
                                name="notification_sending_is_leased",
                                violation_error_message="Un message en cours d’envoi est réservé par quelqu’un.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "queued",
                                            "sending",
                                            "accepted",
                                            "delivered",
                                            "read",
                                            "failed",
                                            "uncertain",
                                            "stale",
                                            "suppressed",
                                            "cancelled",
                                        ],
                                    )
                                ),
                                name="notification_known_state",
                                violation_error_message="Cet état de message n’existe pas.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attempt",
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
                            "notification",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="history",
                                to="notifications.notification",
                                verbose_name="message",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="le")),
                        ("event", models.CharField(max_length=40, verbose_name="événement")),
                        (
                            "detail",
                            models.CharField(blank=True, max_length=200, verbose_name="détail"),
                        ),
                    ],
                    options={
                        "verbose_name": "ligne d’historique",
                        "verbose_name_plural": "historique",
                    },
                ),
            ],
        ),
    ]
