"""Who is on call, in the API."""

from typing import ClassVar
from zoneinfo import ZoneInfo

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.mixins import CreateModelMixin
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from coordination.oncall import rules
from coordination.oncall.api import circuit, cover, served
from coordination.oncall.clock import ImpossibleHour, UnreadableInstant, read_instant
from coordination.oncall.models import Alert, AlertCall, AlertStep, Channel, Line
from coordination.oncall.selectors.alerts.alert import alerts_seen
from coordination.oncall.selectors.answering.answer_page import contact_in, shown_answers
from coordination.oncall.selectors.answering.on_call import on_call
from coordination.oncall.services.alerts.alert import acknowledge, close_alert, open_alert
from coordination.oncall.services.answering.reveal import reveal_contact
from portal.lib.access import check
from portal.rest.access import ByRule
from portal.rest.answers import act
from portal.rest.texts import FreeText
from portal.territories.models import Territory

PARIS = ZoneInfo("Europe/Paris")
PARAMETERS = [
    OpenApiParameter("commune", str, required=True, description="Code INSEE, par exemple 10387"),
    OpenApiParameter("line", str, required=True, description="Nom de la ligne dans l’adresse"),
    OpenApiParameter(
        "at",
        OpenApiTypes.DATETIME,
        description="Instant ISO 8601 ; sans décalage, heure de Paris ; par défaut maintenant",
    ),
    OpenApiParameter(
        "fold",
        int,
        enum=[0, 1],
        description="0 ou 1 : laquelle, pour une heure qui existe deux fois",
    ),
]


class ContactSerializer(serializers.Serializer):
    """How to reach somebody; a masked number is opened by a POST, and the journal knows."""

    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField()
    value = serializers.CharField(allow_blank=True)
    masked = serializers.BooleanField()
    audience = serializers.CharField()


class PersonOnCallSerializer(serializers.Serializer):
    """A person on call; `source` is shift, override or rotation."""

    name = serializers.CharField()
    role = serializers.CharField()
    source = serializers.CharField()
    contacts = ContactSerializer(many=True)


class DutyPeriodSerializer(serializers.Serializer):
    """[start, end[, in UTC."""

    start = serializers.DateTimeField()
    end = serializers.DateTimeField()


class NextTeamSerializer(serializers.Serializer):
    """Who answers afterwards."""

    period = DutyPeriodSerializer()
    people = PersonOnCallSerializer(many=True)


class UncoveredSerializer(serializers.Serializer):
    """The decision by which nobody answers."""

    reason = serializers.CharField()
    reference = serializers.CharField()


class OnCallAnswerSerializer(serializers.Serializer):
    """Who is on call. `state`: on_call, uncovered, gap, closed or no_sector."""

    line = serializers.CharField()
    line_name = serializers.CharField()
    sector = serializers.CharField(allow_null=True)
    at = serializers.DateTimeField()
    state = serializers.ChoiceField(["on_call", "uncovered", "gap", "closed", "no_sector"])
    phone = serializers.CharField(allow_blank=True)
    period = DutyPeriodSerializer(allow_null=True)
    people = PersonOnCallSerializer(many=True)
    next = NextTeamSerializer(allow_null=True)
    uncovered = UncoveredSerializer(allow_null=True)
    recorded = serializers.BooleanField()


class RevealSerializer(serializers.Serializer):
    """The number to open, and the answer in which it stands."""

    contact = serializers.IntegerField()
    line = serializers.SlugField()
    commune = serializers.CharField(max_length=5)


class RevealedSerializer(serializers.Serializer):
    """The number."""

    value = serializers.CharField()


class OnCallViewSet(GenericViewSet):
    """Who is on call for a commune, now, then, or in the past as it was recorded."""

    queryset = Line.objects.none()
    serializer_class = OnCallAnswerSerializer
    permission_classes = [ByRule.of(now=rules.may_ask_on_call, reveal=rules.may_ask_on_call)]
    pagination_class = None

    @extend_schema(parameters=PARAMETERS, responses=OnCallAnswerSerializer)
    @action(detail=False, methods=["get"])
    def now(self, request):
        """Who, on which number, until when, and who next."""
        check(rules.may_ask_on_call, request.user, None)
        answer = _answer(request, request.query_params, at=_instant(request.query_params))
        return Response(OnCallAnswerSerializer(_document(request, answer)).data)

    @extend_schema(request=RevealSerializer, responses=RevealedSerializer)
    @action(detail=False, methods=["post"])
    def reveal(self, request):
        """A masked number of somebody on call now or next; written in the journal."""
        check(rules.may_ask_on_call, request.user, None)
        asked = RevealSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        answer = _answer(request, asked.validated_data, at=timezone.now())
        contact = contact_in(answer, asked.validated_data["contact"])
        if contact is None:
            raise NotFound("Ce contact n’est celui de personne d’astreinte ici.")
        value = reveal_contact(contact, answer=answer, by=request.user)
        return Response({"value": value})


