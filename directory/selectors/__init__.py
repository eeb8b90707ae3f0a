"""Reads of the directory."""

from directory.selectors.search import (
    EXPORT_HEADER,
    MOST_COUNTED,
    WIDER_KM,
    Criteria,
    Facets,
    export_rows,
    facets,
    features,
    find_structures,
    list_of_territories,
    of_category,
)

__all__ = [
    "EXPORT_HEADER",
    "MOST_COUNTED",
    "WIDER_KM",
    "Criteria",
    "Facets",
    "export_rows",
    "facets",
    "features",
    "find_structures",
    "list_of_territories",
    "of_category",
]
