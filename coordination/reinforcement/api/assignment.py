"""Assignments in the API: the same masks, the same rules, the same services as the pages."""

from functools import partial
from typing import ClassVar

from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.reinforcement import rules
from coordination.reinforcement.models import Assignment, Seat
from coordination.reinforcement.services import answer, selection, withdrawal
from portal.rest.access import ByRule
from portal.rest.answers import act
from portal.rest.texts import FreeText


class SeatSerializer(serializers.ModelSerializer):
    """One slot that the person said yes to."""

    starts_at = serializers.DateTimeField(source="period.lower", read_only=True)
    ends_at = serializers.DateTimeField(source="period.upper", read_only=True)

    class Meta:
        model = Seat
        fields: ClassVar[list[str]] = [
            *("slot", "starts_at", "ends_at", "holds", "presence", "hours"),
        ]
        read_only_fields = fields


class AssignmentSerializer(serializers.ModelSerializer):
    """One person's path on one need; neither name nor contact is ever here."""

    need = serializers.UUIDField(source="need.uuid", read_only=True)
    volunteer = serializers.CharField(source="volunteer.reference", read_only=True)
    profession = serializers.CharField(source="volunteer.profession_id", read_only=True)
    trust = serializers.IntegerField(source="volunteer.trust", read_only=True)
    seats = SeatSerializer(many=True, read_only=True)

    class Meta:
        model = Assignment
        fields: ClassVar[list[str]] = [
            *("uuid", "need", "volunteer", "profession", "trust", "state", "origin", "score"),
            *("reasons", "employer", "refusal", "declined", "cancel_reason", "answer_note"),
            *("notified_at", "seen_at", "answered_at", "selected_at", "confirmed_at"),
            *("started_at", "ended_at", "offered_until", "reserved_until", "seats"),
        ]
        read_only_fields = fields


class AnswerSerializer(serializers.Serializer):
    """A yes; without `slots`, to all of them."""

    slots = serializers.ListField(child=serializers.IntegerField(), required=False)
    note = FreeText(max_length=300, required=False, default="")


class RefusalSerializer(serializers.Serializer):
    """A no; the reason is optional."""

    reason = serializers.ChoiceField(choices=Assignment.Refusal.choices, default="unsaid")
    note = FreeText(max_length=300, required=False, default="")


class DeclineSerializer(serializers.Serializer):
    """Why the structure does not choose this person."""

    reason = serializers.ChoiceField(choices=Assignment.Declined.choices)


class CancellationSerializer(serializers.Serializer):
    """A reason that the other side reads."""

    reason = FreeText(max_length=300)


class AssignmentViewSet(ReadOnlyModelViewSet):
    """One's own assignments, and those of the needs that one manages or oversees."""

    queryset = Assignment.objects.none()
    serializer_class = AssignmentSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    permission_classes = [
        ByRule.of(
            accept=rules.may_answer,
            refuse=rules.may_answer,
            withdraw=rules.may_answer,
            select=rules.may_decide,
            standby=rules.may_decide,
            decline=rules.may_decide,
            confirm=rules.may_decide,
            cancel=rules.may_decide,
        )
    ]

    def get_queryset(self):
        rows = Assignment.objects.visible_to(self.request.user)
        rows = rows.select_related("need__structure__commune", "volunteer__user")
        return rows.prefetch_related("seats")

    @act(AnswerSerializer)
    def accept(self):
        """Say yes, to all slots or to some."""
        return partial(answer.accept, channel=Assignment.Channel.PORTAL)

    @act(RefusalSerializer)
    def refuse(self):
        """Say no."""
        return partial(answer.refuse, channel=Assignment.Channel.PORTAL)

    @act(CancellationSerializer)
    def withdraw(self):
        """Give up a mission; the stand-by list is called."""
        return withdrawal.cancel_by_volunteer

    @act()
    def select(self):
        """Choose this person, who takes the places."""
        return selection.select

    @act()
    def standby(self):
        """Keep this person on the stand-by list."""
        return selection.put_on_standby

    @act(DeclineSerializer)
    def decline(self):
        """Thank this person without choosing them."""
        return selection.decline

    @act()
    def confirm(self):
        """Confirm the mission."""
        return selection.confirm

    @act(CancellationSerializer)
    def cancel(self):
        """Cancel on the structure's side, with a reason."""
        return withdrawal.cancel_by_structure


ROUTES = [("assignments", AssignmentViewSet, "assignment")]
