"""The description of the API: its title, and names for lists of choices that collide."""

SPECTACULAR_SETTINGS = {
    "TITLE": "Portail des renforts",
    "VERSION": "v1",
    "DESCRIPTION": (
        "Les mêmes règles et les mêmes actes que les pages. On s’identifie par la session du "
        "portail ; un refus motivé répond 409, avec sa phrase dans « detail »."
    ),
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "Trust": "coordination.reinforcement.models.Trust",
        "AlertChannel": "coordination.oncall.models.Channel",
        "InterventionKind": "coordination.oncall.models.Intervention.Kind",
        "InterventionMotive": "coordination.oncall.models.Intervention.Motive",
        "CellKind": "coordination.crisis.models.CellKind",
        "CrisisMode": "coordination.crisis.models.Mode",
        "CrisisStatus": "coordination.crisis.models.Crisis.Status",
        "AgendaItemKind": "coordination.crisis.models.AgendaItem.Kind",
        "EntryKind": "coordination.crisis.models.EntryKind",
        "MinuteKind": "coordination.crisis.models.MinuteLine.Kind",
        "IndicatorAudience": "coordination.crisis.models.Indicator.Audience",
        "SitrepAudience": "coordination.crisis.models.Sitrep.Audience",
        "LogChannel": "coordination.crisis.models.Channel",
        "PublicAlertKind": "coordination.crisis.models.PublicAlert.Kind",
        "PublicAlertCertainty": "coordination.crisis.models.PublicAlert.Certainty",
        "Status": "coordination.reinforcement.models.Volunteer.Status",
        "Skill": "coordination.reinforcement.models.Skill",
        "RefusalReason": "coordination.reinforcement.models.Assignment.Refusal",
        "EmployerConsent": "coordination.reinforcement.models.Assignment.Employer",
        "DeclineReason": "coordination.reinforcement.models.Assignment.Declined",
    },
}
