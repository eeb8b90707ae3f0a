"""The check of pages sees what it claims to see."""

import pytest
from playwright.sync_api import Page

from tests.pages import check_page, source_problems

BAD = """<!doctype html><html lang="en"><head><title>Portail – Renforts</title></head><body><main>
<h2>Sans titre</h2><h4 style="color:#ccc">Saut</h4><img src="data:,"><p id="a">x</p><p id="a">y</p>
<input type="text"><div style="width:900px">large</div></main></body></html>"""


@pytest.mark.browser
def test_a_bad_page_is_refused_for_each_of_its_faults(page: Page):
    page.set_content(BAD)

    with pytest.raises(AssertionError) as refused:
        check_page(page, source=BAD)

    said = str(refused.value)
    for fault in ("0 h1", "h2 is followed by h4", "title", "French", "320 px", "id given twice: a"):
        assert fault in said
    for rule in ("image-alt", "label", "inline style"):
        assert rule in said


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("<p>a</div></p>", "</div> closes nothing at line 1"),
        ("<ul><li>a</ul>", "</ul> closes nothing at line 1"),
        ("<main>", "unclosed <main>"),
        ("<script>go()</script>", "inline script"),
        ('<a onclick="x()">a</a>', "inline style or handler on <a>"),
        ('<p class="a" class="b">a</p>', "attribute given twice on <p>: ['class', 'class']"),
    ],
)
def test_broken_html_is_named(source, fault):
    assert fault in source_problems(source)
