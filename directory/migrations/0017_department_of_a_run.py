from django.db import migrations, models

# What is held already said for which department it was read.
KNOWN = """
UPDATE directory_importrun run SET department = held.department
  FROM directory_heldimport held WHERE held.run_id = run.id
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0016_queue_of_one_rule")]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="department",
            field=models.CharField(
                blank=True, db_default="", max_length=3, verbose_name="département"
            ),
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
