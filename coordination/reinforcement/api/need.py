"""Needs in the API: the same sight, rules and services as the pages."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from coordination.reinforcement import rules
from coordination.reinforcement.api.need_shapes import (
    CopySerializer,
    MatchingSerializer,
    NeedSerializer,
    PrioritySerializer,
    ReasonSerializer,
    ReleaseSerializer,
    WaveSerializer,
)
from coordination.reinforcement.models import Need
from coordination.reinforcement.selectors.matching_page import matching_page
from coordination.reinforcement.services import drafting, submission, wave_approval
from coordination.reinforcement.services import need as services
from coordination.reinforcement.services.wave import is_mass, release_wave, stop_wave
from portal.rest.access import ByRule
from portal.rest.answers import act, acted, read
from portal.rest.fresh import check_fresh


class NeedViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.CreateModelMixin, GenericViewSet
):
    """Needs: list, read, write, copy, submit, validate, suspend, cancel; who fits; waves."""

    serializer_class = NeedSerializer
    lookup_field = "uuid"
    lookup_value_converter = "uuid"
    permission_classes = [
        ByRule.of(
            create=lambda *_: True,
            partial_update=rules.may_edit_need,
            copy=rules.may_edit_need,
            submit=rules.may_edit_need,
            validate=rules.may_oversee_need,
            send_back=rules.may_oversee_need,
            suspend=rules.may_run_need,
            resume=rules.may_run_need,
            cancel=rules.may_edit_need,
            matching=rules.may_run_need,
            waves=rules.may_run_need,
            release=rules.may_run_need,
            stop=rules.may_run_need,
            approve=rules.may_oversee_need,
            refuse=rules.may_oversee_need,
        )
    ]

    def get_queryset(self):
        needs = Need.objects.visible_to(self.request.user).select_related("structure__commune")
        return needs.prefetch_related("professions", "slots")

    def perform_create(self, serializer):
        """The need is a draft of the person."""
        serializer.instance = drafting.create_need(
            Need(**serializer.own_fields()),
            professions=serializer.validated_data["professions"],
            slots=serializer.wishes(),
            by=self.request.user,
        )

    @extend_schema(request=NeedSerializer(partial=True), responses=NeedSerializer)
    def partial_update(self, request, uuid):
        """Only what is given changes; people who said yes to a slot that moved are asked again."""
        need = self.get_object()
        given = self.get_serializer(need, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        fields = given.own_fields()
        for name, value in fields.items():
            setattr(need, name, value)
        drafting.save_need(
            need,
            by=request.user,
            professions=given.validated_data.get("professions"),
            slots=given.wishes() if "slots" in given.validated_data else None,
            fields=fields,
        )
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=CopySerializer, responses={201: NeedSerializer})
    @action(detail=True, methods=["post"])
    def copy(self, request, uuid):
        """A draft like this need, some weeks later."""
        need = self.get_object()
        copy = drafting.copy_need(need, by=request.user, **read(CopySerializer, request))
        return Response(self.get_serializer(copy).data, status=status.HTTP_201_CREATED)

    @act()
    def submit(self):
        """To the ARS; open at once where nobody has to validate."""
        return submission.submit_need

    @act(PrioritySerializer)
    def validate(self):
        """Validated and open."""
        return submission.validate_and_open

    @act(ReasonSerializer, url_path="return")
    def send_back(self):
        """Back to its author."""
        return services.return_need

    @act(ReasonSerializer)
    def suspend(self):
        """Nobody more is told for now."""
        return services.suspend_need

    @act()
    def resume(self):
        """Back to what it was."""
        return services.resume_need

    @act(ReasonSerializer)
    def cancel(self):
        """Given up; everybody involved is told."""
        return services.cancel_need

    @extend_schema(responses=MatchingSerializer)
    @action(detail=True, methods=["get"])
    def matching(self, request, uuid):
        """Who fits, masked; why others do not; the wave advised."""
        return Response(MatchingSerializer(matching_page(self.get_object())).data)

    @extend_schema(responses=WaveSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def waves(self, request, uuid):
        """The need's waves."""
        return Response(WaveSerializer(self.get_object().waves.order_by("rank"), many=True).data)

    @extend_schema(request=ReleaseSerializer, responses={201: WaveSerializer})
    @action(detail=True, methods=["post"], url_path="waves/release")
    def release(self, request, uuid):
        """The wave that was previewed leaves."""
        need, asked = self.get_object(), read(ReleaseSerializer, request)
        if asked["override_reason"] and not rules.may_oversee_need(request.user, need):
            raise PermissionDenied
        if is_mass(asked["size"]):
            check_fresh(request)
        wave = release_wave(need, by=request.user, **asked)
        return Response(WaveSerializer(wave).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], url_path=r"waves/(?P<rank>[0-9]{1,4})/stop")
    def stop(self, request, uuid, rank):
        """Nothing more of that wave leaves."""
        wave = get_object_or_404(self.get_object().waves, rank=rank)
        return acted(stop_wave, wave, by=request.user)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], url_path=r"waves/(?P<rank>[0-9]{1,4})/approve")
    def approve(self, request, uuid, rank):
        """The second agreement: a very large wave leaves."""
        wave = get_object_or_404(self.get_object().waves, rank=rank)
        check_fresh(request)
        return acted(wave_approval.approve_wave, wave, by=request.user)

    @extend_schema(request=ReasonSerializer, responses={204: None})
    @action(detail=True, methods=["post"], url_path=r"waves/(?P<rank>[0-9]{1,4})/refuse")
    def refuse(self, request, uuid, rank):
        """A very large wave does not leave."""
        wave = get_object_or_404(self.get_object().waves, rank=rank)
        asked = read(ReasonSerializer, request)
        return acted(wave_approval.refuse_wave, wave, by=request.user, **asked)


ROUTES = [("needs", NeedViewSet, "need")]
