"""The stylesheet and the assets of a brand, made from the packaged DSFR.

`neutral` (default) keeps the components of the DSFR and nothing of the State's identity: no
Marianne typeface, no emblem, no favicon, its own accent colour. `etat` keeps the State's brand,
for bodies entitled to it. Both brands give the same file names, so the same pages.
"""

import hashlib
import re
from pathlib import Path

import dsfr

DIST = Path(dsfr.__file__).parent / "static" / "dsfr" / "dist"
STYLES = Path(__file__).parent / "styles"
BRANDS = ("neutral", "etat")

COMPONENTS = [
    "accordion",
    "alert",
    "badge",
    "breadcrumb",
    "button",
    "callout",
    "card",
    "checkbox",
    "form",
    "highlight",
    "input",
    "link",
    "modal",
    "notice",
    "pagination",
    "password",
    "radio",
    "search",
    "segmented",
    "select",
    "sidemenu",
    "skiplink",
    "stepper",
    "summary",
    "tab",
    "table",
    "tag",
    "tile",
    "toggle",
    "tooltip",
    "upload",
]

# Icons of the DSFR that our pages may use, as class `fr-icon-<name>`. Add one here when needed.
ICONS = {
    "arrows": "arrow-down-line arrow-down-s-line arrow-go-back-line arrow-left-line "
    "arrow-right-line arrow-right-s-line arrow-up-line",
    "buildings": "building-line hospital-line home-4-line home-4-fill",
    "business": "calendar-line calendar-event-line mail-line mail-fill send-plane-line links-line "
    "briefcase-line pie-chart-2-line bar-chart-box-line line-chart-line printer-line",
    "communication": "chat-3-line discuss-line",
    "design": "edit-line pencil-line",
    "device": "phone-line",
    "document": "article-line survey-line "
    "clipboard-line draft-line file-download-line file-pdf-line file-text-line "
    "file-line todo-line",
    "health": "heart-line heart-pulse-line hospital-line stethoscope-line",
    "map": "map-pin-2-line map-pin-2-fill road-map-line car-line hotel-line",
    "media": "notification-3-line notification-3-fill pause-circle-line play-circle-line "
    "equalizer-line",
    "system": "add-circle-line add-line alert-line alert-fill alarm-warning-line check-line "
    "checkbox-circle-line checkbox-circle-fill close-circle-line close-circle-fill close-line "
    "delete-bin-line download-line error-warning-line error-warning-fill external-link-line "
    "eye-line eye-off-line filter-line information-line information-fill lock-line "
    "logout-box-r-line menu-fill more-line question-line question-fill refresh-line search-line "
    "settings-5-line shield-line star-line subtract-line time-line time-fill timer-line "
    "upload-line",
    "user": "account-circle-line account-circle-fill group-line team-line user-add-line "
    "user-heart-line user-line user-search-line user-setting-line user-star-line",
}

# Accent of the neutral brand, in place of the State's blue. Contrast of `sun` on white: 8.2.
ACCENT = {
    "975-75": "#f2f8f9",
    "975-75-hover": "#d5e6e9",
    "975-75-active": "#c0d9de",
    "950-100": "#e5f1f3",
    "950-100-hover": "#c5dfe4",
    "950-100-active": "#afd2d9",
    "sun-113-625": "#0b5563",
    "sun-113-625-hover": "#0f6b7c",
    "sun-113-625-active": "#147f93",
    "925-125": "#d9eaed",
    "925-125-hover": "#b3d4da",
    "925-125-active": "#9cc7cf",
    "975-sun-113": "#f2f8f9",
    "main-525": "#2b8c9e",
    "850-200": "#b3d7de",
}
FONT = '"Atkinson Hyperlegible Next",system-ui,-apple-system,"Segoe UI",Roboto,arial,sans-serif'
# Decorative palettes of the DSFR: 60 kB of declarations that no page of ours uses.
PALETTES = re.compile(
    r"--[a-z-]*(?:green-(?:tilleul|bourgeon|emeraude|menthe|archipel)|blue-(?:ecume|cumulus)"
    r"|purple-glycine|pink-(?:macaron|tuile)|yellow-(?:tournesol|moutarde)|orange-terre"
    r"|brown-(?:cafe|caramel|opera)|beige-gris)[a-z0-9-]*:[^;}]*;"
)
ASSET = re.compile(r"url\(\"?((?:\.\./)+(icons|fonts)/([^)\"]+))\"?\)")


