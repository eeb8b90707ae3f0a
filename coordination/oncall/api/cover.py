"""The searches for somebody, in the API: same rules and services as the pages."""

from typing import ClassVar

from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.mixins import CreateModelMixin
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.oncall import rules
from coordination.oncall.models import CoverCall, CoverOffer, Line, Roster
from coordination.oncall.selectors.rosters.roster_page import people_of_line
from coordination.oncall.selectors.swaps.cover_page import asked_place, shift_asked
from coordination.oncall.services.swaps import cover
from portal.lib.access import check
from portal.rest.access import ByRule
from portal.rest.answers import act
from portal.rest.texts import FreeText


class CoverOfferSerializer(serializers.ModelSerializer):
    """A person to whom the place was proposed, and what they answered."""

    person = serializers.UUIDField(source="person.uuid")
    name = serializers.CharField(source="person")
    state = serializers.CharField()

    class Meta:
        model = CoverOffer
        fields: ClassVar[list[str]] = ["person", "name", "state", "asked_at", "answered_at"]
        read_only_fields = fields


class CoverCallSerializer(serializers.ModelSerializer):
    """A search for somebody. Opened with a roster, a slot, people; a shift to leave if any."""

    line = serializers.SlugField(source="line.slug", read_only=True)
    roster = serializers.UUIDField(source="slot.roster.uuid")
    slot = serializers.IntegerField(source="slot_id")
    role = serializers.CharField(read_only=True)
    start = serializers.DateTimeField(source="period.lower", read_only=True)
    end = serializers.DateTimeField(source="period.upper", read_only=True)
    state = serializers.CharField(read_only=True)
    taker = serializers.CharField(read_only=True, allow_null=True)
    reason = FreeText(max_length=300, required=False, allow_blank=True, default="")
    replaces = serializers.UUIDField(write_only=True, required=False, allow_null=True)
    people = serializers.ListField(
        child=serializers.UUIDField(), write_only=True, min_length=1, max_length=200
    )
    offers = serializers.SerializerMethodField()

    class Meta:
        model = CoverCall
        fields: ClassVar[list[str]] = [
            *("uuid", "line", "roster", "slot", "role", "start", "end", "state", "reason"),
            *("deadline", "taker", "replaces", "people", "offers"),
        ]
        read_only_fields: ClassVar[list[str]] = ["uuid", "deadline"]

    def get_offers(self, call) -> list[dict[str, str]]:
        """All of them for who runs the line, one's own otherwise."""
        reader = self.context["request"].user
        offers = [
            one
            for one in call.offers.all()
            if call.line_id in self.context["runs"] or one.person.user_id == reader.pk
        ]
        return CoverOfferSerializer(offers, many=True).data


class CoverCallViewSet(CreateModelMixin, ReadOnlyModelViewSet):
    """The searches of the lines that one runs, and those proposed to oneself."""

    queryset = CoverCall.objects.none()
    serializer_class = CoverCallSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    permission_classes = [
        ByRule.of(
            create=rules.may_open_line,
            accept=rules.may_answer_cover,
            decline=rules.may_answer_cover,
            stop=rules.may_run_cover,
        )
    ]

    def get_queryset(self):
        seen = CoverCall.objects.visible_to(self.request.user)
        related = seen.select_related("line", "slot__roster", "role", "taker")
        return related.prefetch_related("offers__person")

    def get_serializer_context(self):
        """With the lines that the reader runs."""
        managed = Line.objects.managed_by(self.request.user)
        return super().get_serializer_context() | {
            "runs": set(managed.values_list("pk", flat=True))
        }

    def perform_create(self, serializer):
        """The place is proposed to these people; of those who accept, the first has it."""
        asked, reader = serializer.validated_data, self.request.user
        rosters = Roster.objects.visible_to(reader).select_related("line")
        roster = rosters.filter(uuid=asked["slot"]["roster"]["uuid"]).first()
        slot = (
            roster
            and roster.slots.select_related("sector__line").filter(pk=asked["slot_id"]).first()
        )
        if not slot:
            raise NotFound("Aucun créneau de ce tableau ne vous est visible.")
        check(rules.may_run_roster, reader, roster)
        slot.roster = roster
        shift = shift_asked(slot, str(asked.get("replaces") or ""))
        place = asked_place(slot, shift)
        people = list(people_of_line(slot).filter(uuid__in=asked["people"]))
        if len(people) < len(set(asked["people"])):
            raise ValidationError(
                {"people": "Une de ces personnes n’est pas inscrite sur la ligne."}
            )
        serializer.instance = cover.ask_cover(
            slot, role=place.role, period=place.period, replaces=shift, people=people,
            reason=asked["reason"], by=reader,
        )  # fmt: skip

    @act()
    def accept(self):
        """The reader takes the place."""
        return _accept

    @act()
    def decline(self):
        """The reader cannot."""
        return _decline

    @act()
    def stop(self):
        """Nobody is awaited any more."""
        return cover.end_cover


def _accept(call, *, by):
    cover.accept_cover(call, person=by.oncall_person, by=by)


def _decline(call, *, by):
    cover.decline_cover(call, person=by.oncall_person, by=by)


ROUTES = [("cover-calls", CoverCallViewSet, "cover")]
