"""An undo asked for, an extract of the register held; hours on public holidays."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# On a public holiday of the place, the hours of a weekday say nothing: those of holidays (8) do, or
# « fermé les jours fériés », or hours that are whole days all week. Otherwise nobody knows, but a
# night that began the day before. The former function, without holidays, serves the processes
# that are not restarted yet.
HOURS = """
CREATE FUNCTION directory_on_holiday(zone text, instant timestamptz, holidays date[])
RETURNS boolean LANGUAGE sql STABLE AS $$
SELECT (instant AT TIME ZONE zone)::date = ANY (holidays)
$$;
CREATE FUNCTION directory_service_open(service bigint, zone text, instant timestamptz,
                                       in_crisis boolean, holidays date[]) RETURNS boolean
LANGUAGE sql STABLE AS $$
WITH clock AS (
  SELECT local::date AS day, (extract(hour FROM local) * 60 + extract(minute FROM local))::int
         AS minute
    FROM (SELECT instant AT TIME ZONE zone AS local) AS here
), days AS (
  SELECT back, day - back AS day, minute + 1440 * back AS minute,
         day - back = ANY (holidays) AS is_holiday,
         EXISTS (SELECT 1 FROM directory_hoursexception special
                  WHERE special.service_id = service
                    AND day - back BETWEEN special.first_day AND special.last_day) AS is_special
    FROM clock, (VALUES (0), (1)) AS yesterday (back)
), regime AS (
  SELECT CASE WHEN in_crisis AND EXISTS (SELECT 1 FROM directory_openinghours hours
                WHERE hours.service_id = service AND hours.regime = 'crisis')
              THEN 'crisis' ELSE 'usual' END AS name
), week AS (
  SELECT hours.weekday, hours.opens, hours.closes
    FROM directory_openinghours hours JOIN regime ON regime.name = hours.regime
   WHERE hours.service_id = service
), known AS (
  SELECT whole.days = 7 AS is_always,
         EXISTS (SELECT 1 FROM week WHERE weekday = 8)
         OR EXISTS (SELECT 1 FROM directory_service own, regime
                     WHERE own.id = service AND own.closed_on_holidays
                       AND regime.name = 'usual') AS is_said
    FROM (SELECT count(DISTINCT weekday) AS days FROM week
           WHERE weekday < 8 AND opens = 0 AND closes = 1440) AS whole
), spans AS (
  SELECT days.back, days.minute, week.opens, week.closes,
         days.is_holiday AND NOT known.is_said AND NOT known.is_always AS is_doubtful
    FROM days CROSS JOIN known JOIN week
      ON week.weekday = CASE WHEN days.is_holiday AND known.is_said THEN 8
                             ELSE extract(isodow FROM days.day) END
   WHERE NOT days.is_special
  UNION ALL
  SELECT days.back, days.minute, special.opens, special.closes, false
    FROM days, directory_hoursexception special
   WHERE special.service_id = service AND special.opens IS NOT NULL
     AND days.day BETWEEN special.first_day AND special.last_day
), found AS (
  SELECT bool_or(NOT is_doubtful) AS is_open, bool_or(is_doubtful) AS is_perhaps
    FROM spans WHERE minute >= opens AND minute < closes
)
SELECT CASE
  WHEN found.is_open THEN true
  WHEN found.is_perhaps THEN NULL
  WHEN EXISTS (SELECT 1 FROM days, known WHERE back = 0 AND is_holiday AND NOT is_special
                                           AND NOT is_said AND NOT is_always) THEN NULL
  WHEN EXISTS (SELECT 1 FROM directory_openinghours hours WHERE hours.service_id = service)
    OR EXISTS (SELECT 1 FROM days WHERE back = 0 AND is_special)
    OR EXISTS (SELECT 1 FROM days, known WHERE back = 0 AND is_holiday AND is_said) THEN false
  END
  FROM found
$$
"""
UNHOURS = """
DROP FUNCTION directory_service_open(bigint, text, timestamptz, boolean, date[]);
DROP FUNCTION directory_on_holiday
"""
# What other systems read of a service, as in migration 0006, and whether holidays close it.
READ = (
    "structure_id, activity_id, name, conditions, starts_on, ends_on, source, as_of,"
    " closed_on_holidays"
)
MARK = """
DROP TRIGGER directory_mark_change ON directory_service;
CREATE TRIGGER directory_mark_change BEFORE UPDATE ON directory_service FOR EACH ROW
  WHEN (ROW({old}) IS DISTINCT FROM ROW({new}) OR NEW.changed_at < OLD.changed_at)
  EXECUTE FUNCTION directory_mark_change()
