"""The directory, told as a story.

Troyes. The hospital is three things: a **legal entity** that signs, a **site** where people
come, **units** inside. All three are `Structure`, at three levels; `Parentage` says who
belongs to whom, and since when. Everything in the portal points to a structure by a UUID that
never changes: when two turn out to be one, the one that disappears says into which it was
merged, and `Structure.resolve` answers with the survivor.

It is known by numbers (`Identifier`: FINESS, SIRET, the internal one of FINESS+, each for a
time; a false key is a doubt, never a refusal) and by names (`Alias`: the former one that
everybody still says, the sign over the door, the initials).

At 21:00 somebody looks for a night nurse for a village. A `Service` says which activity a
structure offers (`Activity`, our vocabulary), for which **zone**, distinct from the address,
and at what `OpeningHours`, with their `HoursException` and the hours of a crisis; « ouvert
maintenant » is said by the database, at the clock of the place.

They call. A `ContactPoint` is one line: whose (the switchboard, the administrator on call),
by what, when, and **for whom**: public, professionals of the department, crisis cells, named
people. The last two are never on a page: reading one is an act, counted and journalled. A line
that does not answer goes behind the others and raises a `Signal`.

The hospital belongs to a GHT, a doctor's house to a CPTS: `Network`, `Membership`. It has a
plan blanc, the EHPAD a plan bleu: `ResponsePlan`.

Where does all this come from? Mostly from files. `ImportRun` is one file read: what it
created, changed, closed, no longer names (absent is not deleted), rejected (`RunRemark`), and
how to go back (`RunChange`, `RegisterChange`) when somebody asks (`AskedUndo`). A value comes
from the source of its row unless a `FieldSource` says otherwise; one that its owner **locked** is
never overwritten: a `Signal` then holds both values until a person decides. Each night the rules
of quality (`models/faults.py`) raise and close the others; `Score` says how a territory stands.
Two rows that are one structure are joined by a person (`Merge`), who may undo it.

`Professional` and `Practice` are the open register (RPPS), cut to the territory; a `PastPractice`
says that one left. `Category`, `Profession`, `Speciality` are the official tables; `Word` is what
the search knows.

Other systems read the public part of it with an `ApiKey` (`directory/fhir`); the instant when
what they read of a row last changed (`changed_at`) is kept by the database.

A search that comes back every night has a name (`SavedSearch`).

The directory knows nothing of needs, rosters or crises, which point to it; what it must ask
them (who sits in a cell, where a crisis is under way) they tell `directory.registry`.
"""

from directory.models.access import ApiKey
from directory.models.contact import Audience, ContactPoint, ContactPointQuerySet
from directory.models.held import HeldChange, HeldImport, HeldPart
from directory.models.identity import Alias, Identifier, Parentage
from directory.models.merge import Merge
from directory.models.network import Membership, Network, ResponsePlan
from directory.models.nomenclature import Category, Profession, Speciality
from directory.models.offer import Activity, HoursException, OpeningHours, Service
from directory.models.professional import PastPractice, Practice, Professional
from directory.models.provenance import (
    FieldSource,
    ImportRun,
    RegisterChange,
    RunChange,
    RunRemark,
    Score,
    Signal,
)
from directory.models.saved import SavedSearch
from directory.models.structure import Structure, StructureQuerySet
from directory.models.undo import AskedUndo
from directory.models.word import Word

__all__ = [
    "Activity",
    "Alias",
    "ApiKey",
    "AskedUndo",
    "Audience",
    "Category",
    "ContactPoint",
    "ContactPointQuerySet",
    "FieldSource",
    "HeldChange",
    "HeldImport",
    "HeldPart",
    "HoursException",
    "Identifier",
    "ImportRun",
    "Membership",
    "Merge",
    "Network",
    "OpeningHours",
    "Parentage",
    "PastPractice",
    "Practice",
    "Profession",
    "Professional",
    "ResponsePlan",
    "RegisterChange",
    "RunChange",
    "RunRemark",
    "SavedSearch",
    "Score",
    "Service",
    "Signal",
    "Speciality",
    "Structure",
    "StructureQuerySet",
    "Word",
]
