"""Addresses under /astreintes/."""

from django.urls import path

from coordination.oncall.views import (
    agenda_import,
    alert,
    alert_link,
    availability,
    calendar,
    certification,
    chain,
    circuit,
    cover,
    coverage,
    desk,
    feed,
    generation,
    line,
    line_setup,
    member,
    merger,
    offline,
    person,
    personal,
    question,
    relay,
    roster,
    roster_import,
    rotation,
    schedule,
    sector,
    served,
    shortage,
    statement,
    swap,
    takeover,
    trips,
)

app_name = "oncall"

SWAP = [
    path("tours/<uuid:uuid>/ceder/", swap.swap_open, name="swap_open"),
    path("echanges/<uuid:uuid>/", swap.swap_detail, name="swap_detail"),
    path("echanges/<uuid:uuid>/prendre/", swap.swap_take, name="swap_take"),
    path("echanges/<uuid:uuid>/valider/", swap.swap_approve, name="swap_approve"),
    path("echanges/<uuid:uuid>/retirer/", swap.swap_cancel, name="swap_cancel"),
    path("echanges/<uuid:uuid>/refuser/", swap.swap_refuse, name="swap_refuse"),
    path("echanges/<uuid:uuid>/attribuer/", swap.swap_take_for, name="swap_take_for"),
    path("tours/<uuid:uuid>/prendre/", swap.swap_now, name="swap_now"),
]

CIRCUIT = [
    path("coordination/", desk.desk, name="desk"),
    path("lignes/<slug:slug>/tableaux/nouveau/", circuit.roster_draft, name="roster_draft"),
    path("tableaux/<uuid:uuid>/circuit/", circuit.roster_circuit, name="roster_circuit"),
    path("tableaux/<uuid:uuid>/circuit/<slug:act>/", circuit.roster_act, name="roster_act"),
    path(
        "tableaux/<uuid:uuid>/versions/<int:number>/", circuit.version_detail, name="version_detail"
    ),
    path(
        "tableaux/<uuid:uuid>/versions/<int:number>/tableau.<slug:kind>",
        circuit.version_file,
        name="version_file",
    ),
    path("envois/<int:pk>/accuse/", circuit.receipt_note, name="receipt_note"),
    path("recu/<str:token>/", personal.roster_receipt, name="roster_receipt"),
    path("recu/<str:token>/tableau.<slug:kind>", personal.receipt_file, name="receipt_file"),
]

COVER = [
    path(
        "tableaux/<uuid:uuid>/creneaux/<int:pk>/remplacer/",
        cover.slot_candidates,
        name="slot_candidates",
    ),
    path("appels/<uuid:uuid>/", cover.cover_detail, name="cover_detail"),
    path("appels/<uuid:uuid>/arreter/", cover.cover_end, name="cover_end"),
    path("appels/<uuid:uuid>/<slug:act>/", cover.cover_reply, name="cover_reply"),
    path("c/<str:token>/", personal.cover_answer, name="cover_answer"),
    path("p/<str:token>/", personal.duties_by_link, name="duties_by_link"),
    path("tours/<uuid:uuid>/consignes/", relay.note_write, name="note_write"),
    path("consignes/<int:pk>/lues/", relay.note_read, name="note_read"),
]

LINE = [
    path("lignes/", line.line_list, name="line_list"),
    path("lignes/<slug:slug>/", line.line_detail, name="line_detail"),
    path("secteurs/<uuid:uuid>/", line.sector_detail, name="sector_detail"),
    path("secteurs/<uuid:uuid>/deroger/", line.override_add, name="override_add"),
    path("derogations/<uuid:uuid>/annuler/", line.override_cancel, name="override_cancel"),
]

SERVED = [
    path("interventions/noter/", served.intervention_add, name="intervention_add"),
    path(
        "interventions/<uuid:uuid>/retirer/", served.intervention_remove, name="intervention_remove"
    ),
    path(
        "interventions/<uuid:uuid>/contester/",
        trips.intervention_contest,
        name="intervention_contest",
    ),
    path("personnes/<uuid:uuid>/interventions/", trips.person_trips, name="person_trips"),
    path("mes-tours/confirmer/", served.duty_confirm, name="duty_confirm"),
    path("tableaux/<uuid:uuid>/constats/<int:pk>/", served.duty_add, name="duty_add"),
    path(
        "tableaux/<uuid:uuid>/constats/<int:pk>/<int:role>/<uuid:person>/",
        served.duty_check,
        name="duty_check",
    ),
    path("tableaux/<uuid:uuid>/service-fait/", certification.roster_service, name="roster_service"),
    path("tableaux/<uuid:uuid>/certifier/", certification.roster_certify, name="roster_certify"),
    path("certificats/<uuid:uuid>/", certification.certificate_detail, name="certificate_detail"),
    path("certificats/<uuid:uuid>/payer/", certification.certificate_send, name="certificate_send"),
    path(
        "certificats/<uuid:uuid>/fichier/<str:kind>/",
        certification.certificate_file,
        name="certificate_file",
    ),
]

