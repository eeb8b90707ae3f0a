"""A structure has a level, may be merged into another, and is found by its other names."""

import django.contrib.postgres.constraints
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_keep_what_was_before")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="structure",
            name="update_update",
        ),
        migrations.AddField(
            model_name="structure",
            name="absent_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="absente de sa source depuis le"
            ),
        ),
        migrations.AddField(
            model_name="structure",
            name="alias_key",
            field=models.TextField(
                db_default="", default="", editable=False, verbose_name="mots des autres noms"
            ),
        ),
        migrations.AddField(
            model_name="structure",
            name="level",
            field=models.CharField(
                choices=[
                    ("legal", "entité juridique"),
                    ("site", "établissement"),
                    ("unit", "unité"),
                ],
                db_default="site",
                default="site",
                max_length=5,
                verbose_name="niveau",
            ),
        ),
        migrations.AddField(
            model_name="structure",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="directory.structure",
                verbose_name="fusionnée dans",
            ),
        ),
        migrations.AddField(
            model_name="structureevent",
            name="level",
            field=models.CharField(
                choices=[
                    ("legal", "entité juridique"),
                    ("site", "établissement"),
                    ("unit", "unité"),
                ],
                db_default="site",
                default="site",
                max_length=5,
                verbose_name="niveau",
            ),
        ),
        migrations.AddField(
            model_name="structureevent",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="directory.structure",
                verbose_name="fusionnée dans",
            ),
        ),
        migrations.AlterField(
            model_name="structure",
            name="finess",
            field=models.CharField(blank=True, max_length=9, verbose_name="numéro FINESS"),
        ),
        migrations.RemoveIndex(model_name="structure", name="structure_words"),
        migrations.RemoveField(model_name="structure", name="words"),
        migrations.AddField(
            model_name="structure",
            name="words",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.SearchVector(
                    "search_key", "alias_key", config="simple"
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="structure",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["words"], name="structure_words"
            ),
        ),
        migrations.AlterField(
            model_name="structureevent",
            name="finess",
            field=models.CharField(blank=True, max_length=9, verbose_name="numéro FINESS"),
        ),
        migrations.AddIndex(
            model_name="structure",
            index=models.Index(fields=["legal_finess"], name="structure_legal_finess"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="structure",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."closed_on" IS DISTINCT FROM (NEW."closed_on") OR OLD."commune_id" IS DISTINCT FROM (NEW."commune_id") OR OLD."finess" IS DISTINCT FROM (NEW."finess") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."legal_finess" IS DISTINCT FROM (NEW."legal_finess") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."opened_on" IS DISTINCT FROM (NEW."opened_on") OR OLD."other_name" IS DISTINCT FROM (NEW."other_name") OR OLD."position_source" IS DISTINCT FROM (NEW."position_source") OR OLD."postal_line" IS DISTINCT FROM (NEW."postal_line") OR OLD."short_name" IS DISTINCT FROM (NEW."short_name") OR OLD."siret" IS DISTINCT FROM (NEW."siret") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."street" IS DISTINCT FROM (NEW."street") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid"))',
                    func='INSERT INTO "directory_structureevent" ("category_id", "closed_on", "commune_id", "finess", "id", "latitude", "legal_finess", "level", "longitude", "merged_into_id", "name", "opened_on", "other_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_source", "postal_line", "short_name", "siret", "source", "street", "uuid") VALUES (OLD."category_id", OLD."closed_on", OLD."commune_id", OLD."finess", OLD."id", OLD."latitude", OLD."legal_finess", OLD."level", OLD."longitude", OLD."merged_into_id", OLD."name", OLD."opened_on", OLD."other_name", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."position_source", OLD."postal_line", OLD."short_name", OLD."siret", OLD."source", OLD."street", OLD."uuid"); RETURN NULL;',
                    hash="57497bf24982ef3b180a6425ec657346f2957a49",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0319a",
                    table="directory_structure",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("finess", ""), _negated=True),
                fields=("finess",),
                name="structure_finess_once",
                violation_error_message="Une autre structure porte déjà ce numéro FINESS.",
            ),
        ),
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("pk")), _negated=True),
                name="structure_not_merged_into_itself",
                violation_error_message="Une structure ne se fusionne pas avec elle-même.",
            ),
        ),
    ]
