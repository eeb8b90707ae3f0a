"""What every API shares: who enters, what a refusal answers, the document that is checked in."""

from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from django.conf import settings
from django.core.exceptions import PermissionDenied
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from rest_framework import exceptions
from rest_framework.test import APIRequestFactory
from rest_framework.viewsets import GenericViewSet

from portal.lib.refusal import Refusal
from portal.rest.access import ByRule
from portal.rest.answers import answer_to
from tests.people import UserFactory

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"


class Full(Refusal):
    sentence = "Ce besoin est déjà pourvu."


def test_a_refusal_answers_409_with_its_sentence() -> None:
    answer = answer_to(Full(), {})

    assert answer.status_code == 409
    assert answer.data == {"detail": "Ce besoin est déjà pourvu.", "code": "Full"}


def test_a_forbidden_act_answers_403_in_french() -> None:
    answer = answer_to(PermissionDenied("The docstring of a rule."), {})

    assert answer.status_code == 403
    assert str(answer.data["detail"]) == "Vos habilitations ne permettent pas cette action."


def test_a_wrong_value_is_explained_in_french() -> None:
    from rest_framework.fields import IntegerField

    with pytest.raises(exceptions.ValidationError) as caught:
        IntegerField().run_validation("douze")

    assert "nombre entier" in str(caught.value.detail[0])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("action", "rules", "expected"),
    [("list", {}, True), ("publish", {}, False), ("publish", {"publish": bool}, True)],
)
def test_an_act_without_a_declared_rule_is_refused(action, rules, expected) -> None:
    request = SimpleNamespace(user=UserFactory())

    permission = ByRule.of(**rules)()

    assert permission.has_permission(request, SimpleNamespace(action=action)) is expected


def test_an_act_obeys_its_rule_on_the_object() -> None:
    permission = ByRule.of(publish=lambda user, need: user == need)()
    view = SimpleNamespace(action="publish")

    assert permission.has_object_permission(SimpleNamespace(user="a"), view, "a")
    assert not permission.has_object_permission(SimpleNamespace(user="a"), view, "b")


@pytest.mark.django_db
def test_somebody_unknown_is_asked_to_sign_in() -> None:
    class Nothing(GenericViewSet):
        def list(self, request):
            raise AssertionError("never reached")

    answer = Nothing.as_view({"get": "list"})(APIRequestFactory().get("/"))

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Session realm="api"'


def test_the_openapi_document_checked_in_is_the_one_of_the_code() -> None:
    schema = SchemaGenerator().get_schema(request=None, public=True)

    validate_schema(schema)
    assert yaml.safe_load(DOCUMENT.read_text()) == schema, (
        "Run: manage.py spectacular --file docs/openapi.yaml"
    )


@pytest.mark.django_db
def test_the_document_is_served_to_anybody(client) -> None:
    assert client.get("/api/v1/schema/").status_code == 200