"""


def _mark(names):
    old, new = (
        ", ".join(f"{row}.{name.strip()}" for name in names.split(",")) for row in ("OLD", "NEW")
    )
    return MARK.format(old=old, new=new)


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0014_what_ends_by_date_or_leaves"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="heldimport",
            name="department",
            field=models.CharField(
                blank=True, db_default="", max_length=3, verbose_name="département demandé"
            ),
        ),
        migrations.AddField(
            model_name="heldimport",
            name="lists_liberal",
            field=models.BooleanField(default=False, verbose_name="liste les cabinets libéraux"),
        ),
        migrations.AddField(
            model_name="heldimport",
            name="professions",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20),
                blank=True,
                default=list,
                size=None,
                verbose_name="professions",
            ),
        ),
        migrations.CreateModel(
            name="AskedUndo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="demandée le"
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                ("kept", models.PositiveIntegerField(default=0, verbose_name="structures restées")),
                ("why", models.TextField(blank=True, verbose_name="échec")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="demandée par",
                    ),
                ),
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="undo",
                        to="directory.importrun",
                        verbose_name="import",
                    ),
                ),
            ],
            options={
                "verbose_name": "annulation demandée",
                "verbose_name_plural": "annulations demandées",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="service",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="service",
            name="update_update",
        ),
        migrations.RemoveConstraint(
            model_name="openinghours",
            name="hours_of_a_weekday",
        ),
        migrations.AddField(
            model_name="service",
            name="closed_on_holidays",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="fermé les jours fériés"
            ),
        ),
        migrations.AddField(
            model_name="serviceevent",
            name="closed_on_holidays",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="fermé les jours fériés"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="service",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."activity_id" IS DISTINCT FROM (NEW."activity_id") OR OLD."as_of" IS DISTINCT FROM (NEW."as_of") OR OLD."closed_on_holidays" IS DISTINCT FROM (NEW."closed_on_holidays") OR OLD."conditions" IS DISTINCT FROM (NEW."conditions") OR OLD."confirmed_by" IS DISTINCT FROM (NEW."confirmed_by") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."known_since" IS DISTINCT FROM (NEW."known_since") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."structure_id" IS DISTINCT FROM (NEW."structure_id") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid"))',
                    func='INSERT INTO "directory_serviceevent" ("activity_id", "as_of", "closed_on_holidays", "conditions", "confirmed_by", "ends_on", "id", "known_since", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "starts_on", "structure_id", "uuid") VALUES (OLD."activity_id", OLD."as_of", OLD."closed_on_holidays", OLD."conditions", OLD."confirmed_by", OLD."ends_on", OLD."id", OLD."known_since", OLD."name", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."source", OLD."starts_on", OLD."structure_id", OLD."uuid"); RETURN NULL;',
                    hash="07e3a7a1230d4aaaa4e35d514f0d13a9e2718c04",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dd0d1",
                    table="directory_service",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="service",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directory_serviceevent" ("activity_id", "as_of", "closed_on_holidays", "conditions", "confirmed_by", "ends_on", "id", "known_since", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "starts_on", "structure_id", "uuid") VALUES (OLD."activity_id", OLD."as_of", OLD."closed_on_holidays", OLD."conditions", OLD."confirmed_by", OLD."ends_on", OLD."id", OLD."known_since", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."starts_on", OLD."structure_id", OLD."uuid"); RETURN NULL;',
                    hash="b39f387cb6ca9b2617bab1e4ba8cdb7e1cb90d92",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_931f0",
                    table="directory_service",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday__range", (1, 8))),
                name="hours_of_a_weekday",
                violation_error_message="Choisissez un jour, de lundi à dimanche, ou jour férié.",
            ),
        ),
        migrations.RunSQL(HOURS, UNHOURS),
        migrations.RunSQL(_mark(READ), _mark(READ.removesuffix(", closed_on_holidays"))),
    ]
