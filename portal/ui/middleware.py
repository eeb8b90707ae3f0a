"""What every answer carries."""

from http import HTTPStatus

from django.db import DataError
from django.http import JsonResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from portal.ui import views

NUL = "Un caractère nul (\\0) ne se garde pas : retirez-le."


class ButtonPages:
    """An act opened like a page (a reload, an address kept) is answered in French, still 405."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """The answer, or the page that says how the act is done; machines keep their own."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or is_machine(request):
            return response
        page = views.not_by_address(request)
        page["Allow"] = response["Allow"]
        return page


def is_machine(request):
    """The API answers in JSON, and receipts of providers read nothing."""
    return request.path.startswith(("/api/", "/fhir/", "/messages/accuses/", "/messages/entrants/"))


class PrivatePages:
    """Pages of a person who is logged in are kept by no cache, nor by the browser's history."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """The answer, `no-store` when someone is logged in and the view said nothing."""
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and "Cache-Control" not in response:
            patch_cache_control(response, no_store=True, private=True)
        return response


class Unkeepable:
    """A NUL character, that PostgreSQL keeps nowhere, is a bad request wherever it was typed.

    Forms refuse it with their own sentence; this is for what is read from an address, or by hand.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """The answer."""
        return self.get_response(request)

    def process_exception(self, request, exception):
        """400 instead of an error: nothing was written, the statement itself was refused."""
        if not isinstance(exception, DataError) or "NUL (0x00)" not in str(exception):
            return None
        if is_machine(request):
            return JsonResponse({"detail": NUL}, status=HTTPStatus.BAD_REQUEST)
        return views.bad_request(request)


class OwnClock:
    """Each request begins with the clocks of Paris: a page of elsewhere may then change them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """The answer; the zone that a view has chosen ends with it."""
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()
