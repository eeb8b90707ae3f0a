"""Acts that cross the modules: grants that others must hear of, what is no longer kept."""

from django.db import transaction

from coordination.crisis.selectors.debrief import asks_to_erase
from coordination.crisis.services.closing.contacts import contacts_due, purge_due
from coordination.crisis.services.debrief import erase_asked
from coordination.notifications import watch
from coordination.notifications.models import Heartbeat
from coordination.notifications.services import notify
from coordination.reinforcement.models import Need
from coordination.reinforcement.selectors.retention import files_to_erase, files_to_warn, old_notes
from coordination.reinforcement.services.retention import (
    erase_old_notes,
    erase_unused_files,
    warn_unused_files,
)
from coordination.reinforcement.services.submission import forward_held_need
from coordination.situation.notices import GrantApproved, GrantRefused
from coordination.upkeep.services.claims import ask_role
from directory.models import Structure
from portal.accounts import services as accounts
from portal.accounts.models import Grant, Role, User
from portal.accounts.selectors import dead_sessions, unconfirmed_accounts
from portal.audit.services import old_entries, purge_entries, record

RETENTION_SECONDS = 3_600


@transaction.atomic
def ask_to_manage(user: User, *, structure: Structure) -> Grant:
    """`user` waits for an answer about `structure`. Raises AlreadyAsked, TooManyGrants."""
    return ask_role(user, structure=structure, role=Role.MANAGER)


@transaction.atomic
def approve(grant: Grant, *, by: User) -> int:
    """The person is told; needs kept back leave by themselves, and are counted.

    Raises AlreadyDecided.
    """
    accounts.approve_grant(grant, by=by)
    notify(GrantApproved, grant)
    held = Need.objects.filter(
        created_by=grant.user,
        structure=grant.structure_id,
        state=Need.State.SUBMITTED,
        submitted_at__isnull=True,
    )
    return sum(forward_held_need(need) for need in held.order_by("pk"))


@transaction.atomic
def refuse(grant: Grant, *, by: User, reason: str) -> None:
    """The person is told why. Raises ReasonMissing, AlreadyDecided."""
    accounts.refuse_grant(grant, by=by, reason=reason)
    notify(GrantRefused, grant)


def retention_due() -> dict[str, int]:
    """What `apply_retention` would do now, counted; nothing changes."""
    return {
        "files_warned": files_to_warn().count(),
        "files_erased": files_to_erase().count(),
        "notes_erased": old_notes().count(),
        "texts_purged": watch.old_texts().count(),
        "entries_purged": old_entries().count(),
        "accounts_forgotten": unconfirmed_accounts().count(),
        "sessions_forgotten": dead_sessions().count(),
        "contacts_purged": contacts_due(),
        "asked_erased": asks_to_erase().count(),
    }


def apply_retention() -> dict[str, int]:
    """What is no longer kept is gone, some hundreds of files at a time; how many of each.

    A journal line says it when anything went. Nothing within an hour of the last time.
    """
    if not watch.tick("retention", RETENTION_SECONDS):
        return {}
    done = {
        "files_warned": warn_unused_files(),
        "files_erased": erase_unused_files(),
        "notes_erased": erase_old_notes(),
        "texts_purged": watch.purge_once(),
        "entries_purged": purge_entries(),
        "accounts_forgotten": accounts.forget_unconfirmed(),
        "sessions_forgotten": accounts.forget_dead_sessions(),
        "contacts_purged": purge_due(),
        "asked_erased": erase_asked(),
    }
    watch.beat("retention", **done)
    if any(done.values()):
        record(None, "retention.applied", Heartbeat.objects.get(name="retention"), **done)
    return done
