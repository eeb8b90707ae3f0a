"""What every answer carries."""

from django.utils.cache import patch_cache_control


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
