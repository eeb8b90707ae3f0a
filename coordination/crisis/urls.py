"""Addresses under /crises/: one list per subject, so that each subject adds its own."""

from django.urls import path

from coordination.crisis.views import (
    archive,
    attachment,
    call_link,
    callout,
    campaign,
    campaign_link,
    capacity,
    card,
    cell,
    crisis,
    debrief,
    decision,
    duty,
    entry,
    exercise,
    figures,
    group,
    handover,
    level,
    log,
    member,
    message,
    message_draft,
    message_link,
    own_card,
    pack,
    preparation,
    public_alert,
    sharing,
    sitrep,
    task,
    threshold,
)
from coordination.crisis.views.meetings import calendar as meeting_calendar
from coordination.crisis.views.meetings import planning, record, sitting

app_name = "crisis"

CRISIS = [
    path("", crisis.crisis_list, name="crisis_list"),
    path("declarer/", crisis.crisis_declare, name="crisis_declare"),
    path("<str:reference>/", crisis.crisis_detail, name="crisis_detail"),
    path("<str:reference>/cellule/", cell.cell_open, name="cell_open"),
    path("<str:reference>/evolution/", crisis.crisis_assess, name="crisis_assess"),
    path("<str:reference>/emsi/", crisis.crisis_emsi, name="crisis_emsi"),
    path("<str:reference>/etat/<slug:act>/", crisis.crisis_act, name="crisis_act"),
]

CELL = [
    path("cellules/<uuid:uuid>/", cell.cell_detail, name="cell_detail"),
    path("cellules/<uuid:uuid>/coordonnees/", cell.cell_edit, name="cell_edit"),
    path("cellules/<uuid:uuid>/niveaux/", cell.cell_levels, name="cell_levels"),
    path("cellules/<uuid:uuid>/niveau/", level.level_change, name="level_change"),
    path("cellules/<uuid:uuid>/lever/", level.cell_lift, name="cell_lift"),
    path("cellules/<uuid:uuid>/personnes/", member.member_list, name="member_list"),
    path("cellules/<uuid:uuid>/personnes/<int:pk>/", member.member_end, name="member_end"),
]

LOG = [
    path("cellules/<uuid:uuid>/main-courante/", log.log_detail, name="log_detail"),
    path("cellules/<uuid:uuid>/main-courante/suite/", log.log_follow, name="log_follow"),
    path("cellules/<uuid:uuid>/main-courante.csv", log.log_export, name="log_export"),
    path("entrees/<uuid:uuid>/", entry.entry_detail, name="entry_detail"),
    path("entrees/<uuid:uuid>/marquer/", entry.entry_flag, name="entry_flag"),
    path("entrees/<uuid:uuid>/corriger/", entry.entry_correct, name="entry_correct"),
    path("entrees/<uuid:uuid>/effacer/", entry.redaction_ask, name="redaction_ask"),
    path(
        "entrees/<uuid:uuid>/effacer/<slug:act>/", entry.redaction_answer, name="redaction_answer"
    ),
]

WORK = [
    path("mes-taches/", task.task_mine, name="task_mine"),
    path("cellules/<uuid:uuid>/taches/", task.task_list, name="task_list"),
    path("cellules/<uuid:uuid>/taches/ecrire/", task.task_write, name="task_write"),
    path("taches/<uuid:uuid>/", task.task_detail, name="task_detail"),
    path("joindre/<slug:what>/<uuid:uuid>/", attachment.attachment_add, name="attachment_add"),
    path("pieces/<uuid:uuid>/", attachment.attachment_file, name="attachment_file"),
    path("taches/<uuid:uuid>/confier/", task.task_assign, name="task_assign"),
    path("taches/<uuid:uuid>/<slug:act>/", task.task_act, name="task_act"),
    path("cellules/<uuid:uuid>/decisions/", decision.decision_list, name="decision_list"),
    path("cellules/<uuid:uuid>/decisions/ecrire/", decision.decision_write, name="decision_write"),
    path("cellules/<uuid:uuid>/passer/", handover.handover_write, name="handover_write"),
    path("cellules/<uuid:uuid>/transmettre/", handover.handover_all, name="handover_all"),
    path("passations/<uuid:uuid>/", handover.handover_detail, name="handover_detail"),
    path("passations/<uuid:uuid>/<slug:act>/", handover.handover_act, name="handover_act"),
    path(
        "cellules/<uuid:uuid>/decisions/<int:number>/",
        decision.decision_detail,
        name="decision_detail",
    ),
    path(
        "cellules/<uuid:uuid>/decisions/<int:number>/<slug:act>/",
        decision.decision_act,
        name="decision_act",
    ),
]

