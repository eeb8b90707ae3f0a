"""The neutral brand holds nothing of the State's; the State's is there for those entitled."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from portal.ui import brand

OF_THE_STATE = re.compile(
    r"marianne|spectral|fr-logo|république|fr-connect|france ?connect|000091|e1000f", re.IGNORECASE
)
PAGES = ["/accessibilite/", "/mentions-legales/", "/comptes/login/", "/rien-ici/"]


@pytest.fixture(scope="module")
def neutral() -> dict[str, bytes]:
    return brand.build("neutral")


@pytest.fixture(scope="module")
def etat() -> dict[str, bytes]:
    return brand.build("etat")


def test_the_neutral_files_never_name_the_state(neutral):
    texts = {path: body.decode() for path, body in neutral.items() if not path.endswith(".woff2")}

    found = {path: OF_THE_STATE.search(text) for path, text in texts.items()}

    assert {path: hit[0] for path, hit in found.items() if hit} == {}


def test_the_neutral_files_hold_no_font_and_no_icon_of_the_state(neutral):
    assert [path for path in neutral if "/fonts/" in path or "favicon" in path] == []


def test_every_file_that_a_stylesheet_names_exists(neutral, etat):
    for files in (neutral, etat):
        sheet = files["portal/portal.css"].decode()
        named = re.findall(r'url\("?((?:icons|fonts|\.\.)/[^)"]+)"?\)', sheet)
        missing = [
            name
            for name in named
            if f"portal/{name}" not in files and not finders.find(f"portal/{name}")
        ]
        assert named
        assert missing == []


def test_the_state_brand_has_its_typeface_and_its_emblem(etat):
    sheet = etat["portal/portal.css"].decode()

    assert "font-family:Marianne" in sheet
    assert ".fr-logo" in sheet
    assert "portal/fonts/Marianne-Regular.woff2" in etat
    assert "portal/img/etat-favicon.svg" in etat


def test_a_brand_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="neutral, etat"):
        brand.build("royal")


def test_each_class_is_drawn_in_one_sheet():
    """Two modules that chose the same name once undressed every confirmation of the portal."""
    sheets: dict[str, set[str]] = {}
    for sheet in brand.STYLES.glob("*.css"):
        for name in re.findall(r"^(\.pt-[\w-]+)\{", sheet.read_text(), flags=re.MULTILINE):
            sheets.setdefault(name, set()).add(sheet.name)

    assert len(sheets) > 100
    assert {name: where for name, where in sheets.items() if len(where) > 1} == {}


def test_the_stylesheet_stays_light(neutral):
    import gzip

    assert len(gzip.compress(neutral["portal/portal.css"])) < 70_000


@pytest.mark.parametrize("path", PAGES)
def test_no_neutral_page_names_the_state(client, db, settings, path):
    settings.PORTAL_BRAND = "neutral"

    assert OF_THE_STATE.findall(client.get(path).content.decode()) == []


@pytest.mark.parametrize("path", PAGES)
def test_both_brands_share_the_same_structure(client, db, settings, path):
    settings.PORTAL_BRAND = "neutral"
    plain = client.get(path).content.decode()
    settings.PORTAL_BRAND = "etat"
    official = client.get(path).content.decode()

    assert 'class="fr-logo"' in official
    assert landmarks(official) == landmarks(plain)


def test_the_static_tree_of_the_dsfr_is_not_served():
    assert finders.find("dsfr/dist/dsfr.min.css") is None
    assert finders.find("portal/portal.css")


def landmarks(page: str) -> list[str]:
    return re.findall(r"<(?:header|nav|main|footer|h1|h2|form)\b", page)


def test_every_icon_that_a_page_names_is_in_the_style_sheet():
    known = set(" ".join(brand.ICONS.values()).split())
    asked = re.compile(r'icon="([a-z0-9-]+)"|fr-icon-([a-z0-9-]+)\b')
    named = {
        name: str(page)
        for page in Path(brand.__file__).parents[2].glob("templates/**/*.html")
        for name in filter(None, sum(asked.findall(page.read_text(encoding="utf-8")), ()))
    }

    unknown = {name: page for name, page in named.items() if name not in known}

    assert len(named) > 20
    assert {name for name in unknown if not name.startswith("-")} == set()
