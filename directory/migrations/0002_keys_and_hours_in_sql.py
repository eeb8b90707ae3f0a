"""Two things that the database says by itself: whether a key fits, whether a service is open."""

from django.db import migrations

# Luhn over the digits (Corsican letters read A = 1, B = 2); La Poste's SIRET follow another rule.
KEYS = """
CREATE OR REPLACE FUNCTION directory_key_of(system text, value text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
SELECT CASE
  WHEN system NOT IN ('finess', 'siret', 'siren') THEN 'none'
  WHEN system = 'siret' AND value LIKE '356000000_____' THEN 'right'
  WHEN value !~ (CASE system WHEN 'finess' THEN '^[0-9][0-9AB][0-9]{7}$'
                             WHEN 'siret' THEN '^[0-9]{14}$' ELSE '^[0-9]{9}$' END) THEN 'wrong'
  WHEN (SELECT sum(CASE WHEN (length(value) - rank) % 2 = 0 THEN digit
                        WHEN digit > 4 THEN 2 * digit - 9 ELSE 2 * digit END) % 10
          FROM (SELECT rank, translate(substr(value, rank, 1), 'AB', '12')::int AS digit
                  FROM generate_series(1, length(value)) AS rank) AS digits) = 0 THEN 'right'
  ELSE 'wrong' END
$$
"""
# Today's spans and those of yesterday that last past midnight, at the clock of the place.
# An exception replaces the hours of the days it names; null: nobody said.
HOURS = """
CREATE OR REPLACE FUNCTION directory_service_open(service bigint, zone text, instant timestamptz,
                                       in_crisis boolean) RETURNS boolean
LANGUAGE sql STABLE AS $$
WITH clock AS (
  SELECT local::date AS day, (extract(hour FROM local) * 60 + extract(minute FROM local))::int
         AS minute
    FROM (SELECT instant AT TIME ZONE zone AS local) AS here
), days AS (
  SELECT day - back AS day, minute + 1440 * back AS minute,
         EXISTS (SELECT 1 FROM directory_hoursexception special
                  WHERE special.service_id = service
                    AND day - back BETWEEN special.first_day AND special.last_day) AS is_special
    FROM clock, (VALUES (0), (1)) AS yesterday (back)
), regime AS (
  SELECT CASE WHEN in_crisis AND EXISTS (SELECT 1 FROM directory_openinghours hours
                WHERE hours.service_id = service AND hours.regime = 'crisis')
              THEN 'crisis' ELSE 'usual' END AS name
), spans AS (
  SELECT days.day, days.minute, hours.opens, hours.closes
    FROM days, regime, directory_openinghours hours
   WHERE NOT days.is_special AND hours.service_id = service AND hours.regime = regime.name
     AND hours.weekday = extract(isodow FROM days.day)
  UNION ALL
  SELECT days.day, days.minute, special.opens, special.closes
    FROM days, directory_hoursexception special
   WHERE special.service_id = service AND special.opens IS NOT NULL
     AND days.day BETWEEN special.first_day AND special.last_day
)
SELECT CASE
  WHEN EXISTS (SELECT 1 FROM spans WHERE minute >= opens AND minute < closes) THEN true
  WHEN EXISTS (SELECT 1 FROM directory_openinghours hours WHERE hours.service_id = service)
    OR EXISTS (SELECT 1 FROM days JOIN clock USING (day) WHERE is_special) THEN false
  END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]

    operations = [
        migrations.RunSQL(KEYS, "DROP FUNCTION directory_key_of"),
        migrations.RunSQL(HOURS, "DROP FUNCTION directory_service_open"),
    ]
