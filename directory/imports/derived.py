"""What follows from a row of FINESS: its numbers, its switchboard, its legal entity.

One set of statements, for a file of 103,000 lines as for one correction.
"""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.utils import timezone

TOUCHED = "CREATE TEMPORARY TABLE IF NOT EXISTS directory_touched (id bigint) ON COMMIT DROP"
GIVEN = "INSERT INTO directory_touched SELECT unnest(%(ids)s::bigint[])"
NUMBER = """
CROSS JOIN LATERAL (VALUES ('finess', one.finess), ('siret', one.siret)) AS number (system, value)
"""
# The one that leaves ends the day before; whoever already holds a number keeps it.
NUMBERS = """
UPDATE directory_identifier held SET ends_on = %(day)s::date - 1, is_primary = false
  FROM directory_touched JOIN directory_structure one USING (id) {number}
 WHERE held.structure_id = one.id AND held.ends_on IS NULL AND held.is_primary
   AND held.system = number.system AND held.value <> number.value AND number.value <> '';
INSERT INTO directory_identifier (structure_id, system, value, key, is_primary, starts_on)
SELECT DISTINCT ON (number.system, number.value)
       one.id, number.system, number.value, directory_key_of(number.system, number.value), true,
       CASE WHEN EXISTS (SELECT 1 FROM directory_identifier past
                          WHERE past.structure_id = one.id AND past.system = number.system)
            THEN %(day)s::date END
  FROM directory_touched JOIN directory_structure one USING (id) {number}
 WHERE number.value <> ''
   AND NOT EXISTS (SELECT 1 FROM directory_identifier known
                    WHERE known.system = number.system AND known.value = number.value
                      AND known.ends_on IS NULL)
 ORDER BY number.system, number.value, one.id
ON CONFLICT DO NOTHING;
INSERT INTO directory_signal (structure_id, rule, field, ours, theirs, raised_at)
SELECT one.id, 'shared_number', 'siret', one.siret, coalesce(other.finess, ''), now()
  FROM directory_touched JOIN directory_structure one USING (id)
  JOIN directory_identifier held ON held.system = 'siret' AND held.value = one.siret
                                AND held.ends_on IS NULL AND held.structure_id <> one.id
  JOIN directory_structure other ON other.id = held.structure_id
ON CONFLICT DO NOTHING;
"""
LINE = """
CROSS JOIN LATERAL (VALUES ('phone', one.phone, '^[+][0-9]{6,15}$'), ('email', one.email, '@'))
        AS line (channel, value, form)
"""
SWITCHBOARDS = """
UPDATE directory_contactpoint known SET ends_on = least(%(day)s::date, current_date) - 1
  FROM directory_touched JOIN directory_structure one USING (id) {line}
 WHERE known.structure_id = one.id AND known.ends_on IS NULL
   AND known.source IN (one.source, 'Structure')
   AND known.function = 'switchboard' AND known.channel = line.channel
   AND known.value <> line.value;
INSERT INTO directory_contactpoint
       (uuid, structure_id, function, channel, value, audience, source, as_of)
SELECT gen_random_uuid(), one.id, 'switchboard', line.channel, line.value, 'public',
       coalesce(own.source, one.source), coalesce(own.as_of, one.source_on)
  FROM directory_touched JOIN directory_structure one USING (id) {line}
  LEFT JOIN directory_fieldsource own ON own.structure_id = one.id AND own.field = line.channel
 WHERE line.value ~ line.form
ON CONFLICT DO NOTHING;
"""
PARENTS = """
DELETE FROM directory_parentage known
 USING directory_touched JOIN directory_structure one USING (id), directory_structure parent
 WHERE known.child_id = one.id AND parent.id = known.parent_id AND known.ends_on IS NULL
   AND known.source = 'FINESS' AND known.starts_on >= %(day)s::date
   AND parent.finess <> one.legal_finess;
UPDATE directory_parentage known SET ends_on = %(day)s::date - 1
  FROM directory_touched JOIN directory_structure one USING (id), directory_structure parent
 WHERE known.child_id = one.id AND parent.id = known.parent_id AND known.ends_on IS NULL
   AND known.source = 'FINESS' AND one.legal_finess <> '' AND parent.finess <> one.legal_finess;
INSERT INTO directory_parentage (child_id, parent_id, starts_on, source)
SELECT one.id, parent.id, CASE WHEN past.last_day IS NOT NULL THEN past.last_day + 1 END, 'FINESS'
  FROM directory_structure one
  JOIN directory_structure parent ON parent.finess = one.legal_finess AND parent.level = 'legal'
 CROSS JOIN LATERAL (SELECT max(ends_on) AS last_day, bool_or(ends_on IS NULL) AS is_current
                       FROM directory_parentage WHERE child_id = one.id) AS past
 WHERE one.legal_finess <> '' AND one.level <> 'legal' AND past.is_current IS NOT TRUE;
"""


def derive(*, ids: Iterable[int] = (), on: date | None = None) -> None:
    """The numbers, lines and parents of the structures `ids`, and of those that an import left
    in `directory_touched`, are those of their row from the day `on`."""
    day = on or timezone.localdate()
    statements = [TOUCHED, GIVEN]
    for several in (NUMBERS, SWITCHBOARDS, PARENTS):
        whole = several.replace("{number}", NUMBER).replace("{line}", LINE)
        statements += [one for one in whole.split(";") if one.strip()]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, {"day": day, "ids": list(ids)})
        cursor.execute("DROP TABLE directory_touched")
