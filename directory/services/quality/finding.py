"""The rules of quality, in SQL: each statement answers (structure, field, ours, theirs, other).

A rule never compares two structures outside one commune or one shared number: what is
quadratic for a country is small in a village, and the largest communes hold some thousands.
A null value in `ours` means « what the signal already says ».
"""

LIVING = """
CREATE TEMPORARY TABLE directory_living ON COMMIT DROP AS
SELECT one.id, one.level, one.finess, one.legal_finess, one.siret, one.name_key, one.category_id,
       one.street, one.postal_line, one.commune_id, one.phone, one.latitude, one.longitude,
       one.position_source, one.absent_on, one.source,
       substring(one.postal_line FROM '^ *([0-9]{5})') AS postal_code,
       one.commune_id = ANY (%(crisis)s::bigint[]) AS in_crisis,
       CASE WHEN one.position_source <> 'commune' THEN floor(one.latitude / 0.0018)::int END
       AS band
  FROM directory_structure one
 WHERE one.closed_on IS NULL AND one.merged_into_id IS NULL;
CREATE INDEX ON directory_living (id);
CREATE INDEX ON directory_living (commune_id);
ANALYZE directory_living
"""
WRONG_KEY = """
SELECT one.id, held.system || ' ' || held.value, held.value, '', NULL::bigint
  FROM directory_identifier held JOIN directory_living one ON one.id = held.structure_id
 WHERE held.ends_on IS NULL AND held.key = 'wrong'
"""
# Altered numbers circulate: they are listed all the same, where their holder practises today.
RPPS_KEY = """
SELECT one.id, 'rpps ' || person.rpps,
       person.rpps || concat(' (', nullif(person.given_name, '') || ' ', person.family_name, ')'),
       '', NULL::bigint
  FROM directory_professional person
  JOIN directory_practice held ON held.professional_id = person.id
  JOIN directory_living one ON one.id = held.structure_id
 WHERE person.absent_on IS NULL AND directory_key_of('rpps', person.rpps) = 'wrong'
 GROUP BY one.id, person.id
"""
SHARED_NUMBER = """
SELECT one.id, 'siret', one.siret, min(other.finess), min(other.id)
  FROM directory_living one
  JOIN directory_living other ON other.siret = one.siret AND other.id <> one.id
                             AND other.level = one.level
 WHERE one.siret <> '' GROUP BY one.id, one.siret
"""
# Where no legal entity was ever read (the old CSV), a number of entity is tie enough.
ORPHAN = """
SELECT one.id, '', one.legal_finess, '', NULL::bigint
  FROM directory_living one
 WHERE one.level = 'site'
   AND (one.legal_finess = '' OR EXISTS (SELECT 1 FROM directory_living WHERE level = 'legal'))
   AND NOT EXISTS (SELECT 1 FROM directory_parentage held
                    WHERE held.child_id = one.id AND held.ends_on IS NULL)
"""
EMPTY_ENTITY = """
SELECT one.id, '', '', '', NULL::bigint
  FROM directory_living one
 WHERE one.level = 'legal'
   AND NOT EXISTS (SELECT 1 FROM directory_parentage held
                     JOIN directory_living child ON child.id = held.child_id
                    WHERE held.parent_id = one.id AND held.ends_on IS NULL)
"""
POSTAL = """
SELECT one.id, 'postal_line', one.postal_line, array_to_string(place.postal_codes, ', '),
       NULL::bigint
  FROM directory_living one JOIN territories_territory place ON place.id = one.commune_id
 CROSS JOIN LATERAL (SELECT CASE WHEN place.code LIKE '97%%' THEN left(place.code, 3)
                                 WHEN place.code ~ '^2[AB]' THEN '20'
                                 ELSE left(place.code, 2) END AS area) AS official
 WHERE one.postal_code IS NOT NULL AND place.postal_codes <> '{}'
   AND one.postal_code <> ALL (place.postal_codes)
"""
POSTAL_COMMUNE = (
    POSTAL
    + """ AND one.postal_code LIKE official.area || '%%'
   AND upper(one.postal_line) NOT LIKE '%%CEDEX%%'"""
)
POSTAL_AREA = POSTAL + " AND one.postal_code NOT LIKE official.area || '%%'"
BAD_COMMUNE = """
SELECT one.id, 'commune', place.name, coalesce(next.name, ''), NULL::bigint
  FROM directory_living one JOIN territories_territory place ON place.id = one.commune_id
  LEFT JOIN territories_territory next ON next.id = place.successor_id
 WHERE place.closed_on IS NOT NULL OR place.successor_id IS NOT NULL
"""
BAD_ADDRESS = """
SELECT one.id, CASE WHEN one.street = '' THEN 'street' ELSE 'postal_line' END,
       concat_ws(', ', nullif(one.street, ''), nullif(one.postal_line, '')), '', NULL::bigint
  FROM directory_living one
 WHERE one.level = 'site' AND (one.street = '' OR one.postal_code IS NULL)
"""
NO_POSITION = """
SELECT one.id, 'position', '', '', NULL::bigint
  FROM directory_living one
 WHERE one.level = 'site' AND (one.latitude IS NULL OR one.position_source = 'commune')
"""
SPOT = "round(one.latitude::numeric, 5) || ', ' || round(one.longitude::numeric, 5)"
# The latitude of France read as a longitude: no territory of ours, overseas included, is there.
IS_SWAPPED = (
    "(abs(one.latitude - place.longitude) < 0.5 AND abs(one.longitude - place.latitude) < 0.5)"
)
SWAPPED = f"""
SELECT one.id, 'position', {SPOT},
       round(one.longitude::numeric, 5) || ', ' || round(one.latitude::numeric, 5), NULL::bigint
  FROM directory_living one JOIN territories_territory place ON place.id = one.commune_id
 WHERE one.latitude IS NOT NULL AND {IS_SWAPPED}
"""  # noqa: S608 - both parts are above
# Two kilometres around the box of the outline; without an outline, twenty around the centre.
OUTSIDE = f"""
SELECT one.id, 'position', {SPOT}, place.name, NULL::bigint
  FROM directory_living one JOIN territories_territory place ON place.id = one.commune_id
  LEFT JOIN territories_outline box ON box.territory_id = place.id
 WHERE one.latitude IS NOT NULL AND one.position_source <> 'commune' AND NOT {IS_SWAPPED}
   AND NOT CASE WHEN box.territory_id IS NOT NULL
       THEN one.latitude BETWEEN box.south - 0.02 AND box.north + 0.02
            AND one.longitude BETWEEN box.west - 0.03 AND box.east + 0.03
       ELSE abs(one.latitude - place.latitude) < 0.2 AND abs(one.longitude - place.longitude) < 0.3
       END
"""  # noqa: S608
# The cheap conditions first: similarity is computed for neighbours only, who share a number or a
# band of latitude 200 m high (every pair of Paris and Marseille took a minute). An entity and its
# own site are not of one level, hence never a pair.
DUPLICATE = """
WITH tied AS (
  SELECT one.id, other.id AS other_id
    FROM directory_living one
    JOIN directory_living other ON other.commune_id = one.commune_id AND other.siret = one.siret
                               AND other.id > one.id
   WHERE one.siret <> ''
   UNION
  SELECT one.id, other.id
    FROM directory_living one
    JOIN directory_living other ON other.commune_id = one.commune_id AND other.phone = one.phone
                               AND other.id > one.id
   WHERE one.phone <> ''
   UNION
  SELECT one.id, other.id
    FROM directory_living one CROSS JOIN (VALUES (-1), (0), (1)) AS step (by)
    JOIN directory_living other ON other.commune_id = one.commune_id
                               AND other.band = one.band + step.by AND other.id > one.id
   WHERE abs(one.latitude - other.latitude) < 0.0018
     AND abs(one.longitude - other.longitude) < 0.0018 / cos(radians(one.latitude))
)
SELECT one.id, 'structure ' || other.id, one.name_key,
       other.name_key || CASE WHEN one.category_id <> other.category_id
                              THEN ' (activité différente)' ELSE '' END, other.id
  FROM tied JOIN directory_living one ON one.id = tied.id
  JOIN directory_living other ON other.id = tied.other_id
 WHERE one.level = 'site' AND other.level = one.level
   AND similarity(one.name_key, other.name_key) >= 0.85
"""
STALE = """
SELECT one.id, own.field, to_char(own.as_of, 'DD/MM/YYYY'),
       CASE WHEN own.as_of < %(today)s::date - %(at_most)s::int THEN 'mise à jour exigée'
            ELSE 'mise à jour souhaitée' END, NULL::bigint
  FROM directory_fieldsource own JOIN directory_living one ON one.id = own.structure_id
 WHERE own.as_of < %(today)s::date - CASE WHEN one.in_crisis THEN %(in_crisis)s::int
                                               ELSE %(usual)s::int END
"""
# What a national file says is as old as the file: only lines that people keep grow old here.
STALE_CONTACT = """
SELECT one.id, 'contact ' || line.id, to_char(seen.last, 'DD/MM/YYYY'), '', NULL::bigint
  FROM directory_contactpoint line JOIN directory_living one ON one.id = line.structure_id
 CROSS JOIN LATERAL (SELECT coalesce(greatest(line.tested_on, line.as_of),
                                     line.known_since::date) AS last) AS seen
 WHERE (line.ends_on IS NULL OR line.ends_on >= %(today)s::date) AND line.source <> one.source
   AND seen.last < %(today)s::date - CASE WHEN one.in_crisis THEN 30
       WHEN line.function IN ('duty', 'crisis_cell') OR line.audience IN ('crisis', 'restricted')
       THEN 90 ELSE %(usual)s::int END
"""
UNANSWERED = """
SELECT one.id, 'contact ' || line.id, NULL, '', NULL::bigint
  FROM directory_contactpoint line JOIN directory_living one ON one.id = line.structure_id
 WHERE line.unanswered > 0 AND (line.ends_on IS NULL OR line.ends_on >= %(today)s::date)
"""
# One manager may answer for all its sites; a number of many is a platform.
SHARED_LINE = """
WITH line AS (
  SELECT held.value, held.id AS line_id, one.id,
         coalesce(nullif(one.legal_finess, ''), nullif(one.finess, ''), one.id::text) AS owner
    FROM directory_contactpoint held JOIN directory_living one ON one.id = held.structure_id
   WHERE held.ends_on IS NULL AND held.audience = 'public' AND held.channel IN ('phone', 'mobile')
), shared AS (
  SELECT value, min(id) AS first, max(id) AS last FROM line GROUP BY value
  HAVING count(DISTINCT owner) BETWEEN 2 AND 10
)
SELECT line.id, 'contact ' || line.line_id, line.value, '',
       CASE WHEN line.id = shared.first THEN shared.last ELSE shared.first END
  FROM line JOIN shared USING (value)
"""
ABSENT = """
SELECT one.id, '', '', to_char(one.absent_on, 'DD/MM/YYYY'), NULL::bigint
  FROM directory_living one WHERE one.absent_on IS NOT NULL
"""
# Raised by the import that met it; it lasts while the lock does and both values differ.
LOCKED = """
SELECT told.structure_id, told.field, to_jsonb(known) ->> told.field, told.theirs, NULL::bigint
  FROM directory_signal told JOIN directory_structure known ON known.id = told.structure_id
  JOIN directory_living one ON one.id = known.id
  JOIN directory_fieldsource own ON own.structure_id = told.structure_id AND own.is_locked
                                AND own.field = told.field
 WHERE told.rule = 'locked' AND told.state = 'new'
   AND (to_jsonb(known) ->> told.field) IS DISTINCT FROM told.theirs
"""
RULES = {
    "wrong_key": WRONG_KEY, "rpps_key": RPPS_KEY, "shared_number": SHARED_NUMBER,
    "orphan": ORPHAN, "empty_entity": EMPTY_ENTITY, "postal_commune": POSTAL_COMMUNE,
    "postal_area": POSTAL_AREA,
    "bad_commune": BAD_COMMUNE, "bad_address": BAD_ADDRESS, "no_position": NO_POSITION,
    "swapped": SWAPPED, "outside": OUTSIDE, "duplicate": DUPLICATE, "stale": STALE,
    "stale_contact": STALE_CONTACT, "unanswered": UNANSWERED, "shared_line": SHARED_LINE,
    "absent": ABSENT, "locked": LOCKED,
}  # fmt: skip
