"""What every page must be, whoever wrote it: call `check_page(page)` in a browser test.

Leaves the viewport as it found it. Fails with the list of everything that is wrong at once.
"""

from html.parser import HTMLParser
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["RGAAv4", "wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
HEADINGS = """() => [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")]
    .filter((h) => h.checkVisibility()).map((h) => Number(h.tagName[1]))"""
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility())
    .slice(0, 3).map((e) => e.outerHTML.slice(0, 120))"""
VOID = "area base br col embed hr img input link meta source track wbr"


def check_page(page: Page, *, source: str | None = None) -> None:
    """`page` passes axe (RGAA and WCAG AA), one h1, headings in order, a title, reflow at 320 px.

    `source` is the HTML as the server sent it, read again from the address by default.
    """
    problems = [*axe_problems(page), *_outline(page), *_reflow(page)]
    if source is None and page.url.startswith("http"):
        source = page.request.get(page.url).text()
    problems += source_problems(source or "")
    assert not problems, f"{page.url}\n- " + "\n- ".join(problems)


def axe_problems(page: Page) -> list[str]:
    """What axe finds, one line a rule, with the first culprit."""
    # Describing also what passes would take half of the time.
    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"],
    }  # fmt: skip
    found = Axe().run(page, options=options).response["violations"]
    return [f"axe {one['id']}: {one['help']} – {one['nodes'][0]['html'][:160]}" for one in found]


def source_problems(source: str) -> list[str]:
    """What the HTML itself holds that it should not: inline code, doubled ids, open tags."""
    reader = _Reader()
    reader.feed(source)
    return [*reader.problems, *(f"unclosed <{tag}>" for tag in reader.open)]


class _Reader(HTMLParser):
    """Sees that tags close in order and that no id is given twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.problems.append(f"attribute given twice on <{tag}>: {names}")
        values = dict(attrs)
        own = values.get("id")
        if tag == "style" or any(name == "style" or name.startswith("on") for name in names):
            self.problems.append(f"inline style or handler on <{tag}>")
        if tag == "script" and "src" not in values and "json" not in (values.get("type") or ""):
            self.problems.append("inline script")
        if own and own in self.ids:
            self.problems.append(f"id given twice: {own}")
        self.ids.add(own or "")
        if tag not in VOID.split():
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID.split():
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.problems.append(f"</{tag}> closes nothing at line {self.getpos()[0]}")


def _outline(page: Page) -> list[str]:
    problems = []
    levels = page.evaluate(HEADINGS)
    if levels.count(1) != 1:
        problems.append(f"{levels.count(1)} h1 instead of one")
    pairs = zip(levels, levels[1:], strict=False)
    problems += [f"h{a} is followed by h{b}" for a, b in pairs if b > a + 1]
    if " – " not in page.title() or page.title().startswith(("–", "Portail –")):
        problems.append(f"the title does not name the page: {page.title()!r}")
    if page.locator("html").get_attribute("lang") != "fr":
        problems.append("the page does not say that it is in French")
    return problems


def _reflow(page: Page) -> list[str]:
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    width = page.evaluate("document.documentElement.scrollWidth")
    culprits = page.evaluate(TOO_WIDE) if width > 320 else []
    if before:
        page.set_viewport_size(before)
    return [f"{width} px wide at 320 px: {culprits}"] if width > 320 else []
