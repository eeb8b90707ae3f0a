import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0006_keep_sms_received"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(model_name="notification", name="key"),
        migrations.AlterField(
            model_name="notification",
            name="user",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=models.deletion.CASCADE,
                related_name="notifications",
                to=settings.AUTH_USER_MODEL,
                verbose_name="destinataire",
            ),
        ),
        migrations.AddField(
            model_name="notification",
            name="address",
            field=models.CharField(
                blank=True,
                default="",
                max_length=200,
                verbose_name="adresse ou numéro, sans compte",
            ),
            preserve_default=False,
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
                    django.db.models.functions.comparison.Coalesce(
                        django.db.models.functions.comparison.Cast("user", models.CharField()),
                        models.F("address"),
                    ),
                    models.Value(":"),
                    models.F("channel"),
                    models.Value(":"),
                    django.db.models.functions.comparison.Cast("step", models.CharField()),
                ),
                output_field=models.CharField(max_length=300),
                verbose_name="clé",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("user__isnull", True)),
                fields=("publication", "address", "channel", "step"),
                name="notification_once_outside",
                violation_error_message="Cette adresse a déjà ce message par ce moyen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("address", ""), ("user__isnull", False)),
                    models.Q(("user__isnull", True), models.Q(("address", ""), _negated=True)),
                    _connector="OR",
                ),
                name="notification_to_someone",
                violation_error_message="Un message a un compte ou une adresse, jamais les deux.",
            ),
        ),
    ]
