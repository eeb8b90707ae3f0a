"""Tasks, in the API."""

from typing import ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import CreateModelMixin
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.crisis import rules
from coordination.crisis.api.decision import WhySerializer
from coordination.crisis.api.reading import CELL, STATE, OfCells, person_in, role_named
from coordination.crisis.models import Task
from coordination.crisis.selectors.work import tasks_seen
from coordination.crisis.services import task as services
from portal.rest.access import ByRule
from portal.rest.answers import act
from portal.rest.texts import FreeText

MINE = OpenApiParameter("mine", bool, description="Les miennes et celles de mes fonctions")


def may_write_there(user, task):
    """The members on duty of its cell."""
    return rules.may_write_log(user, task.cell)


class TaskSerializer(serializers.ModelSerializer):
    """A task: what, who, for when, where it stands."""

    cell = serializers.UUIDField(source="cell.uuid")
    owner = serializers.CharField(default=None)
    owner_role = serializers.CharField(source="owner_role.slug", default=None)
    is_late = serializers.BooleanField()
    decision = serializers.IntegerField(source="decision.number", default=None)
    entry = serializers.IntegerField(source="entry.seq", default=None)

    class Meta:
        model = Task
        fields: ClassVar[list[str]] = [
            *("uuid", "cell", "title", "detail", "owner", "owner_role", "due_at", "priority"),
            *("state", "is_late", "blocked_reason", "end_reason", "proof", "origin", "decision"),
            *("entry", "created_at", "ended_at"),
        ]
        read_only_fields = fields


class OwnerSerializer(serializers.Serializer):
    """Who is in charge, a person of the cell (`email`) or a role (`role`), and for when."""

    email = serializers.EmailField(default="", allow_blank=True)
    role = serializers.SlugField(default="", allow_blank=True)
    due_at = serializers.DateTimeField(default=None, allow_null=True)


class NewTaskSerializer(OwnerSerializer):
    """A task to be made."""

    cell = serializers.UUIDField()
    title = FreeText(max_length=200)
    detail = FreeText(max_length=1000, default="", allow_blank=True)
    priority = serializers.ChoiceField(Task.Priority.choices, default=Task.Priority.NORMAL)
    confirmed = serializers.BooleanField(default=False)

    def to_representation(self, task):
        """As it then reads."""
        return TaskSerializer(task, context=self.context).data


class ProofSerializer(serializers.Serializer):
    """What shows that it is done."""

    proof = FreeText(max_length=500, default="", allow_blank=True)


@extend_schema_view(
    list=extend_schema(parameters=[CELL, STATE, MINE]),
    create=extend_schema(responses={201: TaskSerializer}),
)
class TaskViewSet(OfCells, CreateModelMixin, ReadOnlyModelViewSet):
    """The tasks of the cells whose log one reads; a POST makes one."""

    queryset = Task.objects.none()
    serializer_class = TaskSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    what = "tâches"
    permission_classes = [
        ByRule.of(
            create=rules.may_see_crises,
            start=may_write_there,
            block=may_write_there,
            finish=may_write_there,
            cancel=may_write_there,
            assign=may_write_there,
        )
    ]

    def get_queryset(self):
        seen = tasks_seen(self.request.user)
        mine = self.request.query_params.get("mine") in ("1", "true")
        return self.narrowed(seen.of(self.request.user).open() if mine else seen)

    def get_serializer_class(self):
        return NewTaskSerializer if self.action == "create" else TaskSerializer

    def perform_create(self, serializer):
        """To do; the log of the cell says so."""
        asked = dict(serializer.validated_data)
        cell = self.cell_asked(asked.pop("cell"), rules.may_write_log)
        confirmed = asked.pop("confirmed")
        said = services.NewTask(
            owner=person_in(cell, asked.pop("email")),
            owner_role=role_named(cell, asked.pop("role")),
            **asked,
        )
        serializer.instance = services.create_task(
            cell, said, by=self.request.user, confirmed=confirmed
        )

    @act()
    def start(self):
        """To do, or blocked, to in progress."""
        return services.start_task

    @act(WhySerializer)
    def block(self):
        """In progress to blocked."""
        return services.block_task

    @act(ProofSerializer)
    def finish(self):
        """In progress to done."""
        return services.finish_task

    @act(WhySerializer)
    def cancel(self):
        """Open to cancelled."""
        return services.cancel_task

    @act(OwnerSerializer)
    def assign(self):
        """To somebody else, or for another time."""
        return _assign


def _assign(task, *, email, role, due_at, by):
    services.assign_task(
        task,
        owner=person_in(task.cell, email),
        owner_role=role_named(task.cell, role),
        due_at=due_at,
        by=by,
    )


ROUTES = [("tasks", TaskViewSet, "task")]
