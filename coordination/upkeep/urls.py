"""Addresses under /annuaire/ by which the directory is kept."""

from django.urls import path

from coordination.upkeep.views import claims, pages, watch

app_name = "upkeep"
urlpatterns = [
    path("<uuid:uuid>/ma-structure/", claims.claim, name="claim"),
    path("<uuid:uuid>/ma-structure/demander/", claims.claim_ask, name="claim_ask"),
    path("<uuid:uuid>/ma-structure/code/", claims.code_send, name="code_send"),
    path("<uuid:uuid>/ma-structure/code/verifier/", claims.code_check, name="code_check"),
    path(
        "<uuid:uuid>/ma-structure/passer-la-main/",
        claims.handover_propose,
        name="handover_propose",
    ),
    path("<uuid:uuid>/tout-est-exact/", pages.page_confirm, name="page_confirm"),
    path("<uuid:uuid>/suggerer/", pages.suggest, name="suggest"),
    path("suggerees/", pages.suggestion_list, name="suggestion_list"),
    path("suggerees/<uuid:uuid>/", pages.suggestion_answer, name="suggestion_answer"),
    path("suivis/", watch.follow_list, name="follow_list"),
    path("suivis/<uuid:uuid>/arreter/", watch.follow_end, name="follow_end"),
    path("suivis/resumes/<uuid:uuid>/", watch.digest_detail, name="digest_detail"),
    path("passations/<uuid:uuid>/<slug:act>/", claims.handover_answer, name="handover_answer"),
]
