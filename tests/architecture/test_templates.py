"""Templates are all used, load what they use, and contain neither script nor style."""

import re

import pytest
from django.template.engine import Engine
from django.template.library import Library

from tests.architecture import sources

PAGES = [path for path in sources.templates() if path.suffix == ".html"]
TEMPLATES = sources.ROOT / "templates"


def everything_written():
    files = [*sources.code(), *sources.inside("portal", suffix=".py"), *sources.templates()]
    return "\n".join(path.read_text() for path in files)


def by_convention(name):
    """Found by name by Django, allauth, DSFR or the registry of notices, or offered to pages."""
    return re.match(
        r"(4\d\d(_csrf)?|500)\.html|(components|layouts|account|mfa|usersessions|allauth|dsfr|emails|admin|"
        r"rest_framework|django)/",
        name,
    )


def test_every_template_is_used():
    written = everything_written()
    names = [str(path.relative_to(TEMPLATES)) for path in sources.templates()]
    unused = [name for name in names if not by_convention(name) and name not in written]
    assert unused == []


def loaded(text):
    return [name for line in re.findall(r"{% load ([^%]*) %}", text) for name in line.split()]


@pytest.mark.parametrize("path", sources.templates(), ids=sources.name_of)
def test_loaded_tags_are_used_and_sorted(path):
    text = path.read_text()
    names = loaded(text)
    assert names == sorted(set(names))
    engine = Engine.get_default()
    for name in names:
        library: Library = engine.template_libraries[name]
        tags = "|".join(map(re.escape, library.tags))
        filters = "|".join(map(re.escape, library.filters))
        used = tags and re.search(rf"{{%-?\s*({tags})\b", text)
        assert used or (filters and re.search(rf"\|\s*({filters})\b", text)), name


INLINE = (
    r"<style\b",
    r"\sstyle\s*=",
    r"\son[a-z]+\s*=\s*[\"']",
    r"javascript:",
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>",
)


@pytest.mark.parametrize("path", PAGES, ids=sources.name_of)
def test_no_script_and_no_style_is_written_in_a_page(path):
    """E-mails excepted: their style is inlined when they leave, no policy guards them."""
    if path.is_relative_to(TEMPLATES / "emails"):
        return
    text = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", path.read_text(), flags=re.S)
    assert [rule for rule in INLINE if re.search(rule, text)] == []


@pytest.mark.parametrize("path", PAGES, ids=sources.name_of)
def test_every_script_bears_the_nonce_of_the_page(path):
    scripts = re.findall(r"<script\b[^>]*\bsrc=[^>]*>", path.read_text())
    assert [script for script in scripts if "request.csp_nonce" not in script] == []


@pytest.mark.parametrize("path", PAGES, ids=sources.name_of)
def test_nothing_written_by_people_is_marked_safe(path):
    assert "|safe" not in path.read_text()
    assert "autoescape off" not in path.read_text()
