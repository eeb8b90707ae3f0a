"""Volunteers in the API: one's own file, and for the ARS those of its territories."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from coordination.reinforcement.forms.volunteer import own_file_forms
from coordination.reinforcement.models import Availability, Volunteer
from coordination.reinforcement.services import availability, profile, standing
from portal.rest.access import ByRule
from portal.rest.answers import acted, read


class VolunteerSerializer(serializers.ModelSerializer):
    """A file without name nor contact details: those are opened on the page, and journaled."""

    commune = serializers.CharField(source="commune.code", default="")
    profession = serializers.CharField(source="profession_id", default="")

    class Meta:
        model = Volunteer
        fields = [
            *("uuid", "reference", "state", "profession", "status", "commune", "max_km"),
            *("max_km_lodged", "trust", "skills", "confirmed_at", "last_asked_at", "created_at"),
        ]
        read_only_fields = fields


class OwnFileSerializer(serializers.Serializer):
    """What a volunteer corrects of their own file; what is left out stays as it is.

    The forms of the pages read the values, so that both accept and refuse the same.
    """

    profession = serializers.CharField(required=False)
    speciality = serializers.CharField(required=False, allow_blank=True)
    status = serializers.ChoiceField(choices=Volunteer.Status.choices, required=False)
    status_year = serializers.IntegerField(required=False, allow_null=True)
    rpps = serializers.CharField(required=False, allow_blank=True)
    commune = serializers.CharField(required=False)
    max_km = serializers.IntegerField(required=False)
    max_km_lodged = serializers.IntegerField(required=False)
    has_transport = serializers.BooleanField(required=False)
    phone = serializers.CharField(required=False, allow_blank=True)


class AvailabilitySerializer(serializers.ModelSerializer):
    """A declared period, half-open."""

    start = serializers.DateTimeField(source="period.lower")
    end = serializers.DateTimeField(source="period.upper")

    class Meta:
        model = Availability
        fields = ["id", "nature", "origin", "start", "end"]
        read_only_fields = ["id", "origin"]


class PauseSerializer(serializers.Serializer):
    """Until when, included; nothing until further notice."""

    until = serializers.DateField(allow_null=True, default=None)


def _cleaned(forms):
    """What each form read, by name. Raises ValidationError with what they refuse."""
    wrong = [item for form in forms.values() for item in form.errors.items()]
    if wrong:
        raise serializers.ValidationError(dict(wrong))
    return {name: form.cleaned_data for name, form in forms.items()}


def _always(user, subject):
    """The address itself names the reader's own file."""
    return True


ACTS = ("me", "my_availabilities", "drop_availability", "confirm", "pause", "resume")


class VolunteerViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Files of one's territories (ARS), or one's own under `me`."""

    queryset = Volunteer.objects.none()
    serializer_class = VolunteerSerializer
    permission_classes = [ByRule.of(**dict.fromkeys(ACTS, _always))]
    lookup_field = "uuid"
    lookup_value_converter = "uuid"

    def get_queryset(self):
        visible = Volunteer.objects.visible_to(self.request.user)
        return visible.select_related("commune", "profession")

    def mine(self):
        """The reader's own file, or 404."""
        return get_object_or_404(self.get_queryset(), user=self.request.user.pk)

    @extend_schema(methods=["patch"], request=OwnFileSerializer, responses=VolunteerSerializer)
    @action(detail=False, methods=["get", "patch"])
    def me(self, request):
        """My own file; PATCH corrects the trade, the place or both."""
        volunteer = self.mine()
        if request.method == "PATCH":
            said = read(OwnFileSerializer, request)
            forms = own_file_forms(volunteer, said)
            wrong = {
                name: errors for form in forms.values() for name, errors in form.errors.items()
            }
            if wrong:
                raise serializers.ValidationError(wrong)
            profile.correct_file(volunteer, by=request.user, **_cleaned(forms))
        return Response(self.get_serializer(self.mine()).data)

    @extend_schema(request=AvailabilitySerializer, responses=AvailabilitySerializer(many=True))
    @action(detail=False, methods=["get", "post"], url_path="me/availabilities")
    def my_availabilities(self, request):
        """My periods; POST declares one more, joined to what it touches."""
        volunteer, code = self.mine(), status.HTTP_200_OK
        if request.method == "POST":
            asked = AvailabilitySerializer(data=request.data)
            asked.is_valid(raise_exception=True)
            given = asked.validated_data
            nature = {"nature": given["nature"]} if "nature" in given else {}
            start, end = given["period"]["lower"], given["period"]["upper"]
            availability.declare_period(volunteer, start=start, end=end, by=request.user, **nature)
            code = status.HTTP_201_CREATED
        rows = volunteer.availabilities.order_by("period", "pk")[:200]
        return Response(AvailabilitySerializer(rows, many=True).data, status=code)

    @extend_schema(request=None, responses={204: None})
    @action(detail=False, methods=["delete"], url_path=r"me/availabilities/(?P<pk>\d{1,18})")
    def drop_availability(self, request, pk):
        """One of my periods less."""
        row = get_object_or_404(self.mine().availabilities, pk=pk)
        return acted(availability.remove_period, row, by=request.user)

    @extend_schema(request=None, responses={204: None})
    @action(detail=False, methods=["post"], url_path="me/confirm")
    def confirm(self, request):
        """What I declared is still true."""
        return acted(standing.confirm_availability, self.mine(), by=request.user, how="api")

    @extend_schema(request=PauseSerializer, responses={204: None})
    @action(detail=False, methods=["post"], url_path="me/pause")
    def pause(self, request):
        """Nobody asks me until then."""
        asked = PauseSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        until = asked.validated_data["until"]
        return acted(standing.pause, self.mine(), until=until, by=request.user)

    @extend_schema(request=None, responses={204: None})
    @action(detail=False, methods=["post"], url_path="me/resume")
    def resume(self, request):
        """I may be asked again."""
        return acted(standing.resume, self.mine(), by=request.user)


ROUTES = [("volunteers", VolunteerViewSet, "volunteer")]
