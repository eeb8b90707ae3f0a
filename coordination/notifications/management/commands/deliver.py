"""Delivery from a shell or a cron: what Celery would do, without Celery."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from coordination.notifications import delivery, sweep, writing
from coordination.notifications.models import Queue


class Command(BaseCommand):
    help = "Écrit les publications en attente, répare, et envoie les messages dus."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seconds", type=float, default=50.0, help="durée, par file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Pending publications are written and due messages sent, whatever Celery does."""
        sweep.repair()
        for publication_id, _queue in sweep.due_publications(older_than_seconds=0):
            writing.write_one(publication_id)
        for queue in Queue.values:
            delivery.drain(queue, seconds=options["seconds"])
        self.stdout.write("Les messages dus ont été envoyés.")
