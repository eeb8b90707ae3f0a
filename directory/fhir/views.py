"""The addresses of the façade. Whatever goes wrong is said as an OperationOutcome."""

import re

from django.core.exceptions import SuspiciousOperation
from django.http import Http404
from django.urls import reverse
from django.utils.http import http_date
from rest_framework import exceptions
from rest_framework.parsers import FormParser
from rest_framework.response import Response
from rest_framework.views import APIView

from directory.api.access import ByKey
from directory.fhir.access import FhirRenderer, MayRead
from directory.fhir.capability import capability_statement
from directory.fhir.elements import Site
from directory.fhir.outcome import Problem, outcome
from directory.fhir.searching import read, resource_of, search
from portal.rest.access import BySession, KeyThrottle, PeopleThrottle, PublicThrottle

JSON_TYPES = {"application/fhir+json", "application/json", "text/json", "json"}
STRICT = re.compile(r'\bhandling\s*=\s*"?strict\b', re.IGNORECASE)  # RFC 7240, section 4.4
ANYTHING = {"", "*/*", "application/*", "text/*"}
CODES = {
    400: "invalid", 401: "login", 403: "forbidden", 404: "not-found", 405: "not-supported",
    406: "not-supported", 415: "not-supported", 429: "throttled",
}  # fmt: skip


class FhirView(APIView):
    """Read with a key or a session, in JSON, at a bounded pace."""

    authentication_classes = [ByKey, BySession]
    permission_classes = [MayRead]
    renderer_classes = [FhirRenderer]
    parser_classes = [FormParser]
    http_method_names = ["get", "head"]
    schema = None

    def get_throttles(self):
        """One pace per key, else per person, else per address."""
        if self.request.auth is not None:
            return [KeyThrottle()]
        return [PeopleThrottle(), PublicThrottle()]

    def perform_content_negotiation(self, request, force=False):
        """JSON only: whoever wants another format is told so, in JSON."""
        if not force and not _takes_json(request):
            raise exceptions.NotAcceptable("Cet annuaire ne parle que application/fhir+json (R4).")
        return FhirRenderer(), FhirRenderer.media_type

    def handle_exception(self, error):
        """The problem in words; what nobody foresaw stays an error of the server."""
        if isinstance(error, Problem):
            return _refused(error)
        if isinstance(error, exceptions.APIException):
            return _worded(error, self.get_authenticate_header(self.request))
        if isinstance(error, Http404):
            return _said(404, "Cette adresse n’existe pas.")
        if isinstance(error, SuspiciousOperation):
            return _said(400, "Cette requête est trop longue, ou n’est pas lisible.")
        raise error

    def finalize_response(self, request, response, *args, **kwargs):
        """No cache keeps what a key has opened."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class MetadataView(FhirView):
    """What the server can do; anybody may know."""

    authentication_classes: list[type] = []
    permission_classes: list[type] = []

    def get(self, request):
        return Response(capability_statement(_site(request)))


class SearchView(FhirView):
    """`GET Organization?name=…`."""

    def get(self, request, kind):
        return Response(_search(request, kind, request.query_params.lists()))


class FormSearchView(FhirView):
    """`POST Organization/_search`: the same, with a form."""

    http_method_names = ["post"]

    def post(self, request, kind):
        resource_of(kind)
        pairs = [*request.query_params.lists(), *getattr(request.data, "lists", list)()]
        return Response(_search(request, kind, pairs))


class ReadView(FhirView):
    """`GET Organization/uuid`."""

    def get(self, request, kind, key):
        body = read(kind, key, site=_site(request))
        answer = Response(body)
        version = body["meta"].get("versionId")
        if version:
            answer["ETag"] = f'W/"{version}"'
            answer["Last-Modified"] = http_date(int(version) // 1_000_000)
        return answer


class UnknownView(FhirView):
    """Any other address."""

    http_method_names = ["get", "head", "post", "put", "patch", "delete"]

    def get(self, request, rest):
        where = _site(request).url("metadata")
        raise Problem(404, "not-supported", f"Cette adresse n’est pas servie : voyez {where}.")

    post = put = patch = delete = get


def _search(request, kind, lists):
    pairs = [(name, value) for name, values in lists for value in values]
    strict = STRICT.search(request.headers.get("Prefer", "")) is not None
    return search(kind, pairs, site=_site(request), strict=strict)


def _site(request):
    return Site(request.build_absolute_uri(reverse("fhir:metadata")).removesuffix("/metadata"))


def _takes_json(request):
    """True when one of the formats asked for is JSON, of R4 if a version is named."""
    asked = request.query_params.get("_format") or request.headers.get("Accept", "")
    for one in asked.split(","):
        kind, *options = [part.strip().lower() for part in one.replace(" json", "+json").split(";")]
        version = next((part for part in options if part.startswith("fhirversion=")), "4.0")
        if kind in JSON_TYPES | ANYTHING and re.search(r"=?4\.0(\.1)?$", version):
            return True
    return False


def _refused(problem):
    body = outcome(problem.code, problem.text, expression=problem.expression)
    answer = Response(body, status=problem.status)
    if problem.survivor:
        body["issue"][0]["diagnostics"] = problem.survivor
        answer["Link"] = f'<{problem.survivor}>; rel="successor-version"'
    return answer


def _worded(error, header):
    answer = _said(error.status_code, str(error.detail))
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        answer["WWW-Authenticate"] = header
    if isinstance(error, exceptions.Throttled) and error.wait is not None:
        answer["Retry-After"] = str(int(error.wait) + 1)
    return answer


def _said(status, text):
    return Response(outcome(CODES.get(status, "processing"), text), status=status)
