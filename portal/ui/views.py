"""Pages of the house itself: the gallery, what the law asks to show, and errors."""

import secrets

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required, user_passes_test
from django.core.exceptions import PermissionDenied, TooManyFieldsSent
from django.http import JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.lib.links import without_secrets
from portal.ui.gallery import sample_map, samples

log = structlog.get_logger()


def _is_staff(user) -> bool:
    # Sent to sign in, whoever has signed in would come back here without end.
    if user.is_authenticated and not user.is_staff:
        raise PermissionDenied
    return user.is_staff


@require_safe
@user_passes_test(_is_staff)
def gallery(request):
    """Every component, as it is."""
    return render(request, "ui/gallery.html", samples(request))


@require_safe
@user_passes_test(_is_staff)
def gallery_map(request):
    """The points of the gallery's map."""
    return JsonResponse(sample_map(), content_type="application/geo+json")


@require_safe
@user_passes_test(_is_staff)
def gallery_live(request):
    """The fragment that the gallery reads again; without JavaScript, the whole gallery."""
    if not request.htmx:
        return redirect(f"{reverse('ui:gallery')}#vivant")
    return render(request, "ui/_gallery_live.html", {"now": timezone.now()})


@require_safe
@login_not_required
def accessibility(request):
    """The accessibility statement."""
    return render(request, "ui/accessibility.html")


@require_safe
@login_not_required
def legal(request):
    """Who publishes and who hosts."""
    return render(request, "ui/legal.html")


@require_safe
@login_not_required
def privacy(request):
    """Which data, why, how long, and the rights of the person."""
    return render(request, "ui/privacy.html")


@require_safe
@login_not_required
def favicon(request):
    """Browsers ask for this address by themselves, on pages that have no head of ours."""
    name = "etat-favicon.ico" if settings.PORTAL_BRAND == "etat" else "favicon.svg"
    return redirect(static(f"portal/img/{name}"), permanent=False)


def _is_page(path):
    try:
        found = resolve(path)
    except Resolver404:
        return False
    return found.url_name is not None and path != "/"


def error(request, status, *, reason=""):
    """An error page with a reference that is also in the log."""
    reference = secrets.token_hex(4).upper()
    log.warning(
        "error_page", status=status, reference=reference, path=without_secrets(request.path)
    )
    context = {"reference": reference, "reason": reason}
    return render(request, f"{status}.html", context, status=status)


@login_not_required
def bad_request(request, exception=None):
    """400: the browser sent something unreadable, that the page does not read again."""
    if isinstance(exception, TooManyFieldsSent):
        request.GET = QueryDict()
    return error(request, 400)


@login_not_required
def forbidden(request, exception=None):
    """403: the page exists, the reader may not open it."""
    return error(request, 403)


@login_not_required
def csrf_failure(request, reason=""):
    """403 of a form that was open for too long, or whose cookies are refused."""
    context = {"reference": secrets.token_hex(4).upper()}
    return render(request, "403_csrf.html", context, status=403)


@login_not_required
def not_found(request, exception=None):
    """404: nothing there, or nothing the reader may know about."""
    return error(request, 404)


def not_by_address(request):
    """405: what is done by a button was opened like a page."""
    parent = request.path.rstrip("/").rpartition("/")[0] + "/"
    context = {"parent": parent if _is_page(parent) else ""}
    return render(request, "405.html", context, status=405)


@login_not_required
def broken(request):
    """500: our fault. The page stands alone: neither database nor session is asked."""
    reference = secrets.token_hex(4).upper()
    path = without_secrets(request.path)
    log.error("error_page", status=500, reference=reference, path=path)
    page = {"reference": reference, "contact": settings.PORTAL_CONTACT}
    return render(None, "500.html", page, status=500)
