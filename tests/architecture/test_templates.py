"""Templates are all used, load what they use, and contain neither script nor style."""

import re

from django.template.engine import Engine

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
    """By its name, or by a name that the code completes: f"module/step_{name}.html"."""
    written = everything_written()
    computed = tuple(re.findall(r"f\"([\w/]+/[\w-]+)\{", written))
    names = [str(path.relative_to(TEMPLATES)) for path in sources.templates()]
    unused = [name for name in names if not by_convention(name) and name not in written]
    assert [name for name in unused if not name.startswith(computed)] == []


def loaded(text):
    return [name for line in re.findall(r"{% load ([^%]*) %}", text) for name in line.split()]


def unused_in(text):
    for name in loaded(text):
        library = Engine.get_default().template_libraries[name]
        tags = "|".join(map(re.escape, library.tags)) or "(?!)"
        filters = "|".join(map(re.escape, library.filters)) or "(?!)"
        if not re.search(rf"{{%-?\s*({tags})\b|\|\s*({filters})\b", text):
            yield name


def test_loaded_tags_are_used_and_sorted():
    texts = {sources.name_of(path): path.read_text() for path in sources.templates()}
    assert {name: found for name, text in texts.items() if (found := [*unused_in(text)])} == {}
    orders = {name: loaded(text) for name, text in texts.items()}
    assert {name: order for name, order in orders.items() if order != sorted(set(order))} == {}


INLINE = (
    r"<style\b",
    r"\sstyle\s*=",
    r"\son[a-z]+\s*=\s*[\"']",
    r"javascript:",
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>",
)
COMMENT = r"{% comment %}.*?{% endcomment %}|{#.*?#}"


def test_no_script_and_no_style_is_written_in_a_page():
    """E-mails excepted: their style is inlined when they leave, no policy guards them."""
    pages = [path for path in PAGES if not path.is_relative_to(TEMPLATES / "emails")]
    texts = {path: re.sub(COMMENT, "", path.read_text(), flags=re.S) for path in pages}
    assert [
        (p, rule) for p, text in texts.items() for rule in INLINE if re.search(rule, text)
    ] == []


def test_every_script_bears_the_nonce_of_the_page():
    scripts = [(p, tag) for p in PAGES for tag in re.findall(r"<script\b[^>]*>", p.read_text())]
    bare = [
        found for found in scripts if "src=" in found[1] and "request.csp_nonce" not in found[1]
    ]
    assert bare == []


def test_nothing_written_by_people_is_marked_safe():
    trusted = r"\|safe\b|autoescape off"
    assert [path for path in PAGES if re.search(trusted, path.read_text())] == []


def loose_signs(text):
    """The signs of a page that a narrow screen could leave alone at the start of a line."""
    words = re.sub(r"{[%#{].*?[%#}]}|<[^>]*>", "|", text, flags=re.DOTALL)
    return re.findall(r"\S* [;:!?»](?=[\s|&,.)]|$)|« \S*", words)


def test_a_double_sign_keeps_to_its_word():
    """French sets a space before ; : ! ? and inside « »: one that no line breaks at."""
    loose = loose_signs("<p>Troyes : « oui » {{ place }} ?</p>")
    assert loose == ["|Troyes :", "« oui", " »", "| ?"]
    found = {str(path.relative_to(TEMPLATES)): loose_signs(path.read_text()) for path in PAGES}
    assert {name: signs for name, signs in found.items() if signs} == {}
