"""Components: user text is never markup, and each says in words what it shows."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.template import Context, Template
from django.test import RequestFactory

from portal.lib.refusal import Refusal
from portal.ui import charts, feedback

NASTY = '<script>alert(1)</script>"'
SAFE = "&lt;script&gt;"

USES = [
    '{% status_badge "watch" nasty %}',
    '{% alert level="error" title=nasty %}{{ nasty }}{% endalert %}',
    "{% empty_state title=nasty %}{{ nasty }}{% endempty_state %}",
    "{% panel title=nasty %}{{ nasty }}{% endpanel %}",
    "{% confirm title=nasty submit=nasty cancel=nasty %}{{ nasty }}{% endconfirm %}",
    "{% description_list %}{% fact nasty %}{{ nasty }}{% endfact %}{% enddescription_list %}",
    "{% act url=nasty %}{{ nasty }}{% endact %}",
    "{% figure nasty nasty nasty %}",
    "{% progress 1 2 nasty %}",
    "{% timeline items nasty %}",
    "{% crumbs nasty nasty nasty %}",
    "{% contact_line nasty nasty nasty nasty %}",
    "{% copyable nasty nasty %}",
    "{% bar_chart rows title=nasty label=nasty %}",
    "{% funnel rows title=nasty %}",
    "{% sparkline series nasty %}",
    "{% map nasty nasty nasty nasty %}",
    "{% data_table caption=nasty %}<thead><tr><th>{{ nasty }}</th></tr></thead>"
    "<tbody><tr><td>{{ nasty }}</td></tr></tbody>{% enddata_table %}",
    "{% icon nasty nasty %}{% hidden x=nasty %}",
]


def shown(source: str, **values) -> str:
    request = RequestFactory().get("/", {"etat": NASTY, "q": ["Troyes"]})
    request.user = SimpleNamespace(is_authenticated=True)
    return Template("{% load ui %}" + source).render(Context({"request": request, **values}))


@pytest.mark.parametrize("source", USES)
def test_no_component_lets_user_text_become_markup(source):
    item = SimpleNamespace(title=NASTY, detail=NASTY, url=NASTY, level="good", at=None)

    page = shown(source, nasty=NASTY, items=[item], rows=[(NASTY, 3, NASTY)], series=[1, 2])

    assert "<script" not in page
    assert SAFE in page
    assert f'"{NASTY}' not in page


def test_a_state_is_a_word_an_icon_and_a_colour():
    page = shown('{% status_badge "critical" "non couvert" %}')

    assert "non couvert" in page
    assert "fr-icon-close-circle-fill" in page
    assert "pt-status--critical" in page


def test_an_unknown_level_is_a_mistake_of_ours_seen_at_once():
    with pytest.raises(KeyError):
        shown('{% status_badge "vert" "pourvu" %}')


def test_each_cell_of_a_table_carries_the_words_of_its_column():
    page = shown(
        '{% data_table caption="x" %}<thead><tr><th>Nom</th><th>Places <b>libres</b></th></tr>'
        '</thead><tbody><tr class="a"><th>A</th><td class="pt-number">2</td></tr>'
        '<tr><td colspan="2">rien</td></tr></tbody>{% enddata_table %}'
    )

    assert '<td class="pt-number" role="cell" data-label="Places libres">2</td>' in page
    assert '<th role="rowheader" scope="row" data-label="Nom">A</th>' in page
    assert '<td colspan="2" role="cell">rien</td>' in page


def test_a_filter_in_force_is_named_and_removed_alone():
    from portal.ui.gallery import SampleFilter

    request = RequestFactory().get("/", {"state": "open", "q": "Troyes", "apres": "abc"})
    context = {"request": request, "form": SampleFilter(request.GET)}

    page = Template('{% load ui %}{% filter_bar form "12 besoins" %}').render(Context(context))

    assert "État&nbsp;: ouvert" in page
    assert 'href="?q=Troyes"' in page
    assert 'href="?state=open"' in page
    assert "apres" not in page


def test_a_bar_never_leaves_its_frame_and_nothing_divides_by_zero():
    assert [bar.width for bar in charts.bars([("a", 0), ("b", None)])] == [0, 0]
    assert [bar.width for bar in charts.bars([("a", 5), ("b", 20)], greatest=10)] == [50, 100]
    assert charts.bars([]) == []
    assert charts.line([]) == ""
    assert charts.line([4, 4]) == "2.0,30.0 118.0,30.0"


def test_a_funnel_says_the_share_of_the_step_before():
    shares = [bar.share for bar in charts.funnel([("a", 60), ("b", 45), ("c", 0)])]

    assert shares == ["", "75\u00a0% de l’étape d’avant", "0\u00a0% de l’étape d’avant"]


def test_a_button_asks_the_rule_of_the_view(monkeypatch):
    from coordination.reinforcement import rules

    asked = []
    monkeypatch.setattr(
        rules, "may_try", lambda user, subject: asked.append(subject), raising=False
    )
    subject = SimpleNamespace(_meta=SimpleNamespace(app_label="reinforcement"))

    shown('{% may "try" subject as allowed %}{{ allowed }}', subject=subject)

    assert asked == [subject]


def test_a_rule_that_does_not_exist_is_a_mistake_of_ours_seen_at_once():
    with pytest.raises(AttributeError):
        shown('{% may "reinforcement.dance" as allowed %}')


@pytest.mark.parametrize(
    ("raised", "told"),
    [(None, [(25, "Fait.")]), (Refusal(), [(40, "Cette action n’est pas possible.")])],
)
def test_a_refusal_becomes_its_sentence_and_a_success_says_what_changed(raised, told, rf):
    request = rf.post("/")
    request._messages = Messages()

    with feedback.refusals_as_messages(request, success="Fait."):
        if raised:
            raise raised

    assert request._messages.told == told


def test_what_is_not_a_refusal_goes_through(rf):
    with pytest.raises(PermissionDenied), feedback.refusals_as_messages(rf.post("/")):
        raise PermissionDenied


class Messages:
    def __init__(self):
        self.told = []

    def add(self, level, message, extra_tags):
        self.told.append((level, message))
