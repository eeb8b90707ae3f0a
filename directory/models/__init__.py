"""The directory of health structures, and the official tables that describe them.

First depth: one row per FINESS site. What a structure is comes from an import or from its
owner; the directory knows nothing of needs, rosters or crises, which point to it.
"""

from directory.models.nomenclature import Category, Profession, Speciality
from directory.models.structure import Structure, StructureQuerySet
from directory.models.word import Word

__all__ = ["Category", "Profession", "Speciality", "Structure", "StructureQuerySet", "Word"]
