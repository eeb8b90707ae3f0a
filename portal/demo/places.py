"""Where the story takes place: the Aube, its structures, its CPTS."""

from io import StringIO

from django.core.management import call_command

from portal.demo.structures import FILE
from portal.territories.models import Territory
from portal.territories.services import set_perimeter

# Invented perimeters on real communes, each around the largest town of its part of the Aube.
CPTS = [
    ("CPTS-TROYES", "CPTS fictive de l’agglomération troyenne", ["200069250"]),
    ("CPTS-SEINE", "CPTS fictive de la Seine nogentaise", ["200006716", "200000545"]),
    ("CPTS-BARROIS", "CPTS fictive du Barrois", ["241000405", "200069003"]),
]


def load_places() -> None:
    """Territories, nomenclatures, structures and CPTS perimeters are there."""
    quiet = StringIO()
    call_command("load_territories", stdout=quiet)
    call_command("load_nomenclatures", stdout=quiet)
    call_command("import_finess", str(FILE), stdout=quiet)
    for code, name, communities in CPTS:
        communes = Territory.objects.communes().filter(
            outer_links__ancestor__kind=Territory.Kind.EPCI,
            outer_links__ancestor__code__in=communities,
        )
        codes = list(communes.values_list("code", flat=True))
        set_perimeter(kind=Territory.Kind.CPTS, code=code, name=name, commune_codes=codes)
