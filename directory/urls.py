"""Addresses under /annuaire/."""

from django.urls import path

from directory import views

app_name = "directory"
urlpatterns = [
    path("", views.structure_list, name="structure_list"),
    path("carte.geojson", views.structure_map, name="structure_map"),
    path("export.csv", views.structure_export, name="structure_export"),
    path("<uuid:uuid>/", views.structure_detail, name="structure_detail"),
]
