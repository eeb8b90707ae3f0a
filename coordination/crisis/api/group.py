"""The groups of cells in the API: created, their charter, who is in them, until when."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import CreateModelMixin
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.crisis import rules
from coordination.crisis.api.reading import OfCells, of_cell
from coordination.crisis.models import Group
from coordination.crisis.selectors.group import groups_seen, members_of
from coordination.crisis.selectors.membership import account_of
from coordination.crisis.services.group import (
    NewGroup,
    add_to_group,
    appoint_moderator,
    close_group,
    create_group,
    edit_charter,
    prolong_group,
    remove_from_group,
)
from portal.rest.access import ByRule
from portal.rest.answers import act
from portal.rest.texts import FreeText

NOBODY = "Personne n’a de compte avec cette adresse."
NOT_INSIDE = "Cette personne n’est pas dans le groupe."


class GroupSerializer(serializers.ModelSerializer):
    """A group of a cell. Its members are on its page only."""

    cell = serializers.UUIDField(source="cell.uuid", read_only=True)
    audience = serializers.CharField(source="code", read_only=True)

    class Meta:
        model = Group
        fields: ClassVar[list[str]] = [
            *("uuid", "cell", "name", "charter", "audience", "source", "expires_on", "closed_at"),
        ]


class NewGroupSerializer(serializers.Serializer):
    """Its name, what it is for, its last day, the audience that it includes."""

    cell = serializers.UUIDField()
    name = FreeText(max_length=80)
    charter = FreeText(max_length=1000)
    expires_on = serializers.DateField()
    source = serializers.CharField(max_length=60, default="", allow_blank=True)
    confirmed = serializers.BooleanField(default=False)

    def to_representation(self, group):
        """As it then reads."""
        return GroupSerializer(group, context=self.context).data


class UntilSerializer(serializers.Serializer):
    """Another last day."""

    until = serializers.DateField()


class CharterSerializer(serializers.Serializer):
    """What the group is for."""

    charter = FreeText(max_length=1000)
    confirmed = serializers.BooleanField(default=False)


class JoinSerializer(serializers.Serializer):
    """Who enters, by the address of their account."""

    email = serializers.EmailField()
    moderates = serializers.BooleanField(default=False)


class LeaveSerializer(serializers.Serializer):
    """Who leaves, by the address of their account."""

    email = serializers.EmailField()


@extend_schema_view(list=of_cell, create=extend_schema(responses={201: GroupSerializer}))
class GroupViewSet(OfCells, CreateModelMixin, ReadOnlyModelViewSet):
    """The groups of the cells one sees; a POST creates one."""

    queryset = Group.objects.none()
    serializer_class = GroupSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    what = "groupes"
    permission_classes = [
        ByRule.of(
            create=rules.may_see_crises,
            **dict.fromkeys(
                ("close", "prolong", "charter", "join", "leave", "moderate"), rules.may_run_group
            ),
        )
    ]

    def get_queryset(self):
        return self.narrowed(groups_seen(self.request.user))

    def get_serializer_class(self):
        return NewGroupSerializer if self.action == "create" else GroupSerializer

    def perform_create(self, serializer):
        """Whoever creates it moderates it."""
        asked = dict(serializer.validated_data)
        cell = self.cell_asked(asked.pop("cell"), rules.may_write_log)
        confirmed = asked.pop("confirmed")
        serializer.instance = create_group(
            cell, NewGroup(**asked), by=self.request.user, confirmed=confirmed
        )

    @act()
    def close(self):
        """It is never written to again."""
        return close_group

    @act(UntilSerializer)
    def prolong(self):
        """Its last day is another one."""
        return prolong_group

    @act(CharterSerializer)
    def charter(self):
        """It is for something else, and whoever has its messages is told."""
        return edit_charter

    @act(JoinSerializer)
    def join(self):
        """Somebody has its messages from now on."""
        return _join

    @act(LeaveSerializer)
    def leave(self):
        """Somebody has them no more."""
        return _leave

    @act(JoinSerializer)
    def moderate(self):
        """Somebody who is in it moderates it, or no longer."""
        return _moderate


def _join(group, *, email, moderates, by):
    user = account_of(email)
    if user is None:
        raise serializers.ValidationError({"email": [NOBODY]})
    add_to_group(group, user=user, is_moderator=moderates, by=by)


def _leave(group, *, email, by):
    remove_from_group(_member(group, email), by=by)


def _moderate(group, *, email, moderates, by):
    appoint_moderator(_member(group, email), moderates=moderates, by=by)


def _member(group, email):
    user = account_of(email)
    member = members_of(group).filter(user=user).first() if user else None
    if member is None:
        raise serializers.ValidationError({"email": [NOT_INSIDE]})
    return member


ROUTES = [("cell-groups", GroupViewSet, "cell-group")]
