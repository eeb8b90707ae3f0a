"""The directory in the API: the same filters, the same order and the same people as the pages.

`structures` is the former address of the list, kept for who reads it.
"""

from directory.api.networks import NetworkViewSet
from directory.api.services import ServiceViewSet
from directory.api.structures import (
    FullStructureViewSet,
    NumberViewSet,
    StructureViewSet,
    SuggestionViewSet,
)

ROUTES = [
    ("structures", StructureViewSet, "structure"),
    ("directory/structures", FullStructureViewSet, "directory-structure"),
    ("directory/numbers", NumberViewSet, "directory-number"),
    ("directory/suggestions", SuggestionViewSet, "directory-suggestion"),
    ("directory/services", ServiceViewSet, "directory-service"),
    ("directory/networks", NetworkViewSet, "directory-network"),
]
