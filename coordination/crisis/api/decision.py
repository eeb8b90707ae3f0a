"""The register of decisions, in the API."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import CreateModelMixin
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.crisis import rules
from coordination.crisis.api.reading import OfCells, of_cell, role_named
from coordination.crisis.models import Decision
from coordination.crisis.selectors.work import decisions_seen
from coordination.crisis.services import decision as services
from portal.rest.access import ByRule
from portal.rest.answers import act
from portal.rest.texts import FreeText


class DecisionSerializer(serializers.ModelSerializer):
    """A decision: what, why, what was set aside, who, from when to when."""

    cell = serializers.UUIDField(source="cell.uuid")
    matter = serializers.CharField(source="matter.slug", default=None)
    decided_by = serializers.CharField(default=None)
    decided_as = serializers.CharField(source="decided_as.label", default=None)
    proposed_by = serializers.CharField()
    supersedes = serializers.IntegerField(source="supersedes.number", default=None)
    entry = serializers.IntegerField(source="entry.seq", default=None)

    class Meta:
        model = Decision
        fields: ClassVar[list[str]] = [
            *("uuid", "cell", "number", "state", "statement", "reason", "rejected", "matter"),
            *("proposed_by", "proposed_at", "decided_by", "decided_as", "decided_at"),
            *("in_force_from", "in_force_until", "end_reason", "supersedes", "entry"),
            "for_partners",
        ]
        read_only_fields = fields


class ProposalSerializer(serializers.Serializer):
    """A decision to be proposed, or taken at once (`take_now`) by whoever holds the matter."""

    cell = serializers.UUIDField()
    statement = FreeText(max_length=1000)
    reason = FreeText(max_length=1000, default="", allow_blank=True)
    rejected = FreeText(max_length=1000, default="", allow_blank=True)
    matter = serializers.SlugField(default="", allow_blank=True)
    in_force_until = serializers.DateTimeField(default=None, allow_null=True)
    for_partners = serializers.BooleanField(default=False)
    take_now = serializers.BooleanField(default=False)
    confirmed = serializers.BooleanField(default=False)

    def to_representation(self, decision):
        """As it then reads."""
        return DecisionSerializer(decision, context=self.context).data


class WhySerializer(serializers.Serializer):
    """Why it ends, is blocked or is set aside."""

    reason = FreeText(max_length=300)


@extend_schema_view(list=of_cell, create=extend_schema(responses={201: DecisionSerializer}))
class DecisionViewSet(OfCells, CreateModelMixin, ReadOnlyModelViewSet):
    """The decisions of the cells whose log one reads; a POST proposes one, or takes it."""

    queryset = Decision.objects.none()
    serializer_class = DecisionSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    what = "décisions"
    permission_classes = [
        ByRule.of(
            create=rules.may_see_crises,
            take=rules.may_decide,
            suspend=rules.may_decide,
            resume=rules.may_decide,
            repeal=rules.may_decide,
            drop=rules.may_decide,
        )
    ]

    def get_queryset(self):
        return self.narrowed(decisions_seen(self.request.user))

    def get_serializer_class(self):
        return ProposalSerializer if self.action == "create" else DecisionSerializer

    def perform_create(self, serializer):
        """In the register of the cell, and in its log."""
        asked = dict(serializer.validated_data)
        cell = self.cell_asked(asked.pop("cell"), rules.may_write_log)
        service = services.decide if asked.pop("take_now") else services.propose_decision
        confirmed = asked.pop("confirmed")
        asked["matter"] = role_named(cell, asked["matter"])
        said = services.Proposal(**asked)
        serializer.instance = service(cell, said, by=self.request.user, confirmed=confirmed)

    @act()
    def take(self):
        """Proposed to in force."""
        return services.take_decision

    @act(WhySerializer)
    def suspend(self):
        """In force to suspended."""
        return services.suspend_decision

    @act()
    def resume(self):
        """Suspended to in force."""
        return services.resume_decision

    @act(WhySerializer)
    def repeal(self):
        """In force to repealed."""
        return services.repeal_decision

    @act(WhySerializer)
    def drop(self):
        """Proposed to set aside."""
        return services.drop_decision


ROUTES = [("decisions", DecisionViewSet, "decision")]
