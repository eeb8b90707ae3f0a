"""The chain of calls: who, how, how long before the next one."""

from django import forms

from coordination.oncall.models import Channel, Target
from coordination.oncall.selectors.alerts.alert import PlannedStep
from portal.ui.fields import ShortText
from portal.ui.forms import PortalForm, dress

MOST_STEPS = 6
BOTH = f"{Channel.SMS},{Channel.EMAIL}"
WAYS = [
    (BOTH, "par SMS ou par courriel, selon la personne"),
    (Channel.EMAIL.value, "par courriel seulement"),
]
WAITS = [
    (60, "1 minute"), (120, "2 minutes"), (180, "3 minutes"), (300, "5 minutes"),
    (600, "10 minutes"), (900, "15 minutes"), (1800, "30 minutes"), (3600, "1 heure"),
    (7200, "2 heures"),
]  # fmt: skip


class ChainForm(PortalForm):
    """The steps in their order; those left empty are not played."""

    def __init__(self, *args, line, steps, chain, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"] = ShortText(
            label="Nom de la chaîne", max_length=120, initial=chain.name if chain else str(line)
        )
        self.fields["repeats"] = forms.TypedChoiceField(
            label="Si personne ne répond",
            coerce=int,
            choices=[
                (0, "la chaîne n’est jouée qu’une fois"),
                (1, "la rejouer une fois"),
                (2, "la rejouer deux fois"),
            ],
            initial=chain.repeats if chain else 1,
        )
        self.fields["reminder_minutes"] = forms.IntegerField(
            label="Rappel « toujours en charge ? », en minutes",
            min_value=5,
            max_value=720,
            initial=chain.reminder_minutes if chain else 30,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        )
        people = list(people)
        for rank in range(MOST_STEPS):
            self._step(rank, steps[rank] if rank < len(steps) else None, line, people)
        dress(self)

    def _step(self, rank, step, line, people):
        named = [(f"person:{one.pk}", f"{one} (personne désignée)") for one in people]
        roles = [
            (f"on_call:{role.pk}", f"la personne d’astreinte, {role}") for role in line.roles.all()
        ]
        known = [(value, label) for value, label in Target.choices if value != Target.PERSON]
        self.fields[f"who_{rank}"] = forms.ChoiceField(
            label=f"Étape {rank + 1} : qui",
            required=rank == 0,
            choices=[("", "Pas d’autre étape"), *known, *(roles if len(roles) > 1 else []), *named],
            initial=_who(step),
        )
        self.fields[f"how_{rank}"] = forms.ChoiceField(
            label="Comment",
            required=False,
            choices=WAYS,
            initial=_way(step),
        )
        self.fields[f"wait_{rank}"] = forms.TypedChoiceField(
            label="Sans réponse, étape suivante après",
            required=False,
            coerce=int,
            choices=_waits(step),
            initial=step.delay_seconds if step else 300,
        )
        self.fields[f"all_{rank}"] = forms.BooleanField(
            label="Tous doivent répondre",
            required=False,
            initial=bool(step and step.all_must_answer),
        )

    def rows(self):
        """The fields of each step, for the page."""
        names = ("who", "how", "wait", "all")
        return [[self[f"{name}_{rank}"] for name in names] for rank in range(MOST_STEPS)]

    def steps(self):
        """The steps that were chosen, in their order."""
        chosen = [rank for rank in range(MOST_STEPS) if self.cleaned_data.get(f"who_{rank}")]
        return [self._planned(place, rank) for place, rank in enumerate(chosen)]

    def _planned(self, place, rank):
        target, _, number = self.cleaned_data[f"who_{rank}"].partition(":")
        ways = self.cleaned_data[f"how_{rank}"] or BOTH
        return PlannedStep(
            rank=place,
            target=target,
            role=int(number) if number and target != Target.PERSON else None,
            named=int(number) if number and target == Target.PERSON else None,
            channels=tuple(ways.split(",")),
            delay_seconds=self.cleaned_data[f"wait_{rank}"] or 300,
            all_must_answer=self.cleaned_data[f"all_{rank}"],
        )


def _who(step):
    if step is None:
        return ""
    number = step.named or step.role
    return f"{step.target}:{number}" if number else step.target


def _way(step):
    return Channel.EMAIL.value if step and tuple(step.channels) == ("email",) else BOTH


def _waits(step):
    """The usual waits, and the one that stands when it is none of them."""
    known = dict(WAITS)
    if step and step.delay_seconds not in known:
        return [(step.delay_seconds, f"{step.delay_seconds} secondes"), *WAITS]
    return WAITS