def _answer(request, asked, *, at):
    """The answer to a commune and a line. Raises ValidationError, NotFound."""
    missing = [name for name in ("commune", "line") if not asked.get(name)]
    if missing:
        raise ValidationError(dict.fromkeys(missing, "Cette information est nécessaire."))
    answer = on_call(
        request.user, line=asked["line"], commune=asked["commune"].strip().upper(), at=at
    )
    if answer is None:
        raise NotFound("Aucune ligne de ce nom, ou aucune commune de ce code, ne vous est visible.")
    return answer


def _instant(asked):
    """The instant asked for. Raises ValidationError, with the reason in French."""
    text = asked.get("at")
    if not text:
        return timezone.now()
    fold = {"0": 0, "1": 1}.get(asked.get("fold", ""))
    try:
        return read_instant(text, PARIS, fold=fold)
    except (ImpossibleHour, UnreadableInstant) as error:
        raise ValidationError({"at": str(error)}) from error


def _document(request, answer):
    (shown,) = shown_answers(request.user, [answer])
    return {
        "line": answer.line.slug,
        "line_name": answer.line.name,
        "sector": answer.sector.name if answer.sector else None,
        "at": answer.at,
        "state": answer.state,
        "phone": answer.phone,
        "period": _period(answer.now),
        "people": shown.people,
        "next": {"period": _period(answer.next), "people": shown.next_people}
        if answer.next
        else None,
        "uncovered": answer.uncovered,
        "recorded": answer.is_recorded,
    }


def _period(team):
    return {"start": team.period[0], "end": team.period[1]} if team else None


class AlertCallSerializer(serializers.ModelSerializer):
    """Somebody called by a step; their number is never here."""

    who = serializers.SerializerMethodField()

    class Meta:
        model = AlertCall
        fields: ClassVar[list[str]] = ["who", "channel", "called_at"]
        read_only_fields = fields

    def get_who(self, call) -> str:
        return str(call.person or call.user or "")


class AlertStepSerializer(serializers.ModelSerializer):
    """A step as it was frozen, and what became of it."""

    calls = AlertCallSerializer(many=True, read_only=True)

    class Meta:
        model = AlertStep
        fields: ClassVar[list[str]] = [
            *("rank", "repeat", "target", "channels", "delay_seconds", "all_must_answer"),
            *("state", "served_at", "note", "calls"),
        ]
        read_only_fields = fields


class AlertSerializer(serializers.ModelSerializer):
    """A call to a line; it is opened with a line, a commune and a few words."""

    line = serializers.SlugField(source="line.slug")
    commune = serializers.CharField(source="commune.code", max_length=5, allow_null=True)
    subject = FreeText(max_length=160)
    steps = AlertStepSerializer(many=True, read_only=True)

    class Meta:
        model = Alert
        fields: ClassVar[list[str]] = [
            *("uuid", "line", "commune", "subject", "state", "chain_name", "next_step_due_at"),
            *("opened_at", "acknowledged_at", "ended_at", "steps"),
        ]
        read_only_fields = [name for name in fields if name not in ("line", "commune", "subject")]


class AlertViewSet(CreateModelMixin, ReadOnlyModelViewSet):
    """The alerts of the lines that one sees: open one, read, take in charge, close."""

    queryset = Alert.objects.none()
    serializer_class = AlertSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    permission_classes = [
        ByRule.of(
            create=rules.may_ask_on_call,
            acknowledge=rules.may_take_alert,
            close=rules.may_close_alert,
        )
    ]

    def get_queryset(self):
        seen = alerts_seen(self.request.user)
        return seen.prefetch_related("steps__calls__person", "steps__calls__user")

    def perform_create(self, serializer):
        """The line is called at once."""
        asked, reader = serializer.validated_data, self.request.user
        line = Line.objects.visible_to(reader).filter(slug=asked["line"]["slug"]).first()
        commune = Territory.objects.communes().filter(code=asked["commune"]["code"]).first()
        if line is None or commune is None:
            raise NotFound("Aucune ligne de ce nom, ou aucune commune de ce code.")
        check(rules.may_open_alert, reader, line)
        serializer.instance = open_alert(line, commune=commune, subject=asked["subject"], by=reader)

    @act()
    def acknowledge(self):
        """Take the alert in charge."""
        return _acknowledge

    @act()
    def close(self):
        """The alert is over."""
        return close_alert


def _acknowledge(alert, *, by):
    acknowledge(alert, user=by, channel=Channel.PORTAL)


ROUTES = [
    ("oncall", OnCallViewSet, "oncall"),
    ("alerts", AlertViewSet, "alert"),
    *served.ROUTES,
    *circuit.ROUTES,
    *cover.ROUTES,
]
