"""The world on which rights are proven: one need, one answer, and everybody around them."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from coordination.crisis.models import (
    CapacityStep,
    Cell,
    CellMember,
    Indicator,
    Inject,
    LogEntry,
    Mode,
    PublicAlert,
    Reading,
)
from coordination.crisis.services.attachment import Sent, attach_file
from coordination.crisis.services.callout.launch import Wanted, launch_callout
from coordination.crisis.services.campaign import NewCampaign, open_campaign
from coordination.crisis.services.catalogue import load_catalogue
from coordination.crisis.services.decision import Proposal, decide
from coordination.crisis.services.figures import phone_figures
from coordination.crisis.services.handover import Words, write_handover
from coordination.crisis.services.inject import NewInject, plan_inject
from coordination.crisis.services.meetings.planning import add_item
from coordination.crisis.services.message import Words as MessageWords
from coordination.crisis.services.message import send_message
from coordination.crisis.services.public_alert import NewAlert, write_alert
from coordination.crisis.services.redaction import ask_redaction
from coordination.crisis.services.shipped_cards import load_cards
from coordination.crisis.services.sitrep import draft_sitrep
from coordination.crisis.services.task import NewTask, create_task
from coordination.crisis.services.writing import Draft, write_entry
from coordination.notifications.models import Notification
from coordination.oncall.models import (
    Absence,
    CalendarFeed,
    Certificate,
    CoverCall,
    CoverOffer,
    DutyRecord,
    GenerationRun,
    HandoverNote,
    Intervention,
    Layer,
    Line,
    Override,
    Recipient,
    Roster,
    RosterVersion,
    Rotation,
    Sector,
    SectorCommune,
    ShortageFile,
    Swap,
    Transmission,
    Upload,
    Wish,
)
from coordination.oncall.selectors.rosters.version import content_of
from coordination.oncall.services.alerts.alert import open_alert
from coordination.reinforcement.models import Availability, Seat
from portal.accounts.services import request_grant
from portal.lib.links import token_for
from tests.coordination.crisis.crisis_world import open_departmental
from tests.coordination.crisis.prepared import PREPARED, prepare, prepared_for
from tests.coordination.oncall.roster_world import (
    MemberFactory,
    RosterFactory,
    ShiftFactory,
    SlotTemplateFactory,
    tomorrow,
)
from tests.directory.depth import ContactFactory, a_run
from tests.people import (
    AssignmentFactory,
    GrantFactory,
    NeedFactory,
    UserFactory,
    VolunteerFactory,
    WaveFactory,
    log_in,
    make_free,
)
from tests.rights_directory import of_directory
from tests.rights_guidance import about_guidance

OURS = ("portal.", "directory.", "coordination.", "drf_spectacular.")
# Own ARS, ARS of a sibling department, of the region, of another region; own manager,
# sibling manager; the volunteer concerned, another one; the other roles; nobody.
ACTORS = (
    "alice", "marne_ars", "region_ars", "dora", "bob", "helene", "charlie", "other_volunteer",
    "emile", "fatou", "gaspard", "anonymous",
)  # fmt: skip
# What is asked of the addresses that name an act.
ACTS = {
    "oncall:roster_act": "transmettre",
    "oncall:cover_reply": "refuser",
    "crisis:crisis_act": "suspendre",
    "crisis:exercise_act": "commencer",
    "crisis:inject_act": "sauter",
    "crisis:redaction_answer": "refuser",
    "crisis:sitrep_act": "soumettre",
    "crisis:decision_act": "suspendre",
    "crisis:handover_act": "retirer",
    "crisis:task_act": "annuler",
    "crisis:contact_try": "repond",
}

# The addresses of meetings that name their cell.
OF_CELL = ("meeting_list", "meeting_plan", "meeting_feed_open", "meeting_feed_revoke")
SLUGS = {
    "crisis:figure_history": "tension",
    "crisis:threshold_edit": "masks_days",
    "api:indicator-detail": "tension",
}


def addresses() -> Iterator[tuple[str, Any]]:
    """Each URL name of our apps, with its pattern."""
    yield from _walk(get_resolver(), "")


def _walk(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                inner = f"{pattern.namespace}:" if pattern.namespace else ""
                yield from _walk(pattern, namespace + inner)
        elif pattern.callback.__module__.startswith(OURS):
            yield namespace + pattern.name, pattern


class World:
    """The need of Bob's EHPAD, that Charlie said yes to, and the address of each page about it."""

    def __init__(self, cast: dict[str, Any]) -> None:
        self.people = cast
        self.need = NeedFactory(structure=cast["ehpad"], opened=True, created_by=cast["bob"])
        wave = WaveFactory(need=self.need, rank=1, released_by=cast["bob"])
        volunteer = cast["charlie"].volunteer
        make_free(volunteer)
        self.path = AssignmentFactory(need=self.need, wave=wave, volunteer=volunteer, accepted=True)
        slot = self.need.slots.get()
        Seat.objects.create(
            assignment=self.path, slot=slot, volunteer=volunteer, period=slot.period
        )
        self.swap = self._swap(cast["charlie"])
        draft = RosterFactory(line=self.swap.shift.line, state=Roster.State.DRAFT)
        self.run = GenerationRun.objects.create(roster=draft)
        self.feed = CalendarFeed.objects.create(
            owner=cast["charlie"], person=self.swap.shift.person, digest="empreinte"
        )
        self.circuit = self._circuit(cast["charlie"])
        self.after = after_duty(self.swap.shift)
        self.grant = request_grant(UserFactory(), structure=cast["ehpad"])
        self.own = {
            "accounts:grant_withdraw": cast["bob"].grants.get().pk,
            "reinforcement:volunteer_availability_remove": Availability.objects.get().pk,
            "api:volunteer-drop-availability": Availability.objects.get().pk,
            "oncall:receipt_note": self.circuit["sent"].pk,
            "oncall:note_read": self.circuit["note"].pk,
        }
        self.settled = self._settle(self.swap.shift)
        self.message = self._message()
        self.alert = self._alert()
        self.uploads = self._uploads(draft)
        self.entry = crisis_entry(cast["alice"])
        ask_figures(self.entry.log.cell, self.need.structure, cast["alice"])
        self.inject = played_exercise(cast["alice"])
        self.line = ContactFactory(structure=cast["ehpad"], audience="crisis")
        self.step = CapacityStep.objects.create(
            structure=self.need.structure, target=16, lead_hours=24, source="plan blanc"
        )
        self.drafted = drafted_alert(self.entry.log.cell, cast["alice"])
        self.clients = {who: self._client(who) for who in ACTORS}

    def address(self, name: str, pattern: Any) -> str:
        """Where `name` is, about this need, this path, this volunteer."""
        known = {
            "uuid": self._uuid(name),
            "slug": SLUGS.get(name, self.swap.shift.line.slug),
            "pk": self.own.get(name) or self._pk(name),
            "token": token_for(self.path.link_key),
            "kind": "csv" if name.startswith("oncall") else "besoins",
            "role": self.swap.shift.role_id,
            "person": self.swap.giver.uuid,
            "user": self.people["alice"].pk,
            "department": "10",
            "step": "metier",
            "rank": 1,
            "secret": "faux",
            "number": 1,
            "alert": self.drafted.uuid,
            "act": ACTS.get(name, ""),
            "what": "entree",
            "slot": 1,
            "leaves": 0,
            "other": self.step.uuid if name == "crisis:capacity_drop" else self.run.uuid,
            "structure": self.need.structure.uuid,
            "reference": self._crisis(name),
        }
        known |= of_directory(name, self.need.structure) | about_guidance(name, self.people)
        known |= prepared_for(name, self.entry.log.cell) if name in PREPARED else {}
        wanted = pattern.pattern.regex.groupindex or pattern.pattern.converters
        return reverse(name, kwargs={key: known[key] for key in wanted})

    def ask(self, who: str, method: str, address: str) -> int:
        """The status that `who` gets; whatever happened is undone."""
        client, cookie = self.clients[who]
        client.cookies.load(cookie)
        with transaction.atomic():
            answer = getattr(client, method)(address)
            for close in answer._resource_closers:
                close()
            transaction.set_rollback(True)
        return answer.status_code

    def _client(self, who: str) -> tuple[Client, dict[str, str]]:
        """One client per actor, and the cookies with which each request begins."""
        client = log_in(Client(raise_request_exception=False), self.people[who])
        return client, {name: morsel.value for name, morsel in client.cookies.items()}

    def _uuid(self, name: str) -> Any:
        view = name.partition(":")[2]
        if name.startswith("directory:contact"):
            return self.line.uuid
        if name.startswith("directory:run"):
            return a_run().uuid
        if view in ("task_detail", "task_assign", "task_act") or name.startswith("api:task"):
            return self.entry.log.cell.tasks.get().uuid
        if view.startswith("campaign") and view not in ("campaign_list", "campaign_new"):
            return self.entry.log.cell.campaigns.get().uuid
        if view in ("inject_edit", "inject_act") or view.startswith("inject-"):
            return self.inject.uuid
        if name in ("crisis:structure_figures", "crisis:capacity_plan", "crisis:capacity_drop"):
            return self.need.structure.uuid
        if view in ("callout_detail", "callout_follow", "callout_end") or "callout-" in view:
            return self.entry.log.cell.callouts.get().uuid
        if view in ("message_detail", "message_follow") or view.startswith("cell-message-"):
            return self.entry.log.cell.messages.get().uuid
        if view == "call_detail" or view.startswith("call-"):
            return self.entry.log.cell.callouts.get().calls.get(attempt=0).uuid
        if name.startswith("api:sitrep"):
            return self.entry.log.cell.sitreps.get().uuid
        if view.startswith(("meeting_", "meeting-")) and view not in OF_CELL:
            return self.entry.log.cell.meetings.get().uuid
        if name.startswith("api:decision"):
            return self.entry.log.cell.decisions.get().uuid
        if view in ("handover_detail", "handover_act") or name.startswith("api:handover"):
            return self.entry.log.cell.handovers.get().uuid
        if view == "attachment_file":
            return self.entry.log.cell.attachments.get().uuid
        if name.startswith(("crisis:", "situation:cell", "api:cell", "api:pack", "api:log-entry")):
            about_entry = view.startswith(("entry", "redaction", "log-entry", "attachment"))
            return self.entry.uuid if about_entry else self.entry.log.cell.uuid
        if view.startswith("structure"):
            return self.need.structure.uuid
        if view.partition("-")[0] in self.after:
            return self.after[view.partition("-")[0]].uuid
        if view.startswith("alert"):
            return self.alert.uuid
        if name.startswith("api:roster"):
            return self.swap.shift.roster.uuid
        if name.startswith("api:cover"):
            return self.circuit["call"].uuid
        if view.startswith("volunteer"):
            return self.path.volunteer.uuid
        if name.startswith("oncall:"):
            return self._oncall_uuid(view)
        about_need = view.startswith(("need", "wave", "candidate")) or view == "assignment_apply"
        return self.need.uuid if about_need else self.path.uuid

    def _crisis(self, name: str) -> str:
        view = name.partition(":")[2]
        played = view.startswith(("exercise", "inject", "objective", "observation"))
        return (self.inject.cell if played else self.entry.log.cell).crisis.reference

    def _pk(self, name: str) -> int:
        if name.startswith(("notifications:", "api:message")):
            return self.message.pk
        if name.startswith(("oncall:slot_", "oncall:duty_")):
            return self.swap.shift.slot_id
        if name.startswith("api:activation"):
            return self.entry.log.cell.activations.get().pk
        if name.startswith(("crisis:member_end", "api:cell-member")):
            return CellMember.objects.get(cell=self.entry.log_id).pk
        if name == "crisis:meeting_item_start":
            return self.entry.log.cell.meetings.get().items.get().pk
        if name in self.settled:
            return self.settled[name]
        if name.startswith("api:reading"):
            return Reading.objects.get().pk
        if name.startswith("api:transmission"):
            return self.circuit["sent"].pk
        if name.startswith("api:territory"):
            return self.need.structure.commune_id
        return self.grant.pk

    def _oncall_uuid(self, view: str) -> Any:
        shift = self.swap.shift
        about = view.partition("_")[0]
        if about in self.after and view != "intervention_add":
            return self.after[about].uuid
        if view.startswith("generation"):
            return self.run.roster.uuid if view == "generation_ask" else self.run.uuid
        if view.startswith("override_cancel"):
            return shift.line.overrides.get().uuid
        if view == "feed_revoke":
            return self.feed.uuid
        if view.startswith(("person", "contact", "absence", "wish", "limits")):
            return shift.person.uuid
        if view in self.uploads:
            return self.uploads[view]
        if view in ("roster_import", "roster_sheet"):
            return self.run.roster.uuid
        if view.startswith(("sector", "override", "rotation")):
            return shift.sector.uuid
        if view.startswith("cover"):
            return self.circuit["call"].uuid
        if view.startswith(("roster", "slot", "version", "duty")):
            return shift.roster.uuid
        about_shift = ("swap_open", "swap_now", "shift_withdraw", "note_write")
        return shift.uuid if view in about_shift else self.swap.uuid

    def _circuit(self, user: Any) -> dict[str, Any]:
        """The roster of the swap has a version, sent; its slot is proposed to Charlie."""
        shift = self.swap.shift
        version = RosterVersion.objects.create(
            roster=shift.roster, number=1, content=content_of(shift.roster), content_hash="0" * 64
        )
        council = Recipient.objects.create(
            line=shift.line, kind="council", stage="transmission", name="Conseil de l’Ordre"
        )
        call = CoverCall.objects.create(
            line=shift.line, slot=shift.slot, role=shift.role, period=shift.period,
            deadline=shift.period.lower,
        )  # fmt: skip
        CoverOffer.objects.create(call=call, person=user.oncall_person)
        return {
            "sent": Transmission.objects.create(
                version=version, recipient=council, channel="paper", sent_at=timezone.now()
            ),
            "call": call,
            "note": HandoverNote.objects.create(shift=shift, text="Rien à signaler"),
        }

    def _swap(self, user: Any) -> Swap:
        """Charlie, on call on a line of the Aube, looks for somebody; an override stands."""
        aube = self.need.structure.commune.outer_links.get(ancestor__kind="department").ancestor
        shift = ShiftFactory(
            slot__roster__line__territory=aube, slot__period=tomorrow(), person__user=user,
            person__territory=aube,
        )  # fmt: skip
        MemberFactory(line=shift.line, person=shift.person)
        Override.objects.create(
            line=shift.line, sector=shift.sector, role=shift.role, kind=Override.Kind.ADD,
            period=shift.period, motive="essai",
        )  # fmt: skip
        return Swap.objects.create(
            shift=shift, period=shift.period, kind=Swap.Kind.GIVE, giver=shift.person,
            deadline=shift.period.upper,
        )  # fmt: skip

    def _settle(self, shift: Any) -> dict[str, int]:
        """What the pages of settings of the line are about, by the name of each page."""
        line, contact = shift.line, shift.person.contacts.get().pk
        recipient = Recipient.objects.create(
            line=line, kind=Recipient.Kind.COUNCIL, stage=Recipient.Stage.TRANSMISSION, name="CDOM"
        )
        layer = Layer.objects.create(sector=shift.sector, role=shift.role, name="Roulement")
        rotation = Rotation.objects.create(
            layer=layer, cadence="weekly", starts_on=timezone.localdate()
        )
        times = {"person": shift.person, "period": shift.period}
        absence = Absence.objects.create(**times)
        wish = Wish.objects.create(line=line, kind=Wish.Kind.WANTS, **times)
        contacts = ("send", "verify", "vouch", "disable", "audience")
        return {
            "oncall:role_edit": shift.role_id,
            "oncall:role_drop": shift.role_id,
            "oncall:recipient_drop": recipient.pk,
            "oncall:template_edit": SlotTemplateFactory(line=line).pk,
            "oncall:member_edit": line.members.get().pk,
            "oncall:rotation_edit": rotation.pk,
            "oncall:rotation_end": rotation.pk,
            "oncall:absence_drop": absence.pk,
            "oncall:wish_drop": wish.pk,
            **{f"oncall:contact_{act}": contact for act in contacts},
        }

    def _alert(self) -> Any:
        """Bob's EHPAD calls a line of the department; nobody is on call."""
        troyes = self.need.structure.commune
        aube = troyes.outer_links.get(ancestor__kind="department").ancestor
        line = Line.objects.create(slug="appelee", name="Ligne appelée", territory=aube)
        sector = Sector.objects.create(line=line, name="Troyes", code="troyes")
        SectorCommune.objects.create(
            line=line, sector=sector, commune=troyes, validity=("2026-01-01", None)
        )
        return open_alert(line, commune=troyes, subject="Une chute", by=self.people["bob"])

    def _uploads(self, draft: Roster) -> dict[str, Any]:
        """A calendar that Charlie sent, a spreadsheet of the coordinator's."""
        person = self.swap.shift.person
        own = Upload.objects.create(owner=self.people["charlie"], kind="absences", person=person)
        sheet = Upload.objects.create(owner=self.people["emile"], kind="roster", roster=draft)
        return {"agenda_upload": own.uuid, "roster_upload": sheet.uuid}

    def _message(self) -> Notification:
        from coordination.notifications.services import notify
        from coordination.reinforcement.notices import AnswerReceived

        with transaction.atomic():
            notify(AnswerReceived, self.path)
        return Notification.objects.filter(user=self.people["bob"]).order_by("pk").first()