STATEMENT = [
    path("personnes/<uuid:uuid>/releve/", statement.person_statement, name="person_statement"),
    path(
        "personnes/<uuid:uuid>/releve/<str:kind>/",
        statement.person_statement_file,
        name="person_statement_file",
    ),
    path("lignes/<slug:slug>/releve/", statement.line_statement, name="line_statement"),
    path(
        "lignes/<slug:slug>/releve/<str:kind>/",
        statement.line_statement_file,
        name="line_statement_file",
    ),
    path("lignes/<slug:slug>/carences/", shortage.shortage_list, name="shortage_list"),
    path("carences/<uuid:uuid>/", shortage.shortage_detail, name="shortage_detail"),
    path("carences/<uuid:uuid>/pdf/", shortage.shortage_file, name="shortage_file"),
    path("carences/<uuid:uuid>/clore/", shortage.shortage_close, name="shortage_close"),
]

GENERATION = [
    path("tableaux/<uuid:uuid>/proposition/", generation.generation_ask, name="generation_ask"),
    path("calculs/<uuid:uuid>/", generation.generation_detail, name="generation_detail"),
    path("calculs/<uuid:uuid>/arreter/", generation.generation_stop, name="generation_stop"),
    path("calculs/<uuid:uuid>/reprendre/", generation.generation_apply, name="generation_apply"),
    path("calculs/<uuid:uuid>/creneaux/", generation.generation_slots, name="generation_slots"),
    path(
        "calculs/<uuid:uuid>/creneaux/<int:slot>/<int:role>/<int:leaves>/",
        generation.generation_place,
        name="generation_place",
    ),
    path(
        "calculs/<uuid:uuid>/comparer/<uuid:other>/",
        generation.generation_compare,
        name="generation_compare",
    ),
]

