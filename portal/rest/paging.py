"""How the lists of the API are read, page by page."""

from rest_framework.pagination import CursorPagination


class Keyset(CursorPagination):
    """Fifty rows a page, by the viewset's `ordering`; the cost of a page is constant."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = "pk"