def after_duty(shift: Any) -> dict[str, Any]:
    """What a duty leaves behind it, by the first word of the addresses about it."""
    start = shift.period.lower
    record = DutyRecord.objects.create(
        line=shift.line, sector=shift.sector, role=shift.role, person=shift.person,
        period=shift.period, source="shift", shift=shift,
    )  # fmt: skip
    trip = Intervention.objects.create(
        record=record, person=shift.person, kind="phone", called_at=start,
        ended_at=start + timedelta(minutes=9),
    )  # fmt: skip
    content = {"duties": [], "interventions": []}
    signed = Certificate.objects.create(
        roster=shift.roster, number=1, content=content, content_hash="0"
    )
    file = ShortageFile.objects.create(line=shift.line, days=shift.roster.days)
    return {"intervention": trip, "certificate": signed, "shortage": file}


def everybody(cast: dict[str, Any], places: dict[str, Any]) -> dict[str, Any]:
    """The cast, and those whom only this table needs."""
    others = {
        "marne_ars": GrantFactory(territory=places["marne"]).user,
        "region_ars": GrantFactory(territory=places["grand_est"]).user,
        "other_volunteer": VolunteerFactory(commune=places["reims"]).user,
        "anonymous": None,
    }
    return {**cast, **others, "ehpad": places["ehpad"]}


