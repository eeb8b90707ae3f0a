"""The runs behind `benchmarks.matching`, on a database that is ready."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarks.measure import emit, milliseconds, p95, say, summary
from coordination.reinforcement import pool
from coordination.reinforcement.models import Need, Volunteer
from portal.accounts.models import Grant, Role, User
from portal.lib.geo import distance_km

BASELINE_NEEDS = 10
OPENINGS = 20
# Nurses and care assistants.
COMMONEST = ["60", "35"]
BASELINE_PEOPLE = 100_000


def measure_sql(measure: str, needs: list[Need], *, target: float) -> None:
    """The statement alone, twice over the needs; the second time, caches are warm."""
    hits: list[int] = []
    for _ in range(2):
        times = [
            milliseconds(lambda need=need: hits.append(pool.fits(need).total)) for need in needs
        ]
    say(f"{measure} : p95 {p95(times):.0f} ms")
    people = Volunteer.objects.count()
    emit(
        measure, p95(times), unit="ms", target=target, ok=p95(times) <= target,
        baseline=_baseline(needs[:BASELINE_NEEDS]) if people < BASELINE_PEOPLE else {},
        spread=summary(times), volunteers=people, most_hits=max(hits),
    )  # fmt: skip


def measure_page(needs: list[Need]) -> None:
    """The whole page, as the manager of each structure; and its statements at few and many."""
    doors = [(_manager_of(need), _page_of(need)) for need in needs]
    for client, page in doors:
        _opened(client, page)  # the session then knows its person, as on a second page
    times = [milliseconds(lambda door=door: _opened(*door)) for door in doors]
    alone = [milliseconds(lambda need=need: pool.fits(need)) for need in needs]
    emit(
        "match_page_60k", p95(times), unit="ms", target=150, ok=p95(times) <= 150,
        baseline={"the statement alone": summary(alone)},
        spread=summary(times),
    )  # fmt: skip
    say(f"match_page_60k : p95 {p95(times):.0f} ms")
    few, many = _at_few_and_many(needs[0], doors[0][0])
    emit(
        "match_page_5000_hits", many["ms"]["p95"], unit="ms", target=150,
        ok=many["ms"]["p95"] <= 150 and many["hits"] >= 5000, baseline={"few": few}, many=many,
    )  # fmt: skip
    emit(
        "match_page_statements", many["statements"], unit="statements", target=10,
        ok=0 < few["statements"] == many["statements"] <= 10, baseline={"few": few}, many=many,
    )  # fmt: skip


def _manager_of(need: Need) -> Client:
    """The browser of the manager of the need's structure."""
    user = User.objects.create_user(f"{need.uuid}@exemple.test", first_name="Mesure")
    Grant.objects.create(
        user=user, role=Role.MANAGER, structure=need.structure, state=Grant.State.APPROVED
    )
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def _page_of(need: Need) -> str:
    return reverse("reinforcement:need_matching", args=[need.uuid])


def _opened(client: Client, page: str) -> None:
    response = client.get(page)
    if response.status_code != 200:
        raise RuntimeError(f"{page} answered {response.status_code}")


def _at_few_and_many(need: Need, client: Client) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same need when about ten people fit, then when more than five thousand do."""
    page = _page_of(need)
    changed = Need.objects.filter(pk=need.pk)
    found = []
    Volunteer.objects.filter(state=Volunteer.State.ACTIVE).update(max_km_lodged=1000)
    need.professions.set(COMMONEST)
    slot = need.slots.order_by("pk")[0]
    need.slots.exclude(pk=slot.pk).delete()
    start = slot.period.lower
    need.slots.update(period=DateTimeTZRange(start, start + timedelta(hours=2)))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE reinforcement_volunteer")
    for radius in (5, 800):
        changed.update(radius_km=radius, lodging=True, minimum_trust=5, wished_skills=[])
        with CaptureQueriesContext(connection) as queries:
            _opened(client, page)
        statements = len(queries)  # now: the next opening begins by forgetting them
        times = [milliseconds(lambda: _opened(client, page)) for _ in range(OPENINGS)]
        fresh = Need.objects.select_related("structure__commune").get(pk=need.pk)
        hits = pool.fits(fresh).total
        found.append({"hits": hits, "statements": statements, "ms": summary(times)})
        say(f"{hits} personnes : {found[-1]}")
    return found[0], found[1]


def _baseline(needs: list[Need]) -> dict[str, dict[str, float]]:
    """A few needs are enough: each takes seconds."""
    return {"filtered in Python": summary([milliseconds(lambda n=n: _in_python(n)) for n in needs])}


def _in_python(need: Need) -> int:
    """What the systems we studied do: fetch the trade, filter and sort in the process."""
    now, place = timezone.now(), need.structure
    slots = [slot.period for slot in need.slots.all()]
    trade = Volunteer.objects.in_pool().filter(profession__in=need.professions.all())
    fit = []
    for person in trade.prefetch_related("availabilities", "experiences"):
        km = distance_km(place.latitude, place.longitude, person.latitude, person.longitude)
        free = [one.period for one in person.availabilities.all()]
        covered = sum(any(p.lower <= s.lower and s.upper <= p.upper for p in free) for s in slots)
        if km <= min(need.radius_km, person.max_km) and covered and person.confirmed_at <= now:
            fit.append((covered, -km, person.pk))
    return len(sorted(fit, reverse=True))
