"""The entries of the main navigation. A module may place its own from its `apps.ready`."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


def everyone(request: HttpRequest) -> bool:
    """Any person who is logged in."""
    return True


def nothing_new(request: HttpRequest) -> int:
    """No count beside the entry."""
    return 0


@dataclass(frozen=True)
class Entry:
    """One link of the navigation: shown when its page exists and `visible` says so.

    `short` is the label at the foot of a phone, where the whole one would take two lines.
    """

    slug: str
    label: str
    icon: str
    url_name: str
    order: int
    visible: Callable[[HttpRequest], bool] = everyone
    count: Callable[[HttpRequest], int] = nothing_new
    short: str = ""


@dataclass(frozen=True)
class Link:
    """An entry as a given reader sees it on a given page."""

    slug: str
    label: str
    icon: str
    url: str
    current: bool
    count: int
    short: str = ""


def staff_of_the_agency(request: HttpRequest) -> bool:
    """Whoever holds the role `ars` or `administrator` on some territory."""
    has_any_role = getattr(request.user, "has_any_role", None)
    return bool(has_any_role) and has_any_role("ars", "administrator")


def holds_a_role(request: HttpRequest) -> bool:
    """Whoever holds an approved role somewhere: they may ask who is on call."""
    return bool(getattr(request.user, "grants_in_force", None))


_entries: dict[str, Entry] = {}


def place(entry: Entry) -> None:
    """`entry` is in the navigation, in place of the one of the same slug if there was one."""
    _entries[entry.slug] = entry


def adjust(slug: str, **changes) -> None:
    """The entry `slug` has these attributes from now on. Raises KeyError for an unknown one."""
    _entries[slug] = replace(_entries[slug], **changes)


def links(request: HttpRequest) -> list[Link]:
    """What `request.user` may open from the navigation, seven links at most.

    Nobody is known yet of a request refused before its session is read (a host not ours).
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    found = []
    for entry in sorted(_entries.values(), key=lambda entry: entry.order):
        url = _address(entry.url_name)
        if url and entry.visible(request):
            current = request.path == url if url == "/" else request.path.startswith(url)
            shown = (entry.slug, entry.label, entry.icon, url, current)
            found.append(Link(*shown, entry.count(request), entry.short))
    return found[:7]


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


place(Entry("home", "Accueil", "home-4-line", "situation:home", 10))
place(Entry("reinforcement", "Renforts", "user-heart-line", "reinforcement:home", 20))
place(Entry("oncall", "Astreintes", "phone-line", "oncall:who", 25, visible=holds_a_role))
place(
    Entry(
        "crisis",
        "Cellules de crise",
        "alarm-warning-line",
        "crisis:crisis_list",
        27,
        visible=holds_a_role,
        short="Crises",
    )
)
place(Entry("directory", "Annuaire", "hospital-line", "directory:structure_list", 30))
place(
    Entry(
        "steering",
        "Pilotage",
        "bar-chart-box-line",
        "situation:pilotage",
        40,
        visible=staff_of_the_agency,
    )
)
place(Entry("inbox", "Messages", "mail-line", "notifications:inbox", 50))
