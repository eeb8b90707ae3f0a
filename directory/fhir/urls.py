"""Addresses under /fhir/; a final bar is allowed, as some clients write one."""

from django.urls import path, re_path

from directory.fhir import views

KIND = r"(?P<kind>[A-Za-z]{1,40})"

app_name = "fhir"
urlpatterns = [
    path("metadata", views.MetadataView.as_view(), name="metadata"),
    re_path(rf"^{KIND}/_search/?$", views.FormSearchView.as_view(), name="search_form"),
    re_path(rf"^{KIND}/?$", views.SearchView.as_view(), name="search"),
    re_path(rf"^{KIND}/(?P<key>[A-Za-z0-9.-]{{1,64}})/?$", views.ReadView.as_view(), name="read"),
    re_path(r"^(?P<rest>.*)$", views.UnknownView.as_view(), name="unknown"),
]
