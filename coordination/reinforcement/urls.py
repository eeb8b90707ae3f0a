"""The addresses of the registry of reinforcements."""

from django.urls import include, path

from coordination.reinforcement.views import (
    answer,
    apply,
    attestation,
    mission,
    moderation,
    need,
    need_acts,
    need_writing,
    selection,
    signup,
    volunteer,
    wave,
    wave_approval,
)

app_name = "reinforcement"

NEED = [
    path("", need.entrance, name="home"),
    path("besoins/", need.need_list, name="need_list"),
    path("besoins/nouveau/", need_writing.need_create, name="need_create"),
    path("besoins/<uuid:uuid>/", need.need_detail, name="need_detail"),
    path("besoins/<uuid:uuid>/modifier/", need_writing.need_edit, name="need_edit"),
    path("besoins/<uuid:uuid>/modifier/profil/", need_writing.need_profile, name="need_profile"),
    path("besoins/<uuid:uuid>/modifier/conditions/", need_writing.need_terms, name="need_terms"),
    path("besoins/<uuid:uuid>/soumettre/", need_acts.need_submit, name="need_submit"),
    path("besoins/<uuid:uuid>/valider/", need_acts.need_validate, name="need_validate"),
    path("besoins/<uuid:uuid>/renvoyer/", need_acts.need_return, name="need_return"),
    path("besoins/<uuid:uuid>/diffuser/", need_acts.need_open, name="need_open"),
    path("besoins/<uuid:uuid>/suspendre/", need_acts.need_suspend, name="need_suspend"),
    path("besoins/<uuid:uuid>/reprendre/", need_acts.need_resume, name="need_resume"),
    path("besoins/<uuid:uuid>/annuler/", need_acts.need_cancel, name="need_cancel"),
    path("besoins/<uuid:uuid>/clore/", need_acts.need_close, name="need_close"),
    path("besoins/<uuid:uuid>/prolonger/", need_acts.need_prolong, name="need_prolong"),
    path("besoins/<uuid:uuid>/priorite/", need_acts.need_priority, name="need_priority"),
    path("besoins/<uuid:uuid>/copier/", need_acts.need_copy, name="need_copy"),
    path("besoins/<uuid:uuid>/qui-correspond/", wave.need_matching, name="need_matching"),
    path("besoins/<uuid:uuid>/vagues/", wave.need_waves, name="need_waves"),
    path("besoins/<uuid:uuid>/vagues/lancer/", wave.wave_release, name="wave_release"),
    path(
        "besoins/<uuid:uuid>/vagues/<int:rank>/accord/",
        wave_approval.wave_approval,
        name="wave_approval",
    ),
    path("besoins/<uuid:uuid>/vagues/<int:rank>/arreter/", wave.wave_stop, name="wave_stop"),
]

VOLUNTEER = [
    path("volontaire/", volunteer.volunteer_home, name="volunteer_home"),
    path("volontaire/inscription/", signup.VolunteerSignup.as_view(), name="volunteer_signup"),
    path("volontaire/inscription/suite/", signup.volunteer_continue, name="volunteer_continue"),
    path("volontaire/profil/", volunteer.volunteer_profile, name="volunteer_profile"),
    path("volontaire/profil/<slug:step>/", signup.volunteer_step, name="volunteer_step"),
    path(
        "volontaire/disponibilites/",
        volunteer.volunteer_availability,
        name="volunteer_availability",
    ),
    path(
        "volontaire/disponibilites/<int:pk>/retirer/",
        volunteer.volunteer_availability_remove,
        name="volunteer_availability_remove",
    ),
    path("volontaire/confirmer/", volunteer.volunteer_confirm, name="volunteer_confirm"),
    path(
        "volontaire/confirmer/<str:token>/",
        volunteer.volunteer_confirm_link,
        name="volunteer_confirm_link",
    ),
    path("volontaire/pause/", volunteer.volunteer_pause, name="volunteer_pause"),
    path("volontaire/reprise/", volunteer.volunteer_resume, name="volunteer_resume"),
    path("volontaire/mes-donnees/", volunteer.volunteer_export, name="volunteer_export"),
    path(
        "volontaire/mes-donnees/fichier/",
        volunteer.volunteer_export_file,
        name="volunteer_export_file",
    ),
    path("volontaire/partir/", volunteer.volunteer_leave, name="volunteer_leave"),
    path("volontaires/", moderation.volunteer_list, name="volunteer_list"),
    path("volontaires/<uuid:uuid>/", moderation.volunteer_detail, name="volunteer_detail"),
    path(
        "volontaires/<uuid:uuid>/coordonnees/",
        moderation.volunteer_contact,
        name="volunteer_contact",
    ),
    path("volontaires/<uuid:uuid>/verifier/", moderation.volunteer_verify, name="volunteer_verify"),
    path(
        "volontaires/<uuid:uuid>/suspendre/",
        moderation.volunteer_suspend,
        name="volunteer_suspend",
    ),
    path(
        "volontaires/<uuid:uuid>/retablir/",
        moderation.volunteer_reinstate,
        name="volunteer_reinstate",
    ),
]

FILE = "affectations/<uuid:uuid>/"
ASSIGNMENT = [
    path("besoins/<uuid:uuid>/candidats/", selection.candidate_list, name="candidate_list"),
    path("besoins/<uuid:uuid>/me-proposer/", apply.assignment_apply, name="assignment_apply"),
    path("mes-missions/", mission.volunteer_missions, name="volunteer_missions"),
    path(FILE, selection.assignment_detail, name="assignment_detail"),
    path(FILE + "telephone/", selection.assignment_phone, name="assignment_phone"),
    path(FILE + "appeler/", selection.assignment_reserve, name="assignment_reserve"),
    path(FILE + "appel-fini/", selection.assignment_release, name="assignment_release"),
    path(FILE + "coordonnees/", selection.assignment_reveal, name="assignment_reveal"),
    path(FILE + "retenir/", selection.assignment_select, name="assignment_select"),
    path(FILE + "attente/", selection.assignment_standby, name="assignment_standby"),
    path(FILE + "decliner/", selection.assignment_decline, name="assignment_decline"),
    path(FILE + "employeur/", selection.assignment_employer, name="assignment_employer"),
    path(FILE + "confirmer/", selection.assignment_confirm, name="assignment_confirm"),
    path(FILE + "annuler/", selection.assignment_cancel, name="assignment_cancel"),
    path(FILE + "corriger/", selection.assignment_step_back, name="assignment_step_back"),
    path(FILE + "presence/", mission.assignment_presence, name="assignment_presence"),
    path(FILE + "terminer/", mission.assignment_finish, name="assignment_finish"),
    path(FILE + "retour/", mission.assignment_feedback, name="assignment_feedback"),
    path(FILE + "agenda.ics", mission.mission_calendar, name="mission_calendar"),
    path(FILE + "attestation/", attestation.attestation_page, name="attestation_page"),
    path(FILE + "attestation.pdf", attestation.attestation, name="attestation"),
]
# Personal links are short: they travel by SMS.
PERSONAL = [
    path("r/<str:token>/", answer.answer, name="answer"),
    path("r/<str:token>/retour/", answer.answer_feedback, name="answer_feedback"),
    path("r/<str:token>/attestation.pdf", answer.answer_attestation, name="answer_attestation"),
]

urlpatterns = [path("renforts/", include([*NEED, *VOLUNTEER, *ASSIGNMENT])), *PERSONAL]
