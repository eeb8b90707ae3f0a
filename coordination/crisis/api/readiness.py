"""Reflex cards, coverage and designations, in the API."""

from typing import ClassVar

from django.http import Http404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.viewsets import GenericViewSet

from coordination.crisis import rules
from coordination.crisis.models import CardItem, Cell, Designation
from coordination.crisis.selectors.card import card_pages, role_named, roles_to_show
from coordination.crisis.selectors.coverage import cover_of
from coordination.crisis.selectors.crisis_page import cells_seen
from coordination.crisis.selectors.membership import role_lines
from coordination.crisis.selectors.owners import owners
from coordination.crisis.selectors.preparation import designations_of_all
from coordination.crisis.services.card import tick_item
from coordination.crisis.services.cell import record_access
from portal.lib.access import check
from portal.rest.access import ByRule
from portal.rest.answers import act


class CardLineSerializer(serializers.Serializer):
    """A line of a card; `done_by` and `done_at` are null while it is to do."""

    item = serializers.IntegerField(source="item.pk")
    text = serializers.CharField(source="item.text")
    done_by = serializers.CharField(source="tick.by", default=None, allow_null=True)
    done_at = serializers.DateTimeField(source="tick.at", default=None, allow_null=True)


class CardBandSerializer(serializers.Serializer):
    """A time band, in the version that the cell follows."""

    band = serializers.CharField()
    version = serializers.IntegerField(source="card.version")
    is_current = serializers.BooleanField()
    lines = CardLineSerializer(many=True)


class CardSerializer(serializers.Serializer):
    """The card of a role, the current band first."""

    role = serializers.CharField(source="role.slug")
    label = serializers.CharField(source="role.label")
    since = serializers.DateTimeField()
    bands = CardBandSerializer(many=True)


class CellCardsSerializer(serializers.Serializer):
    """The cards of the roles required or held."""

    uuid = serializers.UUIDField()
    cards = serializers.SerializerMethodField()

    @extend_schema_field(CardSerializer(many=True))
    def get_cards(self, cell):
        """In the order of the roles."""
        pages = card_pages(cell, roles_to_show(role_lines(cell)))
        return CardSerializer(pages, many=True).data


class TickSerializer(serializers.Serializer):
    """A line of the card of a role is done, or to do again."""

    role = serializers.SlugField()
    item = serializers.PrimaryKeyRelatedField(queryset=CardItem.objects.only("pk", "card", "band"))
    done = serializers.BooleanField()


class SegmentSerializer(serializers.Serializer):
    """A part of the window: covered, alternate or uncovered, and by whom."""

    start = serializers.SerializerMethodField()
    end = serializers.SerializerMethodField()
    state = serializers.CharField()
    names = serializers.ListField(child=serializers.CharField())

    @extend_schema_field(serializers.DateTimeField())
    def get_start(self, part):
        """From."""
        return part.period[0]

    @extend_schema_field(serializers.DateTimeField())
    def get_end(self, part):
        """To, excluded."""
        return part.period[1]


class RoleCoverSerializer(serializers.Serializer):
    """A required role over the next 72 hours."""

    role = serializers.CharField(source="role.slug")
    needed = serializers.IntegerField()
    state = serializers.CharField()
    segments = SegmentSerializer(many=True)


class CellCoverageSerializer(serializers.Serializer):
    """The coverage of a cell, and what warns."""

    uuid = serializers.UUIDField()
    roles = serializers.SerializerMethodField()
    warnings = serializers.SerializerMethodField()

    @extend_schema_field(RoleCoverSerializer(many=True))
    def get_roles(self, cell):
        """Each required role."""
        return RoleCoverSerializer(cell.cover.roles, many=True).data

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_warnings(self, cell):
        """Hours in a row, rest, exclusive roles, one site."""
        return cell.cover.warnings


class OfCellViewSet(RetrieveModelMixin, GenericViewSet):
    """Something of a cell that one sees; a read of a restricted one leaves its record."""

    queryset = Cell.objects.none()
    lookup_field = "uuid"
    what = ""

    def get_queryset(self):
        return cells_seen(self.request.user)

    def get_object(self):
        cell = super().get_object()
        record_access(cell, self.request.user, what=self.what)
        return cell


class CellCardsViewSet(OfCellViewSet):
    """The reflex cards of a cell."""

    serializer_class = CellCardsSerializer
    what = "api fiches"
    permission_classes = [ByRule.of(tick=rules.may_write_log)]

    def get_queryset(self):
        """Of those whose log the reader reads."""
        return super().get_queryset().filter(pk__in=Cell.objects.with_log_for(self.request.user))

    @act(TickSerializer)
    def tick(self):
        """409 when somebody has just done it, or when the cell follows another version."""
        return _tick


class CellCoverageViewSet(OfCellViewSet):
    """The coverage of a cell."""

    serializer_class = CellCoverageSerializer
    what = "api couverture"

    def get_object(self):
        cell = super().get_object()
        cell.cover = cover_of(cell)
        return cell


class DesignationSerializer(serializers.ModelSerializer):
    """Who is named for a role, at which rank; the end of the validity is excluded."""

    structure = serializers.UUIDField(source="structure.uuid", allow_null=True, default=None)
    role = serializers.CharField(source="role.slug")
    person = serializers.CharField()
    since = serializers.DateField(source="validity.lower")
    until = serializers.DateField(source="validity.upper", allow_null=True)

    class Meta:
        model = Designation
        fields: ClassVar[list[str]] = [
            *("id", "structure", "territory", "role", "person", "rank", "since", "until"),
            *("trained_on", "site"),
        ]


class DesignationViewSet(ListModelMixin, GenericViewSet):
    """Those of the structures and territories for which the reader prepares."""

    queryset = Designation.objects.none()
    serializer_class = DesignationSerializer
    ordering = "-pk"

    def get_queryset(self):
        return designations_of_all(owners(self.request.user))


def _tick(cell, *, role, item, done, by):
    held = role_named(cell, role)
    if held is None:
        raise Http404
    check(rules.may_write_log, by, cell)
    tick_item(cell, held, item, done=done, by=by)


ROUTES = [
    ("cell-cards", CellCardsViewSet, "cell-cards"),
    ("cell-coverage", CellCoverageViewSet, "cell-coverage"),
    ("designations", DesignationViewSet, "designation"),
]
