"""Addresses of the house's own pages."""

from django.urls import path

from portal.ui import views

app_name = "ui"
urlpatterns = [
    path("favicon.ico", views.favicon, name="favicon"),
    path("composants/", views.gallery, name="gallery"),
    path("composants/carte.geojson", views.gallery_map, name="gallery_map"),
    path("composants/vivant/", views.gallery_live, name="gallery_live"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("mentions-legales/", views.legal, name="legal"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
]
