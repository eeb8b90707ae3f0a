"""The numbers, the switchboards and the addresses already known become rows of their own."""

from django.db import migrations

# The first structure that bears a number keeps it: the others raise a signal.
NUMBERS = """
INSERT INTO directory_identifier (structure_id, system, value, key, is_primary)
SELECT DISTINCT ON (system, value) id, system, value, directory_key_of(system, value), true
  FROM directory_structure
 CROSS JOIN LATERAL (VALUES ('finess', finess), ('siret', siret)) AS number (system, value)
 WHERE value <> '' ORDER BY system, value, id;
INSERT INTO directory_signal (structure_id, rule, field, ours, theirs, state, raised_at)
SELECT one.id, 'shared_number', 'siret', one.siret, other.name, 'new', now()
  FROM directory_structure one
  JOIN directory_identifier held ON held.system = 'siret' AND held.value = one.siret
  JOIN directory_structure other ON other.id = held.structure_id
 WHERE held.structure_id <> one.id;
"""
LINES = """
INSERT INTO directory_contactpoint
       (uuid, structure_id, function, channel, value, audience, source, as_of)
SELECT gen_random_uuid(), id, 'switchboard', channel, value, 'public', source, source_on
  FROM directory_structure
 CROSS JOIN LATERAL (VALUES ('phone', phone), ('email', email)) AS line (channel, value)
 WHERE (channel = 'phone' AND value ~ '^[+][0-9]{6,15}$')
    OR (channel = 'email' AND value LIKE '%@%');
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_keys_and_hours_in_sql")]

    operations = [
        migrations.RunSQL(NUMBERS, migrations.RunSQL.noop),
        migrations.RunSQL(LINES, migrations.RunSQL.noop),
    ]
