import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0003_call_notebook"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name="notification",
            name="key",
        ),
        migrations.AlterField(
            model_name="notification",
            name="bundle",
            field=models.ForeignKey(
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
        migrations.AlterField(
            model_name="notification",
            name="publication",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="messages",
                to="notifications.publication",
                verbose_name="publication",
            ),
        ),
        migrations.AlterField(
            model_name="notification",
            name="user",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notifications",
                to=settings.AUTH_USER_MODEL,
                verbose_name="destinataire",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                fields=("publication", "user", "channel", "step"),
                name="notification_once",
                violation_error_message="Cette personne a déjà ce message par ce moyen.",
            ),
        ),
        migrations.AddField(
            model_name="notification",
            name="key",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.text.Concat(
                    models.Value("p"),
                    django.db.models.functions.comparison.Cast("publication", models.CharField()),
                    models.Value(":u"),
                    django.db.models.functions.comparison.Cast("user", models.CharField()),
                    models.Value(":"),
                    models.F("channel"),
                    models.Value(":"),
                    django.db.models.functions.comparison.Cast("step", models.CharField()),
                ),
                output_field=models.CharField(max_length=240),
                verbose_name="clé",
            ),
        ),
    ]