ROSTER = [
    path("lignes/<slug:slug>/couverture/", coverage.line_coverage, name="line_coverage"),
    path("lignes/<slug:slug>/semaine/", coverage.line_week, name="line_week"),
    path("tableaux/<uuid:uuid>/", roster.roster_grid, name="roster_grid"),
    path("tableaux/<uuid:uuid>/creneaux/<int:pk>/", roster.slot_detail, name="slot_detail"),
    path(
        "tableaux/<uuid:uuid>/creneaux/<int:pk>/sur-le-champ/",
        takeover.slot_take_over,
        name="slot_take_over",
    ),
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

IMPORT = [
    path("tableaux/<uuid:uuid>/remplir/", roster_import.roster_import, name="roster_import"),
    path("tableaux/<uuid:uuid>/modele.xlsx", roster_import.roster_sheet, name="roster_sheet"),
    path("imports/tableau/<uuid:uuid>/", roster_import.roster_upload, name="roster_upload"),
]

AGENDA = [
    path("mes-tours/importer/", agenda_import.absence_import, name="absence_import"),
    path("imports/agenda/<uuid:uuid>/", agenda_import.agenda_upload, name="agenda_upload"),
    path("agendas/", feed.feed_list, name="feed_list"),
    path("agendas/<uuid:uuid>/revoquer/", feed.feed_revoke, name="feed_revoke"),
    path("agenda/<str:token>.ics", feed.feed_file, name="feed_file"),
]

SETUP = [
    path("lignes/nouvelle/", line_setup.line_create, name="line_create"),
    path("lignes/<slug:slug>/reglages/", line_setup.line_settings, name="line_settings"),
    path("lignes/<slug:slug>/modifier/", line_setup.line_edit, name="line_edit"),
    path("lignes/<slug:slug>/fermer/", line_setup.line_close, name="line_close"),
    path("lignes/<slug:slug>/roles/", line_setup.line_roles, name="line_roles"),
    path("lignes/<slug:slug>/roles/<int:pk>/", line_setup.role_edit, name="role_edit"),
    path("lignes/<slug:slug>/roles/<int:pk>/retirer/", line_setup.role_drop, name="role_drop"),
    path("lignes/<slug:slug>/points/", line_setup.line_points, name="line_points"),
    path("lignes/<slug:slug>/destinataires/", line_setup.line_recipients, name="line_recipients"),
    path(
        "lignes/<slug:slug>/destinataires/<int:pk>/retirer/",
        line_setup.recipient_drop,
        name="recipient_drop",
    ),
    path("lignes/<slug:slug>/horaires/", schedule.line_templates, name="line_templates"),
    path("lignes/<slug:slug>/horaires/<int:pk>/", schedule.template_edit, name="template_edit"),
    path("lignes/<slug:slug>/secteurs/", sector.line_sectors, name="line_sectors"),
    path("lignes/<slug:slug>/secteurs/nouveau/", sector.sector_create, name="sector_create"),
    path("lignes/<slug:slug>/non-couvertes/", sector.line_uncovered, name="line_uncovered"),
    path("lignes/<slug:slug>/fusion/", merger.commune_merge, name="commune_merge"),
    path("lignes/<slug:slug>/carte.json", sector.line_map, name="line_map"),
    path("secteurs/<uuid:uuid>/communes/", sector.sector_communes, name="sector_communes"),
    path("secteurs/<uuid:uuid>/modifier/", sector.sector_edit, name="sector_edit"),
    path("secteurs/<uuid:uuid>/fermer/", sector.sector_close, name="sector_close"),
    path("secteurs/<uuid:uuid>/besoins/", schedule.sector_requirements, name="sector_requirements"),
    path("lignes/<slug:slug>/roulements/", rotation.rotation_list, name="rotation_list"),
    path("lignes/<slug:slug>/roulements/<int:pk>/", rotation.rotation_edit, name="rotation_edit"),
    path(
        "lignes/<slug:slug>/roulements/<int:pk>/arreter/",
        rotation.rotation_end,
        name="rotation_end",
    ),
    path("secteurs/<uuid:uuid>/roulement/", rotation.rotation_create, name="rotation_create"),
    path("lignes/<slug:slug>/chaine/", chain.chain_edit, name="chain_edit"),
    path("lignes/<slug:slug>/personnes/", member.member_list, name="member_list"),
    path("lignes/<slug:slug>/personnes/inscrire/", member.member_create, name="member_create"),
    path("lignes/<slug:slug>/personnes/<int:pk>/", member.member_edit, name="member_edit"),
    path("personnes/<uuid:uuid>/", person.person_detail, name="person_detail"),
    path("personnes/<uuid:uuid>/fiche/", person.person_edit, name="person_edit"),
    path("personnes/<uuid:uuid>/contacts/<int:pk>/code/", person.contact_send, name="contact_send"),
    path(
        "personnes/<uuid:uuid>/contacts/<int:pk>/verifier/",
        person.contact_verify,
        name="contact_verify",
    ),
    path(
        "personnes/<uuid:uuid>/contacts/<int:pk>/entendu/",
        person.contact_vouch,
        name="contact_vouch",
    ),
    path(
        "personnes/<uuid:uuid>/contacts/<int:pk>/desactiver/",
        person.contact_disable,
        name="contact_disable",
    ),
    path(
        "personnes/<uuid:uuid>/contacts/<int:pk>/lecteurs/",
        person.contact_audience,
        name="contact_audience",
    ),
]

TIME = [
    path("mes-disponibilites/", availability.my_availability, name="my_availability"),
    path(
        "personnes/<uuid:uuid>/disponibilites/",
        availability.person_availability,
        name="person_availability",
    ),
    path("personnes/<uuid:uuid>/souhaits/", availability.person_wishes, name="person_wishes"),
    path("personnes/<uuid:uuid>/absences/", availability.absence_add, name="absence_add"),
    path(
        "personnes/<uuid:uuid>/absences/<int:pk>/retirer/",
        availability.absence_drop,
        name="absence_drop",
    ),
    path("personnes/<uuid:uuid>/souhaits/ajouter/", availability.wish_add, name="wish_add"),
    path(
        "personnes/<uuid:uuid>/souhaits/<int:pk>/retirer/",
        availability.wish_drop,
        name="wish_drop",
    ),
    path("personnes/<uuid:uuid>/limites/", availability.limits_set, name="limits_set"),
]

urlpatterns = [
    path("", question.who, name="who"),
    path("numero/", question.contact_reveal, name="contact_reveal"),
    path("mes-tours/", question.my_duties, name="my_duties"),
    *SETUP,
    *TIME,
    *LINE,
    *ROSTER,
    *SWAP,
    *CIRCUIT,
    *COVER,
    *SERVED,
    *STATEMENT,
    *GENERATION,
    *ALERT,
    *CALENDAR,
    *AGENDA,
    *IMPORT,
]
