"""Every address of the portal, gathered from the modules."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from portal import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portal.ui.urls")),
    path("", include("coordination.situation.urls")),
    path("api/v1/", include("portal.api")),
    path("annuaire/", include("coordination.upkeep.urls")),
    path("annuaire/", include("directory.urls")),
    path("fhir/", include("directory.fhir.urls")),
    path("territoires/", include("portal.territories.urls")),
    path("mon-compte/", include("portal.accounts.urls")),
    path("", include("coordination.reinforcement.urls")),
    path("astreintes/", include("coordination.oncall.urls")),
    path("crises/", include("coordination.crisis.urls")),
    path("recommandations/", include("coordination.guidance.urls")),
    path("comptes/", include("allauth.urls")),
    path("messages/", include("coordination.notifications.urls")),
    path("sante/vivant/", health.alive, name="health_alive"),
    path("sante/pret/", health.ready, name="health_ready"),
    path("technique/", admin.site.urls),
]

handler400 = "portal.ui.views.bad_request"
handler403 = "portal.ui.views.forbidden"
handler404 = "portal.ui.views.not_found"
handler500 = "portal.ui.views.broken"
