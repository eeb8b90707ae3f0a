"""Call-outs and calls in the API: launched, answered, ended."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.mixins import CreateModelMixin
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.crisis import rules
from coordination.crisis.api.reading import CELL, OfCells, of_cell, role_named
from coordination.crisis.models import Call, CallOut, CallSeat
from coordination.crisis.selectors.callout.board import callouts_seen, calls_seen
from coordination.crisis.selectors.callout.chosen import (
    designated_to_call,
    groups_to_call,
    members_to_call,
)
from coordination.crisis.services.callout.answer import LONGEST_MINUTES, Said, give_answer
from coordination.crisis.services.callout.launch import Wanted, end_callout, launch_callout
from portal.rest.access import ByRule
from portal.rest.answers import act
from portal.rest.texts import FreeText

NOBODY = "Personne n’a cette adresse dans la cellule, ni parmi les désignés."

NO_GROUP = "Aucun groupe ouvert de la cellule n’a cet identifiant."


def may_end(user, callout):
    """Whoever may call people to its cell."""
    return rules.may_call_out(user, callout.cell)


class CallSerializer(serializers.ModelSerializer):
    """One call of the ladder of a seat: who, why, what became of it."""

    callout = serializers.UUIDField(source="callout.uuid", read_only=True)
    who = serializers.CharField(read_only=True)
    role = serializers.CharField(source="seat.role", read_only=True, allow_null=True)

    class Meta:
        model = Call
        fields: ClassVar[list[str]] = [
            *("uuid", "callout", "who", "role", "rank", "attempt", "why", "state", "sent_at"),
            *("escalated_at", "answer", "eta_minutes", "via", "answered_at"),
        ]


class CallSeatSerializer(serializers.ModelSerializer):
    """One place of the board: a role or somebody of a list, whether it is manned."""

    role = serializers.SlugField(source="role.slug", default=None, allow_null=True)

    class Meta:
        model = CallSeat
        fields: ClassVar[list[str]] = [
            *("role", "place", "state", "next_due_at", "failures", "desk_told_at", "manned_at"),
            "note",
        ]
        read_only_fields = fields


class CallOutSerializer(serializers.ModelSerializer):
    """A call-out of a cell: its board, place by place, and its calls."""

    cell = serializers.UUIDField(source="cell.uuid", read_only=True)
    seats = CallSeatSerializer(many=True, read_only=True)
    calls = CallSerializer(many=True, read_only=True)

    class Meta:
        model = CallOut
        fields: ClassVar[list[str]] = [
            *("uuid", "cell", "cause", "delay_seconds", "opened_at", "ended_at", "seats", "calls")
        ]


class NewCallOutSerializer(serializers.Serializer):
    """Why, and whom: roles of the cell, people of it or designated for it, whole groups of it."""

    cell = serializers.UUIDField()
    cause = FreeText(max_length=160)
    roles = serializers.ListField(child=serializers.SlugField(), default=list)
    emails = serializers.ListField(child=serializers.EmailField(), default=list)
    groups = serializers.ListField(child=serializers.UUIDField(), default=list)

    def to_representation(self, callout):
        """As it then reads."""
        return CallOutSerializer(callout, context=self.context).data


class SaidSerializer(serializers.Serializer):
    """Where one will be, and in how many minutes."""

    answer = serializers.ChoiceField(Call.Answer.choices)
    eta_minutes = serializers.IntegerField(
        default=None, allow_null=True, min_value=0, max_value=LONGEST_MINUTES
    )


@extend_schema_view(list=of_cell, create=extend_schema(responses={201: CallOutSerializer}))
class CallOutViewSet(OfCells, CreateModelMixin, ReadOnlyModelViewSet):
    """The call-outs one sees, each with its board; a POST calls people."""

    queryset = CallOut.objects.none()
    serializer_class = CallOutSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    what = "rappels"
    permission_classes = [ByRule.of(create=rules.may_see_crises, end=may_end)]

    def get_queryset(self):
        related = ("seats__role", "calls__person", "calls__user", "calls__seat__role")
        return self.narrowed(callouts_seen(self.request.user)).prefetch_related(*related)

    def get_serializer_class(self):
        return NewCallOutSerializer if self.action == "create" else CallOutSerializer

    def perform_create(self, serializer):
        """The first of each ladder is called."""
        asked, user = serializer.validated_data, self.request.user
        cell = self.cell_asked(asked["cell"], rules.may_call_out)
        roles = tuple(role_named(cell, slug) for slug in asked["roles"])
        people = tuple(_person(cell, email, besides=user) for email in asked["emails"])
        groups = tuple(_group(cell, uuid) for uuid in asked["groups"])
        why = "choisie pour ce rappel"
        wanted = Wanted(asked["cause"], roles, people, groups=groups, why=why)
        serializer.instance = launch_callout(cell, wanted, by=user)

    @act()
    def end(self):
        """Nobody is called any more."""
        return end_callout


@extend_schema_view(list=extend_schema(parameters=[CELL]))
class CallViewSet(OfCells, ReadOnlyModelViewSet):
    """The calls of those boards, and one's own."""

    queryset = Call.objects.none()
    serializer_class = CallSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    what = "appels"
    path_to_cell = "callout__cell"
    permission_classes = [ByRule.of(answer=rules.may_answer_call)]

    def get_queryset(self):
        return self.narrowed(calls_seen(self.request.user))

    @act(SaidSerializer)
    def answer(self):
        """One's own answer, or what somebody said on the telephone."""
        return _answer


def _answer(call, *, answer, eta_minutes, by):
    give_answer(call, Said(answer, eta_minutes), by=by)


def _person(cell, email, *, besides):
    found = members_to_call(cell, besides=besides).filter(email__iexact=email).first()
    named = designated_to_call(cell, besides=besides).filter(user__email__iexact=email).first()
    if found is None and named is None:
        raise ValidationError({"emails": [NOBODY]})
    return found or named.user


def _group(cell, uuid):
    found = groups_to_call(cell).filter(uuid=uuid).first()
    if found is None:
        raise ValidationError({"groups": [NO_GROUP]})
    return found


ROUTES = [
    ("callouts", CallOutViewSet, "callout"),
    ("calls", CallViewSet, "call"),
]
