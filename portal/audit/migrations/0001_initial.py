import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="le")),
                (
                    "actor",
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
                ("action", models.CharField(max_length=60, verbose_name="acte")),
                ("subject_kind", models.CharField(max_length=60, verbose_name="objet")),
                (
                    "subject_id",
                    models.CharField(max_length=60, verbose_name="identifiant de l’objet"),
                ),
                ("detail", models.JSONField(blank=True, default=dict, verbose_name="détail")),
            ],
            options={
                "verbose_name": "ligne du journal",
                "verbose_name_plural": "journal",
                "indexes": [
                    models.Index(
                        fields=["subject_kind", "subject_id", "-at"], name="entry_of_subject"
                    ),
                    models.Index(fields=["action", "-at"], name="entry_by_action"),
                    models.Index(fields=["actor", "-at"], name="entry_by_actor"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entry",
            trigger=pgtrigger.compiler.Trigger(
                name="entry_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="77a36a6359cf9485348899afec195f5e20fddbaa",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_entry_append_only_04ad0",
                    table="audit_entry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
