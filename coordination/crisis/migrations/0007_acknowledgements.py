from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crisis", "0006_structure_of_lines"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="meetingreceipt",
            name="escalated_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="signalé au secrétariat le"
            ),
        ),
        migrations.AddField(
            model_name="meetingreceipt",
            name="reminded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="relancé le"),
        ),
        migrations.AddField(
            model_name="message",
            name="ack_due_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="accusé attendu avant le"
            ),
        ),
        migrations.AddField(
            model_name="messagerecipient",
            name="escalated_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="signalé au secrétariat le"
            ),
        ),
        migrations.AddField(
            model_name="messagerecipient",
            name="reminded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="relancé le"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("ack_due_at__isnull", False), ("state", "sent")),
                fields=["ack_due_at"],
                name="message_ack_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ack_due_at__isnull", True),
                    models.Q(("ack_due_at__gt", models.F("sent_at")), ("requires_ack", True)),
                    _connector="OR",
                ),
                name="message_ack_due_when_asked",
                violation_error_message="Un accusé attendu l’est après l’envoi, s’il est demandé.",
            ),
        ),
    ]
