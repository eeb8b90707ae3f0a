"""The circuit of rosters, in the API: same rules and services as the pages."""

from typing import ClassVar

from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.mixins import CreateModelMixin
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.oncall import rules
from coordination.oncall.models import (
    Line,
    Receipt,
    Roster,
    RosterVersion,
    Transmission,
)
from coordination.oncall.selectors.rosters.circuit import sent_on
from coordination.oncall.services.rosters import circuit
from coordination.oncall.services.rosters.roster import abandon_roster, draft_roster, publish_roster
from portal.lib.access import check
from portal.rest.access import ByRule
from portal.rest.answers import act
from portal.rest.texts import FreeText


class RosterVersionSerializer(serializers.ModelSerializer):
    """One version, kept for good."""

    class Meta:
        model = RosterVersion
        fields: ClassVar[list[str]] = ["number", "content_hash", "motive", "created_at"]
        read_only_fields = fields


class RosterSerializer(serializers.ModelSerializer):
    """A roster: its days (both included), where it stands, its versions."""

    line = serializers.SlugField(source="line.slug")
    name = FreeText(max_length=120)
    first = serializers.DateField(source="days.lower")
    last = serializers.DateField(source="last_day")
    state = serializers.CharField(read_only=True)
    versions = RosterVersionSerializer(many=True, read_only=True)

    class Meta:
        model = Roster
        fields: ClassVar[list[str]] = [
            *("uuid", "line", "name", "first", "last", "state", "published_at"),
            *("transmitted_at", "distributed_at", "versions"),
        ]
        read_only_fields: ClassVar[list[str]] = [
            "uuid", "published_at", "transmitted_at", "distributed_at",
        ]  # fmt: skip


class RosterViewSet(CreateModelMixin, ReadOnlyModelViewSet):
    """The rosters that one sees: draft one, then each step of its circuit."""

    queryset = Roster.objects.none()
    serializer_class = RosterSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    permission_classes = [
        ByRule.of(
            create=rules.may_open_line,
            **dict.fromkeys(
                ("simulate", "reopen", "publish", "transmit", "distribute", "abandon"),
                rules.may_run_roster,
            ),
        )
    ]

    def get_queryset(self):
        seen = Roster.objects.visible_to(self.request.user).select_related("line")
        return seen.prefetch_related("versions")

    def perform_create(self, serializer):
        """A draft, with every slot that the line is to hold."""
        asked, reader = serializer.validated_data, self.request.user
        line = Line.objects.visible_to(reader).filter(slug=asked["line"]["slug"]).first()
        if line is None:
            raise NotFound("Aucune ligne de ce nom ne vous est visible.")
        check(rules.may_run_line, reader, line)
        serializer.instance = draft_roster(
            line, first=asked["days"]["lower"], last=asked["last_day"], name=asked["name"],
            by=reader,
        )  # fmt: skip

    @act()
    def simulate(self):
        """Ready to be read before it is published."""
        return circuit.simulate_roster

    @act()
    def reopen(self):
        """A draft again."""
        return circuit.reopen_roster

    @act()
    def publish(self):
        """People are on call by it; each one is told."""
        return publish_roster

    @act()
    def transmit(self):
        """To the council (J-45)."""
        return circuit.transmit_roster

    @act()
    def distribute(self):
        """To those who must have it (J-10)."""
        return circuit.distribute_roster

    @act()
    def abandon(self):
        """A working roster is given up."""
        return abandon_roster


class ReceiptSerializer(serializers.ModelSerializer):
    """What a recipient answered."""

    class Meta:
        model = Receipt
        fields: ClassVar[list[str]] = ["at", "is_refused", "reason"]
        read_only_fields = fields


class TransmissionSerializer(serializers.ModelSerializer):
    """A version sent to a recipient, and their answers."""

    roster = serializers.UUIDField(source="version.roster.uuid")
    version = serializers.IntegerField(source="version.number")
    recipient = serializers.CharField(source="recipient.name")
    channel = serializers.CharField()
    receipts = ReceiptSerializer(many=True)

    class Meta:
        model = Transmission
        fields: ClassVar[list[str]] = [
            *("id", "roster", "version", "recipient", "channel", "sent_at", "receipts")
        ]
        read_only_fields = fields


class ReceiptNoteSerializer(serializers.Serializer):
    """What a recipient says of a version: a refusal has its reason."""

    is_refused = serializers.BooleanField(default=False)
    refused = FreeText(max_length=300, required=False, default="", allow_blank=True)


class TransmissionViewSet(ReadOnlyModelViewSet):
    """What was sent on the lines that one runs."""

    queryset = Transmission.objects.none()
    serializer_class = TransmissionSerializer
    ordering = "-pk"
    permission_classes = [ByRule.of(acknowledge=rules.may_run_sending)]

    def get_queryset(self):
        return sent_on(self.request.user).prefetch_related("receipts")

    @act(ReceiptNoteSerializer)
    def acknowledge(self):
        """The receipt, or the refusal, that a recipient gave is noted."""
        return circuit.answer_version


ROUTES = [
    ("rosters", RosterViewSet, "roster"),
    ("transmissions", TransmissionViewSet, "transmission"),
]
