"""The addresses of recommendations, under /recommandations/."""

from django.urls import path

from coordination.guidance.views import recommendation, writing

app_name = "guidance"
ONE = "<uuid:uuid>/v/<int:number>/"
urlpatterns = [
    path("", recommendation.recommendation_list, name="recommendation_list"),
    path("mes-lectures/", recommendation.reading_list, name="reading_list"),
    path("nouvelle/", writing.recommendation_new, name="recommendation_new"),
    path("lire/<str:token>/", recommendation.reading_link_page, name="reading_link"),
    path("<uuid:uuid>/", recommendation.recommendation_detail, name="recommendation_detail"),
    path("<uuid:uuid>/version/", writing.version_new, name="version_new"),
    path(ONE, recommendation.recommendation_detail, name="version_detail"),
    path(f"{ONE}modifier/", writing.version_edit, name="version_edit"),
    path(f"{ONE}publier/", writing.version_publish, name="version_publish"),
    path(f"{ONE}abroger/", writing.version_repeal, name="version_repeal"),
    path(f"{ONE}lu/", recommendation.version_read, name="version_read"),
    path(f"{ONE}lectures/", recommendation.version_follow, name="version_follow"),
    path(f"{ONE}<slug:act>/", writing.version_act, name="version_act"),
]
