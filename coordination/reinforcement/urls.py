"""The addresses of the registry of reinforcements."""

from django.urls import path

from coordination.reinforcement.views import signup, volunteer

app_name = "reinforcement"

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
]

urlpatterns = [*VOLUNTEER]
