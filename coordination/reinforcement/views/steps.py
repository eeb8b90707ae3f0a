"""The steps of a volunteer's profile: what each shows, saves, and what comes after."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from coordination.reinforcement.forms.availability import WeekForm
from coordination.reinforcement.forms.volunteer import (
    ChannelsForm,
    NameForm,
    PlaceForm,
    TradeForm,
    practice_lines,
)
from coordination.reinforcement.models import Volunteer
from coordination.reinforcement.services import profile
from coordination.reinforcement.services.availability import save_week
from coordination.reinforcement.services.consent import in_force
from portal.lib.refusal import Refusal


@dataclass(frozen=True)
class Step:
    """One screen: its title, why it is asked, its form, and what saves it."""

    title: str
    lead: str
    form: Callable[[Volunteer, Any], Any]
    save: Callable[[Volunteer, Any, Any], None]
    template: str = "reinforcement/volunteer_step_form.html"

    def save_or_tell(self, volunteer, form, by) -> bool:
        """Saved; or the form says why it was declined, with what was typed."""
        try:
            self.save(volunteer, form, by)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return False
        return True


def _name_form(volunteer, data):
    user = volunteer.user
    return NameForm(data, initial={"first_name": user.first_name, "last_name": user.last_name})


def _save_name(volunteer, form, by):
    profile.save_name(volunteer, **form.cleaned_data, by=by)


def _trade_form(volunteer, data):
    names = ("profession", "speciality", "status", "status_year", "rpps")
    return TradeForm(data, initial={name: getattr(volunteer, name) for name in names})


def _save_trade(volunteer, form, by):
    profile.save_profession(volunteer, **form.cleaned_data, by=by)


def _place_form(volunteer, data):
    names = ("commune", "max_km", "max_km_lodged", "has_transport", "phone")
    return PlaceForm(data, initial={name: getattr(volunteer, name) for name in names})


def _save_place(volunteer, form, by):
    profile.save_place(volunteer, **form.cleaned_data, by=by)


def _practice_lines(volunteer, data):
    known = []
    if volunteer.pk:
        known = list(volunteer.experiences.values("skill", "months", "last_year"))
    return practice_lines(extra=1)(data, initial=known, prefix="lignes")


def _save_practices(volunteer, lines, by):
    practices = [profile.Practice(**line) for line in lines.kept()]
    profile.save_experiences(volunteer, practices=practices, by=by)


def _channels_form(volunteer, data):
    held = {consent.purpose for consent in in_force(volunteer)} if volunteer.pk else {"email"}
    initial = {purpose: purpose in held for purpose in ("registry", "email", "sms")}
    initial["email"] = initial["email"] or "registry" not in held
    initial["weekly_limit"] = volunteer.weekly_limit
    return ChannelsForm(data, initial=initial, volunteer=volunteer)


def _save_channels(volunteer, form, by):
    chosen = form.cleaned_data
    agreed = {purpose for purpose in ("registry", "email", "sms") if chosen[purpose]}
    profile.save_channels(volunteer, agreed=agreed, weekly_limit=chosen["weekly_limit"], by=by)


def _week_form(volunteer, data):
    patterns = volunteer.patterns.order_by("weekday", "starts") if volunteer.pk else []
    return WeekForm(data, patterns=patterns)


def _save_week(volunteer, form, by):
    save_week(volunteer, habits=form.habits(), by=by)


STEPS = {
    "identite": Step(
        title="Votre nom",
        lead="Tel qu’il figure sur votre carte professionnelle : il sert à vous vérifier.",
        form=_name_form,
        save=_save_name,
    ),
    "metier": Step(
        title="Votre métier",
        lead="C’est lui qui décide des demandes que vous recevrez.",
        form=_trade_form,
        save=_save_trade,
    ),
    "lieu": Step(
        title="D’où, et jusqu’où",
        lead="Votre commune suffit : votre adresse n’est jamais demandée.",
        form=_place_form,
        save=_save_place,
    ),
    "experience": Step(
        title="Ce que vous avez déjà fait",
        lead="Facultatif, mais cela vous fait passer devant quand un besoin le demande.",
        form=_practice_lines,
        save=_save_practices,
        template="reinforcement/volunteer_step_lines.html",
    ),
    "canaux": Step(
        title="Comment vous solliciter",
        lead="Vous pouvez revenir sur chaque accord à tout moment.",
        form=_channels_form,
        save=_save_channels,
    ),
    "disponibilites": Step(
        title="Quand êtes-vous libre ?",
        lead="Une semaine habituelle suffit ; vous la corrigerez d’un geste.",
        form=_week_form,
        save=_save_week,
        template="reinforcement/volunteer_step_week.html",
    ),
}
ORDER = tuple(STEPS)
# The name is asked with the account: it is not counted among the steps.
COUNTED = ORDER[1:]


def address_after(step: str, *, signing_up: bool, more: bool) -> str:
    """Where to go once `step` is saved: the next one, the same again, or the summary."""
    following = ORDER[ORDER.index(step) + 1 :]
    if more:
        return reverse("reinforcement:volunteer_step", args=[step])
    if signing_up and following:
        return reverse("reinforcement:volunteer_step", args=[following[0]])
    return reverse("reinforcement:volunteer_profile")