CALLOUTS = [
    path("cellules/<uuid:uuid>/rappels/", callout.callout_list, name="callout_list"),
    path("cellules/<uuid:uuid>/rappels/lancer/", callout.callout_launch, name="callout_launch"),
    path("cellules/<uuid:uuid>/rappels/choisir/", callout.callout_choose, name="callout_choose"),
    path("rappels/<uuid:uuid>/", callout.callout_detail, name="callout_detail"),
    path("rappels/<uuid:uuid>/suite/", callout.callout_follow, name="callout_follow"),
    path("rappels/<uuid:uuid>/terminer/", callout.callout_end, name="callout_end"),
    path("appels/<uuid:uuid>/", callout.call_detail, name="call_detail"),
    path("a/<str:token>/", call_link.call_answer, name="call_answer"),
]

MESSAGES = [
    path("cellules/<uuid:uuid>/messages/", message.message_list, name="message_list"),
    path(
        "cellules/<uuid:uuid>/messages/brouillon/", message_draft.draft_keep, name="message_draft"
    ),
    path("brouillons/<uuid:uuid>/abandonner/", message_draft.draft_drop, name="draft_drop"),
    path("cellules/<uuid:uuid>/messages/ecrire/", message.message_write, name="message_write"),
    path("cellules/<uuid:uuid>/groupes/", group.group_list, name="group_list"),
    path("groupes/<uuid:uuid>/", group.group_detail, name="group_detail"),
    path("groupes/<uuid:uuid>/retirer/<int:pk>/", group.group_remove, name="group_remove"),
    path("groupes/<uuid:uuid>/charte/", group.group_edit, name="group_edit"),
    path("groupes/<uuid:uuid>/animer/<int:pk>/", group.group_moderate, name="group_moderate"),
    path("groupes/<uuid:uuid>/prolonger/", group.group_prolong, name="group_prolong"),
    path("groupes/<uuid:uuid>/fermer/", group.group_close, name="group_close"),
    path("messages/<uuid:uuid>/", message.message_detail, name="message_detail"),
    path("messages/<uuid:uuid>/suite/", message.message_follow, name="message_follow"),
    path("m/<str:token>/", message_link.message_answer, name="message_answer"),
]

FIGURES = [
    path("structures/<uuid:uuid>/paliers/", capacity.capacity_plan, name="capacity_plan"),
    path(
        "structures/<uuid:uuid>/paliers/<uuid:other>/retirer/",
        capacity.capacity_drop,
        name="capacity_drop",
    ),
    path("structures/<uuid:uuid>/chiffres/", figures.structure_figures, name="structure_figures"),
    path("cellules/<uuid:uuid>/chiffres/", figures.cell_figures, name="cell_figures"),
    path("cellules/<uuid:uuid>/chiffres/seuils/", threshold.threshold_list, name="threshold_list"),
    path(
        "cellules/<uuid:uuid>/chiffres/seuils/<slug:slug>/",
        threshold.threshold_edit,
        name="threshold_edit",
    ),
    path("cellules/<uuid:uuid>/chiffres/repartir/", sharing.cell_sharing, name="cell_sharing"),
    path(
        "cellules/<uuid:uuid>/chiffres/partage/",
        figures.cell_figures_shared,
        name="cell_figures_shared",
    ),
    path(
        "cellules/<uuid:uuid>/chiffres/<uuid:structure>/<slug:slug>/",
        figures.figure_history,
        name="figure_history",
    ),
    path(
        "cellules/<uuid:uuid>/chiffres/<uuid:structure>/",
        figures.cell_figures_phone,
        name="cell_figures_phone",
    ),
]

