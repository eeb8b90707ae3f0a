"""The addresses of what looks across the modules: the home page, the search, the pilotage."""

from django.urls import path

from coordination.situation.views import (
    grants,
    home,
    my_shift,
    partners,
    pilotage,
    preparation,
    printed,
    response,
    territory,
)

app_name = "situation"

urlpatterns = [
    path("", home.home, name="home"),
    path("recherche/", home.search, name="search"),
    path("habilitations/", grants.grant_list, name="grant_list"),
    path("habilitations/<int:pk>/accorder/", grants.grant_approve, name="grant_approve"),
    path("habilitations/<int:pk>/refuser/", grants.grant_refuse, name="grant_refuse"),
    path("pilotage/", pilotage.pilotage, name="pilotage"),
    path("pilotage/carte.geojson", pilotage.pilotage_map, name="pilotage_map"),
    path("pilotage/<slug:kind>.csv", pilotage.pilotage_export, name="pilotage_export"),
    path("ma-vacation/", my_shift.my_shift, name="my_shift"),
    path("territoire/", territory.territory, name="territory"),
    path("territoire/carte.geojson", territory.territory_map, name="territory_map"),
    path("ou-en-est-on/<str:reference>/", response.crisis_response, name="crisis_response"),
    path(
        "ou-en-est-on/<str:reference>.csv",
        response.crisis_response_export,
        name="crisis_response_export",
    ),
    path("cellules/<uuid:uuid>/ou-en-est-on/", response.cell_response, name="cell_response"),
    path(
        "cellules/<uuid:uuid>/ou-en-est-on.csv",
        response.cell_response_export,
        name="cell_response_export",
    ),
    path("partenaires/", partners.partners, name="partners"),
    path(
        "annuaire-de-crise/",
        printed.crisis_directory_preparing,
        name="crisis_directory_preparing",
    ),
    path("annuaire-hors-connexion.zip", printed.offline_directory, name="offline_directory"),
    path("annuaire-de-crise.pdf", printed.crisis_directory, name="crisis_directory"),
    path("preparation/", preparation.preparation, name="preparation"),
    path("ma-structure/", grants.grant_find, name="grant_find"),
    path("ma-structure/demander/", grants.grant_request, name="grant_request"),
]
