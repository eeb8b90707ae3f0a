"""Assignments in the API: the same masks, the same rules, the same services as the pages."""

from functools import partial
from typing import ClassVar

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.reinforcement import rules
from coordination.reinforcement.models import Assignment, Feedback, Seat
from coordination.reinforcement.selectors.assignment import held_seats
from coordination.reinforcement.services import answer, mission, selection, withdrawal
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


class EmployerSerializer(serializers.Serializer):
    """What the employer said."""

    consent = serializers.ChoiceField(choices=Assignment.Employer.choices)


class PresenceSerializer(serializers.Serializer):
    """Who came, for which slot."""

    slot = serializers.IntegerField(min_value=1)
    came = serializers.BooleanField()


class HoursSerializer(serializers.Serializer):
    """The hours done in one slot."""

    slot = serializers.IntegerField(min_value=1)
    hours = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=0, max_value=300)


class EndSerializer(serializers.Serializer):
    """The hours by slot; `gives_back` the slots still to come."""

    hours = HoursSerializer(many=True)
    gives_back = serializers.BooleanField(default=False)


class FeedbackSerializer(serializers.Serializer):
    """A word of the structure, 1 to 5."""

    rating = serializers.IntegerField(min_value=1, max_value=5)
    text = FreeText(max_length=1000, required=False, default="", allow_blank=True)


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
            employer=rules.may_decide,
            reserve=rules.may_decide,
            release=rules.may_decide,
            presence=rules.may_decide,
            finish=rules.may_decide,
            feedback=rules.may_decide,
            step_back=rules.may_decide,
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

    @act(CancellationSerializer, url_path="step-back")
    def step_back(self):
        """Correct a mistake by one stage, with its reason."""
        return withdrawal.step_back

    @act(EmployerSerializer)
    def employer(self):
        """Note what the employer said."""
        return selection.set_employer

    @act(fresh=True)
    def reserve(self):
        """Keep this person for one's own call, a quarter of an hour; their number opens."""
        return selection.reserve_for_call

    @act()
    def release(self):
        """End one's call."""
        return selection.release_call

    @act(PresenceSerializer)
    def presence(self):
        """Note an arrival or an absence, for one slot."""
        return _note_presence

    @act(EndSerializer)
    def finish(self):
        """End the mission, with the hours done."""
        return _finish

    @act(FeedbackSerializer)
    def feedback(self):
        """Say how it went, on the structure's side."""
        return partial(mission.give_feedback, author=Feedback.Author.STRUCTURE)


def _note_presence(assignment, *, slot, came, by):
    seat = get_object_or_404(held_seats(assignment), slot=slot)
    return (mission.mark_present if came else mission.mark_absent)(seat, by=by)


def _finish(assignment, *, hours, gives_back, by):
    done = {one["slot"]: one["hours"] for one in hours}
    mission.finish(assignment, by=by, hours=done, gives_back=gives_back)


ROUTES = [("assignments", AssignmentViewSet, "assignment")]
