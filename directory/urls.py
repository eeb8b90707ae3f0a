"""Addresses under /annuaire/."""

from django.urls import path

from directory.views import (
    contacts,
    keeping,
    keys,
    merging,
    quality,
    runs,
    saved,
    structures,
    suggesting,
)

app_name = "directory"
urlpatterns = [
    path("", structures.structure_list, name="structure_list"),
    path("carte.geojson", structures.structure_map, name="structure_map"),
    path("carte.json", structures.structure_points, name="structure_points"),
    path("suggestions/", suggesting.structure_suggest, name="structure_suggest"),
    path("export.csv", structures.structure_export, name="structure_export"),
    path(
        "export.xlsx", structures.structure_export, {"kind": "xlsx"}, name="structure_export_xlsx"
    ),
    path(
        "export.geojson",
        structures.structure_export,
        {"kind": "geojson"},
        name="structure_export_geojson",
    ),
    path("recherches/", saved.saved_list, name="saved_list"),
    path("recherches/<uuid:uuid>/oublier/", saved.saved_drop, name="saved_drop"),
    path("acces/", keys.key_list, name="key_list"),
    path("acces/<uuid:uuid>/revoquer/", keys.key_revoke, name="key_revoke"),
    path("imports/", runs.run_list, name="run_list"),
    path("imports/<uuid:uuid>/", runs.run_detail, name="run_detail"),
    path("imports/<uuid:uuid>/annuler/", runs.run_undo, name="run_undo"),
    path("imports/<uuid:uuid>/appliquer/", runs.run_decide, {"act": "accept"}, name="run_accept"),
    path("imports/<uuid:uuid>/abandonner/", runs.run_decide, {"act": "drop"}, name="run_drop"),
    path("qualite/", quality.signal_list, name="signal_list"),
    path("qualite/lot/", quality.signal_bulk, name="signal_bulk"),
    path("qualite/<int:pk>/", quality.signal_detail, name="signal_detail"),
    path("qualite/<int:pk>/<slug:act>/", quality.signal_act, name="signal_act"),
    path("reunions/<uuid:uuid>/", merging.merge_detail, name="merge_detail"),
    path("reunions/<uuid:uuid>/annuler/", merging.merge_undo, name="merge_undo"),
    path("<uuid:uuid>/reunir/<uuid:other>/", merging.merge_write, name="merge_write"),
    path("contacts/<uuid:uuid>/", contacts.contact_reveal, name="contact_reveal"),
    path(
        "contacts/<uuid:uuid>/sans-reponse/",
        contacts.contact_unanswered,
        name="contact_unanswered",
    ),
    path("contacts/<uuid:uuid>/essaye/", contacts.contact_confirm, name="contact_confirm"),
    path("<uuid:uuid>/historique/", keeping.structure_history, name="structure_history"),
    path("<uuid:uuid>/tenir/", keeping.structure_keep, name="structure_keep"),
    path("<uuid:uuid>/tenir/<slug:kind>/", keeping.line_keep, name="line_keep"),
    path("<uuid:uuid>/tenir/<slug:kind>/<int:pk>/", keeping.line_keep, name="line_edit"),
    path(
        "<uuid:uuid>/tenir/jours/<int:pk>/oublier/", keeping.exception_drop, name="exception_drop"
    ),
    path("<uuid:uuid>/tenir/<slug:kind>/<int:pk>/<slug:act>/", keeping.line_end, name="line_end"),
    path("<uuid:uuid>/fiche.vcf", structures.structure_card, name="structure_card"),
    path("<uuid:uuid>/", structures.structure_detail, name="structure_detail"),
]
