"""Personal contacts leave with the end of a crisis (rule 29); functional ones stay."""

from django.apps import apps

from coordination.crisis.models import Crisis

# Fields of crises where somebody's own number or address may stand: emptied at the archive.
PURGED = {("Crisis", "contact")}
# Those of functions and structures, never of a person (a test reads every other field).
FUNCTIONAL = {
    ("Cell", "phone"),
    ("Cell", "fallback_phone"),
    ("Cell", "mailbox"),
    ("Meeting", "fallback_phone"),
    ("FunctionalContact", "phone"),
    ("FunctionalContact", "email"),
}


def purge_contacts(crisis: Crisis) -> None:
    """No personal contact of the crisis stays, in its rows nor in their history."""
    Crisis.objects.filter(pk=crisis.pk).exclude(contact="").update(contact="")
    history = apps.get_model("crisis", "CrisisEvent")
    history.objects.filter(pgh_obj=crisis.pk).exclude(contact="").update(contact="")
    crisis.contact = ""


def contacts_due() -> int:
    """How many crises ended with a contact still there: before this rule, or by hand."""
    return Crisis.objects.filter(status=Crisis.Status.COMPLETED).exclude(contact="").count()


def purge_due() -> int:
    """Those are emptied; how many."""
    due = list(Crisis.objects.filter(status=Crisis.Status.COMPLETED).exclude(contact=""))
    for crisis in due:
        purge_contacts(crisis)
    return len(due)
