"""Addresses of one's own account; allauth's are under /comptes/."""

from django.urls import path

from portal.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("territoire/", views.territory, name="territory"),
    path("session/prolonger/", views.session_extend, name="session_extend"),
    path("habilitations/<int:pk>/rendre/", views.grant_withdraw, name="grant_withdraw"),
]
