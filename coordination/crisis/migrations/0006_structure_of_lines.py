"""The rosters of the cells of structures opened before they had one: their managers draw them."""

from django.db import migrations


def give_structures(apps, schema_editor):
    """Each has the structure of its cell; run again, nothing is left to do."""
    lines = apps.get_model("crisis", "CellLine").objects.filter(
        line__structure__isnull=True, cell__structure__isnull=False
    )
    for one in lines.select_related("cell", "line"):
        one.line.structure_id = one.cell.structure_id
        one.line.save(update_fields=["structure"])


class Migration(migrations.Migration):
    dependencies = [("crisis", "0005_message_draft"), ("oncall", "0002_line_of_structure")]

    operations = [migrations.RunPython(give_structures, migrations.RunPython.noop)]
