"""All that the registry holds about one volunteer, as plain values in French."""

from typing import Any

from django.utils import timezone

from coordination.reinforcement.models import Volunteer
from coordination.reinforcement.selectors.standing import readers_of_contact
from portal.lib.phone import national


def export(volunteer: Volunteer) -> dict[str, Any]:
    """Sections of facts, for a page as well as for a JSON file."""
    return {
        "export": {"fait le": _moment(timezone.now())},
        "identité": _identity(volunteer),
        "métier": _trade(volunteer),
        "lieu et distances": _place(volunteer),
        "expériences": [
            f"{row.get_skill_display()}, {row.months} mois, jusqu’en {row.last_year}"
            for row in volunteer.experiences.order_by("skill")
        ],
        "semaine type": [str(row) for row in volunteer.patterns.order_by("weekday", "starts")],
        "disponibilités": [
            f"{row.get_nature_display()} du {_moment(row.period.lower)} "
            f"au {_moment(row.period.upper)}"
            for row in volunteer.availabilities.order_by("period")
        ],
        "accords": [
            f"{row.get_purpose_display()}, texte {row.text_version}, "
            f"donné le {_moment(row.given_at)}"
            + (f", retiré le {_moment(row.withdrawn_at)}" if row.withdrawn_at else "")
            for row in volunteer.consents.order_by("given_at")
        ],
        "vérifications": [
            f"{row}, comparé : {row.compared}, le {_moment(row.checked_at)}"
            for row in volunteer.evidences.order_by("checked_at")
        ],
        "sollicitations": _asks(volunteer),
        "qui a vu mes coordonnées": [
            f"{row.actor or 'le portail'}, le {_moment(row.at)}"
            for row in readers_of_contact(volunteer)
        ],
    }


def _identity(volunteer: Volunteer) -> dict[str, str]:
    user = volunteer.user
    return {
        "prénom": user.first_name,
        "nom": user.last_name,
        "courriel": user.email,
        "téléphone": national(volunteer.phone) if volunteer.phone else "",
        "référence": volunteer.reference,
        "inscrit le": _moment(volunteer.created_at),
        "état": volunteer.get_state_display(),
        "niveau de confiance": volunteer.get_trust_display(),
    }


def _trade(volunteer: Volunteer) -> dict[str, str]:
    return {
        "profession": str(volunteer.profession or ""),
        "spécialité": str(volunteer.speciality or ""),
        "statut": volunteer.get_status_display(),
        "année": str(volunteer.status_year or ""),
        "RPPS": volunteer.rpps,
    }


def _place(volunteer: Volunteer) -> dict[str, str]:
    return {
        "commune": str(volunteer.commune or ""),
        "distance acceptée": f"{volunteer.max_km} km",
        "distance acceptée si logé": f"{volunteer.max_km_lodged} km",
        "se déplace seul": "oui" if volunteer.has_transport else "non",
        "sollicitations par semaine": str(volunteer.weekly_limit),
    }


def _asks(volunteer: Volunteer) -> list[str]:
    asks = volunteer.assignments.select_related("need__structure").order_by("created_at")
    return [
        f"{ask.need.structure}, le {_moment(ask.created_at)} : {ask.get_state_display()}"
        for ask in asks
    ]


def _moment(value: Any) -> str:
    return f"{timezone.localtime(value):%d/%m/%Y à %H:%M}"