CAMPAIGNS = [
    path("repondre/<str:token>/", campaign_link.campaign_answer, name="campaign_answer"),
    path("cellules/<uuid:uuid>/recueils/", campaign.campaign_list, name="campaign_list"),
    path("cellules/<uuid:uuid>/recueils/nouveau/", campaign.campaign_new, name="campaign_new"),
    path("recueils/<uuid:uuid>/", campaign.campaign_detail, name="campaign_detail"),
    path("recueils/<uuid:uuid>/suite/", campaign.campaign_follow, name="campaign_follow"),
    path("recueils/<uuid:uuid>/clore/", campaign.campaign_close, name="campaign_close"),
    path(
        "recueils/<uuid:uuid>/telephone/<uuid:structure>/",
        campaign.campaign_phone,
        name="campaign_phone",
    ),
]

SITREPS = [
    path("cellules/<uuid:uuid>/points/", sitrep.sitrep_list, name="sitrep_list"),
    path("cellules/<uuid:uuid>/points/<int:number>/", sitrep.sitrep_detail, name="sitrep_detail"),
    path("cellules/<uuid:uuid>/points/<int:number>/texte/", sitrep.sitrep_edit, name="sitrep_edit"),
    path("cellules/<uuid:uuid>/points/<int:number>/pdf/", sitrep.sitrep_pdf, name="sitrep_pdf"),
    path(
        "cellules/<uuid:uuid>/points/<int:number>/accuses/",
        sitrep.sitrep_receipts,
        name="sitrep_receipts",
    ),
    path(
        "cellules/<uuid:uuid>/points/<int:number>/<slug:act>/",
        sitrep.sitrep_act,
        name="sitrep_act",
    ),
]

MEETINGS = [
    path("cellules/<uuid:uuid>/reunions/", planning.meeting_list, name="meeting_list"),
    path("cellules/<uuid:uuid>/reunions/prevoir/", planning.meeting_plan, name="meeting_plan"),
    path(
        "cellules/<uuid:uuid>/reunions/agenda/",
        meeting_calendar.feed_open,
        name="meeting_feed_open",
    ),
    path(
        "cellules/<uuid:uuid>/reunions/agenda/revoquer/",
        meeting_calendar.feed_revoke,
        name="meeting_feed_revoke",
    ),
    path("reunions/agenda/<str:token>/", meeting_calendar.meeting_feed, name="meeting_feed"),
    path("reunions/<uuid:uuid>/", sitting.meeting_detail, name="meeting_detail"),
    path("reunions/<uuid:uuid>/suite/", sitting.meeting_follow, name="meeting_follow"),
    path("reunions/<uuid:uuid>/ouvrir/", planning.meeting_open, name="meeting_open"),
    path("reunions/<uuid:uuid>/heure/", planning.meeting_move, name="meeting_move"),
    path("reunions/<uuid:uuid>/annuler/", planning.meeting_cancel, name="meeting_cancel"),
    path("reunions/<uuid:uuid>/points/", sitting.item_add, name="meeting_item_add"),
    path("reunions/<uuid:uuid>/points/<int:pk>/", sitting.item_start, name="meeting_item_start"),
    path(
        "reunions/<uuid:uuid>/presences/<int:user>/",
        sitting.meeting_attend,
        name="meeting_attend",
    ),
    path("reunions/<uuid:uuid>/clore/", record.meeting_close, name="meeting_close"),
    path("reunions/<uuid:uuid>/releve/", record.meeting_record, name="meeting_record"),
    path("reunions/<uuid:uuid>/releve.pdf", record.meeting_pdf, name="meeting_pdf"),
    path("reunions/<uuid:uuid>/reunion.ics", meeting_calendar.meeting_file, name="meeting_file"),
    path("releves/<str:token>/", record.record_by_link, name="meeting_record_by_link"),
]

ALERTS = [
    path("alertes/", public_alert.alert_feed, name="alert_feed"),
    path("alertes/<uuid:uuid>/", public_alert.alert_message, name="alert_message"),
    path("cellules/<uuid:uuid>/alertes/", public_alert.alert_list, name="alert_list"),
    path("cellules/<uuid:uuid>/alertes/ecrire/", public_alert.alert_write, name="alert_write"),
    path(
        "cellules/<uuid:uuid>/alertes/<uuid:alert>/publier/",
        public_alert.alert_publish,
        name="alert_publish",
    ),
]

