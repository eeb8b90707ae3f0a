"""The API's addresses, gathered from the modules: everything under /api/v1/.

A module offers `ROUTES` in its `api`: (prefix, viewset, basename). Names are then
`api:<basename>-list`, `api:<basename>-detail`, `api:<basename>-<act>`. After a change,
`manage.py spectacular --file docs/openapi.yaml` (a test compares).
"""

from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

import coordination.crisis.api
import coordination.guidance.api
import coordination.notifications.api
import coordination.oncall.api
import coordination.reinforcement.api.assignment as assignments_api
import coordination.reinforcement.api.need as needs_api
import coordination.reinforcement.api.volunteer as volunteers_api
import coordination.situation.api
import directory.api
import portal.rest.answers
import portal.territories.api
from coordination.crisis.refusals.log import PatientNumber
from coordination.crisis.services.blocking import count_block

MODULES: list[list[tuple[str, Any, str]]] = [
    needs_api.ROUTES,
    volunteers_api.ROUTES,
    assignments_api.ROUTES,
    coordination.oncall.api.ROUTES,
    coordination.crisis.api.ROUTES,
    coordination.guidance.api.ROUTES,
    coordination.notifications.api.ROUTES,
    coordination.situation.api.ROUTES,
    directory.api.ROUTES,
    portal.territories.api.ROUTES,
]


class Operation(NamedTuple):
    """One line of the documentation page."""

    method: str
    address: str
    summary: str
    parameters: list[dict[str, Any]]
    answers: list[tuple[str, str]]


@login_not_required
def docs(request: HttpRequest) -> HttpResponse:
    """The operations in words, made from the OpenAPI document itself."""
    return render(request, "api/docs.html", {"groups": operations().items()})


@lru_cache(maxsize=1)
def operations() -> dict[str, list[Operation]]:
    """The operations by module, in the order of their addresses."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    found: dict[str, list[Operation]] = {}
    for address, methods in schema["paths"].items():
        for method, operation in methods.items():
            group = found.setdefault(operation.get("tags", ["api"])[0], [])
            group.append(
                Operation(
                    method=method.upper(),
                    address=address,
                    summary=operation.get("summary") or operation.get("description", ""),
                    parameters=operation.get("parameters", []),
                    answers=[
                        (code, answer.get("description", ""))
                        for code, answer in operation["responses"].items()
                    ],
                )
            )
    return found


router = SimpleRouter()
for routes in MODULES:
    for prefix, viewset, basename in routes:
        router.register(prefix, viewset, basename=basename)

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
    *router.urls,
]


def answer_to(error: Exception, context: dict[str, Any]) -> Response | None:
    """As `portal.rest.answers.answer_to`; a text refused for a patient's number is counted."""
    codes = str(error.get_codes()) if isinstance(error, ValidationError) else ""
    request = context["request"]
    if isinstance(error, PatientNumber) or "'patient'" in codes:
        count_block(by=request.user, place=request.resolver_match.view_name)
    return portal.rest.answers.answer_to(error, context)
