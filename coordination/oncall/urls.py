"""Addresses under /astreintes/."""

from django.urls import path

from coordination.oncall.views import question

app_name = "oncall"
urlpatterns = [
    path("", question.who, name="who"),
    path("numero/", question.contact_reveal, name="contact_reveal"),
    path("mes-tours/", question.my_duties, name="my_duties"),
]
