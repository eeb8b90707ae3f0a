"""Addresses under /territoires/."""

from django.urls import path

from portal.territories import views

app_name = "territories"
urlpatterns = [
    path("suggestions/", views.suggest, name="suggest"),
    path("contours/<slug:department>.geojson", views.outlines, name="outlines"),
]
