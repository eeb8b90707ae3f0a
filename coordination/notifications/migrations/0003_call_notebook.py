import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_claim_in_order")]

    operations = [
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
        migrations.RemoveField(
            model_name="notification",
            name="call_started_at",
        ),
    ]
