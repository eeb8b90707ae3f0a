"""Reads of the directory."""

from directory.selectors.counting import MOST_COUNTED, Facets, facets
from directory.selectors.exports import EXPORT_HEADER, export_rows, features
from directory.selectors.search import (
    WIDER_KM,
    Criteria,
    activities_offered,
    find_structures,
    for_list,
    list_of_territories,
    named_structures,
    narrowed,
    of_category,
    suggested,
)

__all__ = [
    "EXPORT_HEADER",
    "MOST_COUNTED",
    "WIDER_KM",
    "Criteria",
    "Facets",
    "activities_offered",
    "export_rows",
    "facets",
    "features",
    "find_structures",
    "for_list",
    "list_of_territories",
    "named_structures",
    "narrowed",
    "of_category",
    "suggested",
]
