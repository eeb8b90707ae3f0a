"""Addresses under /astreintes/."""

from django.urls import path

from coordination.oncall.views import (
    alert,
    alert_link,
    calendar,
    coverage,
    feed,
    generation,
    line,
    offline,
    question,
    roster,
    swap,
)

app_name = "oncall"

SWAP = [
    path("tours/<uuid:uuid>/ceder/", swap.swap_open, name="swap_open"),
    path("echanges/<uuid:uuid>/", swap.swap_detail, name="swap_detail"),
    path("echanges/<uuid:uuid>/prendre/", swap.swap_take, name="swap_take"),
    path("echanges/<uuid:uuid>/valider/", swap.swap_approve, name="swap_approve"),
    path("echanges/<uuid:uuid>/retirer/", swap.swap_cancel, name="swap_cancel"),
]

LINE = [
    path("lignes/", line.line_list, name="line_list"),
    path("lignes/<slug:slug>/", line.line_detail, name="line_detail"),
    path("secteurs/<uuid:uuid>/", line.sector_detail, name="sector_detail"),
    path("secteurs/<uuid:uuid>/communes/", line.sector_communes, name="sector_communes"),
    path("secteurs/<uuid:uuid>/deroger/", line.override_add, name="override_add"),
    path("derogations/<uuid:uuid>/annuler/", line.override_cancel, name="override_cancel"),
]

GENERATION = [
    path("tableaux/<uuid:uuid>/proposition/", generation.generation_ask, name="generation_ask"),
    path("calculs/<uuid:uuid>/", generation.generation_detail, name="generation_detail"),
    path("calculs/<uuid:uuid>/arreter/", generation.generation_stop, name="generation_stop"),
    path("calculs/<uuid:uuid>/reprendre/", generation.generation_apply, name="generation_apply"),
]

ROSTER = [
    path("lignes/<slug:slug>/couverture/", coverage.line_coverage, name="line_coverage"),
    path("lignes/<slug:slug>/semaine/", coverage.line_week, name="line_week"),
    path("tableaux/<uuid:uuid>/", roster.roster_grid, name="roster_grid"),
    path("tableaux/<uuid:uuid>/creneaux/<int:pk>/", roster.slot_detail, name="slot_detail"),
    path("tours/<uuid:uuid>/retirer/", roster.shift_withdraw, name="shift_withdraw"),
]

ALERT = [
    path("alertes/", alert.alert_list, name="alert_list"),
    path("alertes/ouvrir/", alert.alert_open, name="alert_open"),
    path("alertes/<uuid:uuid>/", alert.alert_detail, name="alert_detail"),
    path("alertes/<uuid:uuid>/suivi/", alert.alert_follow, name="alert_follow"),
    path("alertes/<uuid:uuid>/prendre/", alert.alert_take, name="alert_take"),
    path("alertes/<uuid:uuid>/confirmer/", alert.alert_confirm, name="alert_confirm"),
    path("alertes/<uuid:uuid>/clore/", alert.alert_close, name="alert_close"),
    path("a/<str:token>/", alert_link.alert_answer, name="alert_answer"),
]

CALENDAR = [
    path("lignes/<slug:slug>/mois/", calendar.line_month, name="line_month"),
    path("lignes/<slug:slug>/annee/", calendar.line_year, name="line_year"),
    path("lignes/<slug:slug>/equite/", calendar.line_fairness, name="line_fairness"),
    path("lignes/<slug:slug>/copie/", offline.line_copy, name="line_copy"),
]

AGENDA = [
    path("agendas/", feed.feed_list, name="feed_list"),
    path("agendas/<uuid:uuid>/revoquer/", feed.feed_revoke, name="feed_revoke"),
    path("agenda/<str:token>.ics", feed.feed_file, name="feed_file"),
]

urlpatterns = [
    path("", question.who, name="who"),
    path("numero/", question.contact_reveal, name="contact_reveal"),
    path("mes-tours/", question.my_duties, name="my_duties"),
    *LINE,
    *ROSTER,
    *SWAP,
    *GENERATION,
    *ALERT,
    *CALENDAR,
    *AGENDA,
]
