"""Who gets what of recommendations: the lines of tests/rights.py for the pages of `guidance`.

The one prepared is in force on the Aube, meant for the managers of its structures; the ARS of the
department and of the region write there, and the administration of the platform.
"""

from typing import Any

from coordination.guidance.models import Addressee, Version
from portal.lib.links import token_for
from tests.coordination.guidance.guidance_world import in_force

SEEN = "200 404 200 404 200 200 404 404 200 200 200 302"
WRITTEN = "200 404 200 404 403 403 404 404 403 403 200 302"
GUIDANCE = {
    ("guidance:recommendation_list", "get"): "200 200 200 200 200 200 200 200 200 200 200 302",
    ("guidance:reading_list", "get"): "200 200 200 200 200 200 200 200 200 200 200 302",
    ("guidance:recommendation_new", "get"): "200 200 200 200 403 403 403 403 403 403 200 302",
    ("guidance:reading_link", "get"): "200 200 200 200 200 200 200 200 200 200 200 200",
    ("guidance:recommendation_detail", "get"): SEEN,
    ("guidance:version_detail", "get"): SEEN,
    ("guidance:version_new", "get"): WRITTEN,
    ("guidance:version_edit", "get"): "302 404 302 404 403 403 404 404 403 403 302 302",
    ("guidance:version_publish", "get"): WRITTEN,
    ("guidance:version_repeal", "get"): WRITTEN,
    ("guidance:version_read", "post"): "302 404 302 404 302 302 404 404 302 302 302 302",
    ("guidance:version_follow", "get"): "200 404 200 404 200 200 404 404 403 403 200 302",
    ("guidance:version_act", "post"): "302 404 302 404 403 403 404 404 403 403 302 302",
    ("api:recommendation-list", "get"): "200 200 200 200 200 200 200 200 200 200 200 401",
    ("api:recommendation-detail", "get"): "200 404 200 404 200 200 404 404 200 200 200 401",
    ("api:recommendation-list", "post"): "400 400 400 400 400 400 400 400 400 400 400 401",
    ("api:recommendation-write", "post"): "400 404 400 404 403 403 404 404 403 403 400 401",
    ("api:recommendation-revise", "post"): "400 404 400 404 403 403 404 404 403 403 400 401",
    ("api:recommendation-acknowledge", "post"): "204 404 204 404 204 204 404 404 204 204 204 401",
    ("api:recommendation-submit", "post"): "409 404 409 404 403 403 404 404 403 403 409 401",
    ("api:recommendation-send-back", "post"): "409 404 409 404 403 403 404 404 403 403 409 401",
    ("api:recommendation-publish", "post"): "409 404 409 404 403 403 404 404 403 403 409 401",
    ("api:recommendation-repeal", "post"): "400 404 400 404 403 403 404 404 403 403 400 401",
}


def about_guidance(name: str, people: dict[str, Any]) -> dict[str, Any]:
    """What the addresses of recommendations are about: Alice wrote it."""
    if not name.startswith(("guidance:", "api:recommendation")):
        return {}
    if not Version.objects.exists():
        place = people["alice"].grants.get().territory
        in_force(place, by=people["region_ars"], author=people["alice"])
    version = Version.objects.select_related("recommendation").get()
    of_api = name.startswith("api:")
    link = Addressee.objects.order_by("pk").first()
    return {
        "uuid": version.uuid if of_api else version.recommendation.uuid,
        "number": version.n,
        "token": token_for(link.link_key) if link else "",
        "act": "soumettre",
    }
