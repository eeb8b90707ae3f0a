"""The people of cells, in the API: members, hand-overs; and the levels that were decided."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.mixins import CreateModelMixin
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.crisis import rules
from coordination.crisis.api.reading import OfCells, of_cell, role_named
from coordination.crisis.models import Activation, CellMember, Handover
from coordination.crisis.selectors.membership import account_of, activations_seen, history_seen
from coordination.crisis.selectors.work import handovers_seen
from coordination.crisis.services import handover as handovers
from coordination.crisis.services.member import add_member, end_membership
from portal.rest.access import ByRule
from portal.rest.answers import act
from portal.rest.texts import FreeText


def may_end(user, member):
    """Oneself, or whoever runs the cell."""
    return member.user_id == user.pk or rules.may_run_cell(user, member.cell)


class MemberSerializer(serializers.ModelSerializer):
    """Who held what, from when to when."""

    cell = serializers.UUIDField(source="cell.uuid")
    person = serializers.CharField(source="user")
    role = serializers.CharField(source="role.slug", default=None)
    since = serializers.DateTimeField(source="period.lower")
    until = serializers.DateTimeField(source="period.upper", allow_null=True)

    class Meta:
        model = CellMember
        fields: ClassVar[list[str]] = [
            "id", "cell", "person", "role", "rank", "standing", "reason", "since", "until",
        ]  # fmt: skip
        read_only_fields = fields


class NewMemberSerializer(serializers.Serializer):
    """Somebody to bring in, by the address of their account."""

    cell = serializers.UUIDField()
    email = serializers.EmailField()
    role = serializers.SlugField(default="", allow_blank=True)
    rank = serializers.IntegerField(default=0, min_value=0, max_value=20)
    standing = serializers.ChoiceField(CellMember.Standing.choices, default="member")
    reason = FreeText(max_length=300, default="", allow_blank=True)

    def to_representation(self, member):
        """As it then reads."""
        return MemberSerializer(member, context=self.context).data


@extend_schema_view(list=of_cell, create=extend_schema(responses={201: MemberSerializer}))
class MemberViewSet(OfCells, CreateModelMixin, ReadOnlyModelViewSet):
    """The people of the cells one sees, now and before; a POST brings somebody in."""

    queryset = CellMember.objects.none()
    serializer_class = MemberSerializer
    ordering = "-pk"
    what = "personnes"
    permission_classes = [ByRule.of(create=rules.may_see_crises, end=may_end)]

    def get_queryset(self):
        return self.narrowed(history_seen(self.request.user))

    def get_serializer_class(self):
        return NewMemberSerializer if self.action == "create" else MemberSerializer

    def perform_create(self, serializer):
        """In the cell from now on."""
        asked = dict(serializer.validated_data)
        cell = self.cell_asked(asked.pop("cell"), rules.may_run_cell)
        user = _account(asked.pop("email"))
        asked["role"] = role_named(cell, asked["role"])
        serializer.instance = add_member(cell, user, by=self.request.user, **asked)

    @act()
    def end(self):
        """Their interval is closed now."""
        return end_membership


class HandoverSerializer(serializers.ModelSerializer):
    """A role that passes: from whom, to whom, with which words."""

    cell = serializers.UUIDField(source="cell.uuid")
    role = serializers.CharField(source="role.slug")
    giver = serializers.CharField()
    receiver = serializers.CharField()

    class Meta:
        model = Handover
        fields: ClassVar[list[str]] = [
            *("uuid", "cell", "role", "giver", "receiver", "ongoing", "pending", "watch"),
            *("written_at", "accepted_at", "withdrawn_at", "alarmed_at"),
        ]
        read_only_fields = fields


class NewHandoverSerializer(serializers.Serializer):
    """One's own role, to be passed to the account of that address."""

    cell = serializers.UUIDField()
    role = serializers.SlugField()
    email = serializers.EmailField()
    ongoing = FreeText(max_length=1000, default="", allow_blank=True)
    pending = FreeText(max_length=1000, default="", allow_blank=True)
    watch = FreeText(max_length=1000, default="", allow_blank=True)

    def to_representation(self, handover):
        """As it then reads."""
        return HandoverSerializer(handover, context=self.context).data


@extend_schema_view(list=of_cell, create=extend_schema(responses={201: HandoverSerializer}))
class HandoverViewSet(OfCells, CreateModelMixin, ReadOnlyModelViewSet):
    """The hand-overs of the cells whose log one reads, and those that await the reader."""

    queryset = Handover.objects.none()
    serializer_class = HandoverSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    what = "passations"
    permission_classes = [
        ByRule.of(
            create=rules.may_see_crises,
            accept=rules.may_answer_handover,
            withdraw=rules.may_answer_handover,
        )
    ]

    def get_queryset(self):
        return self.narrowed(handovers_seen(self.request.user))

    def get_serializer_class(self):
        return NewHandoverSerializer if self.action == "create" else HandoverSerializer

    def perform_create(self, serializer):
        """Written; the role moves once it is accepted."""
        asked = dict(serializer.validated_data)
        cell = self.cell_asked(asked.pop("cell"), rules.may_write_log)
        role, to = role_named(cell, asked.pop("role")), _account(asked.pop("email"))
        words = handovers.Words(**asked)
        serializer.instance = handovers.write_handover(
            cell, role, words, to=to, by=self.request.user
        )

    @act()
    def accept(self):
        """The role is the reader's, with its tasks."""
        return handovers.accept_handover

    @act()
    def withdraw(self):
        """The role stays where it is."""
        return handovers.withdraw_handover


class ActivationSerializer(serializers.ModelSerializer):
    """A change of level, as it was decided; the lift is to level 0."""

    cell = serializers.UUIDField(source="cell.uuid")
    decided_by = serializers.CharField()

    class Meta:
        model = Activation
        fields: ClassVar[list[str]] = [
            *("id", "cell", "from_level", "to_level", "level_name", "decided_by", "capacity"),
            *("decided_at", "recorded_at", "basis", "reason", "review_on"),
        ]
        read_only_fields = fields


@extend_schema_view(list=of_cell)
class ActivationViewSet(OfCells, ReadOnlyModelViewSet):
    """The levels of the cells one sees, the last first."""

    queryset = Activation.objects.none()
    serializer_class = ActivationSerializer
    ordering = "-pk"
    what = "niveaux"

    def get_queryset(self):
        return self.narrowed(activations_seen(self.request.user))


def _account(email):
    user = account_of(email)
    if user is None:
        raise ValidationError({"email": ["Personne n’a de compte avec cette adresse."]})
    return user


ROUTES = [
    ("cell-members", MemberViewSet, "cell-member"),
    ("handovers", HandoverViewSet, "handover"),
    ("activations", ActivationViewSet, "activation"),
]