def fingerprint(brand: str) -> str:
    """What changes when the files of `brand` must be made again."""
    digest = hashlib.sha256(brand.encode())
    for path in [DIST.parent / "dsfr_version", Path(__file__), *sorted(STYLES.rglob("*.css"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def build(brand: str) -> dict[str, bytes]:
    """Every generated static file of `brand`, by its path under `/static/`.

    Raises ValueError for a brand that does not exist.
    """
    if brand not in BRANDS:
        raise ValueError(f"PORTAL_BRAND must be one of {', '.join(BRANDS)}, not {brand!r}")
    sheet = _dsfr_sheet(brand) + _icon_rules() + _own_sheet(brand)
    script = (DIST / "dsfr.module.min.js").read_text()
    if brand == "neutral":
        sheet, script = _neutral(_own_typeface(sheet)), _neutral(script)
    script = re.sub(r"\n//# sourceMappingURL=.*", "", script)
    files = {f"portal/{asset}": (DIST / asset).read_bytes() for asset in _assets(sheet)}
    sheet = ASSET.sub(lambda found: f'url("{found[2]}/{found[3]}")', sheet)
    files["portal/portal.css"] = sheet.encode()
    files["portal/dsfr.js"] = script.encode()
    if brand == "etat":
        for name in ("favicon.svg", "favicon.ico", "apple-touch-icon.png"):
            files[f"portal/img/etat-{name}"] = (DIST / "favicon" / name).read_bytes()
    return files


def _dsfr_sheet(brand: str) -> str:
    names = [*COMPONENTS, "logo"] if brand == "etat" else COMPONENTS
    parts = [DIST / "core" / "core.main.min.css"]
    parts += [DIST / "component" / name / f"{name}.main.min.css" for name in names]
    sheet = "".join(part.read_text() for part in parts)
    sheet = re.sub(r"@font-face\{[^}]*Spectral[^}]*\}", "", sheet)
    return PALETTES.sub("", sheet)


def _icon_rules() -> str:
    rules = []
    for category, names in ICONS.items():
        for name in names.split():
            if not (DIST / "icons" / category / f"{name}.svg").exists():
                continue
            image = f"url(../icons/{category}/{name}.svg)"
            rules.append(
                f".fr-icon-{name}::before,.fr-icon-{name}::after"
                f"{{-webkit-mask-image:{image};mask-image:{image}}}"
            )
    return "".join(rules)


def _own_sheet(brand: str) -> str:
    sheets = [*sorted(STYLES.glob("*.css")), STYLES / "brand" / f"{brand}.css"]
    return "\n".join(sheet.read_text() for sheet in sheets)


def _own_typeface(sheet: str) -> str:
    sheet = re.sub(r"@font-face\{[^}]*Marianne[^}]*\}", "", sheet)
    return re.sub(r"font-family:Marianne(,arial,sans-serif)?", f"font-family:{FONT}", sheet)


def _neutral(sheet: str) -> str:
    """A stylesheet or a script without the colours and the names of the State's brand."""
    for shade, colour in ACCENT.items():
        sheet = re.sub(rf"--blue-france-{shade}:#[0-9a-f]+", f"--accent-{shade}:{colour}", sheet)
    sheet = sheet.replace("blue-france", "accent").replace("red-marianne", "second")
    sheet = sheet.replace("Marianne", "sans-serif").replace("Spectral", "serif")
    accent = ACCENT["sun-113-625"].lstrip("#")
    return sheet.replace("000091", accent).replace("e1000f", "b80f0a")


def _assets(sheet: str) -> set[str]:
    return {f"{found[2]}/{found[3]}" for found in ASSET.finditer(sheet)}