CLOSING = [
    path("retex/<str:token>/", debrief.debrief_answer, name="debrief_answer"),
    path("cellules/<uuid:uuid>/retex/", debrief.debrief_detail, name="debrief_detail"),
    path("cellules/<uuid:uuid>/chronologie/", debrief.chronology_detail, name="chronology_detail"),
    path(
        "cellules/<uuid:uuid>/chronologie/<slug:kind>/",
        debrief.chronology_file,
        name="chronology_file",
    ),
    path("cle-publique/", archive.archive_key, name="archive_key"),
    path("cellules/<uuid:uuid>/archive/", archive.archive_detail, name="archive_detail"),
    path("cellules/<uuid:uuid>/archive/zip/", archive.archive_file, name="archive_file"),
]

EXERCISES = [
    path("injects/<uuid:uuid>/", exercise.inject_edit, name="inject_edit"),
    path("injects/<uuid:uuid>/<slug:act>/", exercise.inject_act, name="inject_act"),
    path("<str:reference>/exercice/", exercise.exercise_board, name="exercise_board"),
    path("<str:reference>/exercice/element/", exercise.inject_write, name="inject_write"),
    path("<str:reference>/exercice/objectif/", exercise.objective_add, name="objective_add"),
    path(
        "<str:reference>/exercice/observation/",
        exercise.observation_write,
        name="observation_write",
    ),
    path("<str:reference>/exercice/etat/<slug:act>/", exercise.exercise_act, name="exercise_act"),
]

PACK = [
    path("cellules/<uuid:uuid>/copie/", pack.pack_detail, name="pack_detail"),
    path("cellules/<uuid:uuid>/copie.zip", pack.pack_file, name="pack_file"),
]

CARDS = [
    path("cellules/<uuid:uuid>/fiches/", card.card_list, name="card_list"),
    path("cellules/<uuid:uuid>/fiches/<slug:role>/", card.card_detail, name="card_detail"),
    path("cellules/<uuid:uuid>/fiches/<slug:role>/pdf/", card.card_paper, name="card_paper"),
    path("cellules/<uuid:uuid>/fiches/<slug:role>/<int:pk>/", card.card_tick, name="card_tick"),
    path("cellules/<uuid:uuid>/elements/", card.statement_list, name="statement_list"),
]

COVERAGE = [
    path("cellules/<uuid:uuid>/couverture/", duty.coverage, name="coverage"),
    path("cellules/<uuid:uuid>/couverture/tableau/", duty.line_open, name="line_open"),
    path("cellules/<uuid:uuid>/couverture/arriver/", duty.presence_begin, name="presence_begin"),
    path("cellules/<uuid:uuid>/couverture/partir/", duty.presence_end, name="presence_end"),
]

PREPARATION = [
    path("preparation/<slug:owner>/", preparation.own_file, name="own_file"),
    path("preparation/<slug:owner>/plans/", preparation.plan_keep, name="plan_keep"),
    path("preparation/<slug:owner>/contacts/", preparation.contact_add, name="contact_add"),
    path(
        "preparation/<slug:owner>/contacts/<int:pk>/<slug:act>/",
        preparation.contact_try,
        name="contact_try",
    ),
    path(
        "preparation/<slug:owner>/designations/",
        preparation.designation_list,
        name="designation_list",
    ),
    path(
        "preparation/<slug:owner>/designations/<int:pk>/",
        preparation.designation_end,
        name="designation_end",
    ),
    path("preparation/<slug:owner>/fiches/", own_card.own_cards, name="own_cards"),
    path(
        "preparation/<slug:owner>/fiches/<slug:kind>/<slug:role>/",
        own_card.own_card_edit,
        name="own_card_edit",
    ),
    path(
        "preparation/<slug:owner>/elements/<slug:code>/",
        own_card.own_statement_edit,
        name="own_statement_edit",
    ),
]

# Cells and entries first: the reference of a crisis is any word.
urlpatterns = [
    *CELL,
    *LOG,
    *WORK,
    *CALLOUTS,
    *MESSAGES,
    *FIGURES,
    *CAMPAIGNS,
    *SITREPS,
    *MEETINGS,
    *ALERTS,
    *CLOSING,
    *EXERCISES,
    *PACK,
    *CARDS,
    *COVERAGE,
    *PREPARATION,
    *CRISIS,
]