def ask_figures(cell: Cell, structure: Any, ars: Any) -> None:
    """A campaign that asks the structure how it is, before three hours."""
    asked = list(Indicator.objects.filter(slug="tension"))
    phone_figures(cell, structure, {asked[0]: Decimal(1)}, by=ars)
    words = {"purpose": "aider", "readers": "la cellule", "retention": "un an"}
    deadline = timezone.now() + timedelta(hours=3)
    open_campaign(cell, NewCampaign("Situation", asked, [structure], deadline, **words), by=ars)


def crisis_entry(ars: Any) -> LogEntry:
    """An entry of the cell that the ARS of the Aube opened and leads, whose redaction is asked."""
    load_catalogue()
    load_cards()
    place = ars.grants.get().territory
    cell: Cell = open_departmental(place, by=ars)
    entry = write_entry(cell, Draft("Le SAMU a rappelé"), by=ars)
    ask_redaction(entry, reason="saisie par erreur", by=ars)
    prepare(place, by=ars)
    draft_sitrep(cell, by=ars)
    decide(cell, Proposal("Visites suspendues"), by=ars)
    soon = timezone.now() + timedelta(hours=2)
    lead = CellMember.objects.on_duty(cell).get(user=ars).role
    write_handover(cell, lead, Words(watch="Oxygène"), to=UserFactory(), by=ars)
    create_task(cell, NewTask("Prévenir les familles", owner=ars, due_at=soon), by=ars)
    attach_file(entry, Sent("plan.txt", b"Deux ailes"), by=ars)
    words = MessageWords("Réunion", "À 18 h", timezone.now() + timedelta(days=1))
    send_message(cell, words, audience="membres", by=ars)
    launch_callout(cell, Wanted("Rejoindre la cellule", people=(UserFactory(),)), by=ars)
    add_item(cell.meetings.get(), title="Oxygène", by=ars)
    return entry


def played_exercise(ars: Any) -> Inject:
    """What is still to be played in an exercise that the ARS of the Aube declared."""
    cell = open_departmental(ars.grants.get().territory, by=ars, mode=Mode.EXERCISE)
    return plan_inject(cell, NewInject("Le SAMU annonce 12 cas", sender="SAMU"), by=ars)


def drafted_alert(cell: Cell, ars: Any) -> PublicAlert:
    """An alert to the public that awaits its validation."""
    said = NewAlert(
        "Épidémie", "Restez chez vous", "Douze cas", "Immediate", "Severe", "Observed",
        timezone.now() + timedelta(days=1), cell.territory,
    )  # fmt: skip
    return write_alert(cell, said, by=ars)
