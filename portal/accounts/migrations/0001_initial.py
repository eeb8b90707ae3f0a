import uuid

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("directory", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("territories", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
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
                    "email",
                    models.EmailField(
                        error_messages={"unique": "Un compte existe déjà avec cette adresse."},
                        max_length=254,
                        unique=True,
                        verbose_name="adresse électronique",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=80, verbose_name="prénom")),
                ("last_name", models.CharField(blank=True, max_length=80, verbose_name="nom")),
                ("is_staff", models.BooleanField(default=False, verbose_name="équipe technique")),
                ("is_active", models.BooleanField(default=True, verbose_name="actif")),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="inscrit le"
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "compte",
                "verbose_name_plural": "comptes",
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("ars", "agent de l’ARS"),
                            ("manager", "responsable de structure"),
                            ("coordinator", "coordination d’astreinte"),
                            ("cpts_member", "membre de CPTS"),
                            ("volunteer", "volontaire"),
                            ("administrator", "administration"),
                        ],
                        max_length=16,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="territories.territory",
                        verbose_name="territoire",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="directory.structure",
                        verbose_name="structure",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "en attente"),
                            ("approved", "accordée"),
                            ("refused", "refusée"),
                            ("revoked", "retirée"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="du"),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="au")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="motif")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="décidée par",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="décidée le"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="demandée le")),
            ],
            options={
                "verbose_name": "habilitation",
                "verbose_name_plural": "habilitations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("structure__isnull", True), ("territory__isnull", False)),
                            models.Q(("structure__isnull", False), ("territory__isnull", True)),
                            _connector="OR",
                        ),
                        name="grant_on_one_thing",
                        violation_error_message="Une habilitation porte sur un territoire ou sur une structure, pas les deux.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "manager"), _negated=True),
                            ("structure__isnull", False),
                            _connector="OR",
                        ),
                        name="grant_manager_of_a_structure",
                        violation_error_message="Un responsable l’est d’une structure.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="grant_ends_after_start",
                        violation_error_message="L’habilitation doit finir après avoir commencé.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["pending", "approved"]), ("territory__isnull", False)
                        ),
                        fields=("user", "role", "territory"),
                        name="grant_once_per_territory",
                        violation_error_message="Cette personne a déjà ce rôle sur ce territoire.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["pending", "approved"]), ("structure__isnull", False)
                        ),
                        fields=("user", "role", "structure"),
                        name="grant_once_per_structure",
                        violation_error_message="Cette personne a déjà ce rôle sur cette structure.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GrantEvent",
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
                        to="accounts.grant",
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
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("ars", "agent de l’ARS"),
                            ("manager", "responsable de structure"),
                            ("coordinator", "coordination d’astreinte"),
                            ("cpts_member", "membre de CPTS"),
                            ("volunteer", "volontaire"),
                            ("administrator", "administration"),
                        ],
                        max_length=16,
                        verbose_name="rôle",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "en attente"),
                            ("approved", "accordée"),
                            ("refused", "refusée"),
                            ("revoked", "retirée"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="du"),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="au")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="motif")),
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
                        verbose_name="décidée par",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="décidée le"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="demandée le")),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grant",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_grantevent" ("created_at", "decided_at", "decided_by_id", "ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "role", "starts_on", "state", "structure_id", "territory_id", "user_id") VALUES (NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."ends_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."role", NEW."starts_on", NEW."state", NEW."structure_id", NEW."territory_id", NEW."user_id"); RETURN NULL;',
                    hash="c11d7961ec966f87f8c012d2fd9ce21ade0d94a6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a8d42",
                    table="accounts_grant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grant",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "accounts_grantevent" ("created_at", "decided_at", "decided_by_id", "ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "role", "starts_on", "state", "structure_id", "territory_id", "user_id") VALUES (NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."ends_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."role", NEW."starts_on", NEW."state", NEW."structure_id", NEW."territory_id", NEW."user_id"); RETURN NULL;',
                    hash="bfb63247c204d25981e8fec66d7658bcab286abc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c6802",
                    table="accounts_grant",
                    when="AFTER",
                ),
            ),
        ),
    ]
