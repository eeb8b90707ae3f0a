"""How the lists of the API are read, page by page."""

from typing import Any

from rest_framework.pagination import CursorPagination


class Keyset(CursorPagination):
    """Fifty rows a page, by the viewset's `ordering`; the cost of a page is constant."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = "pk"

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> tuple[str, ...]:
        """The viewset's own, which the base class does not read."""
        ordering: str | tuple[str, ...] = getattr(view, "ordering", self.ordering)
        return (ordering,) if isinstance(ordering, str) else tuple(ordering)
