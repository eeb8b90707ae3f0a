"""The base form: errors first, tied to their fields, and nothing typed is lost."""

from django.template import Context, Template

from portal.ui.fields import MomentField
from portal.ui.forms import PortalForm
from portal.ui.gallery import NASTY, SampleForm

TYPED = {"name": NASTY, "starts_at_day": "32/01/2026", "starts_at_hour": "25h", "phone": "+44 20"}


class PeriodForm(PortalForm):
    start = MomentField()
    end = MomentField()

    def clean(self):
        self.check_order("start", "end")


def shown(form) -> str:
    source = "{% load ui %}{% error_summary form %}{{ form }}"
    return Template(source).render(Context({"form": form}))


def test_the_summary_links_each_error_to_its_field():
    page = shown(SampleForm(TYPED))

    assert 'href="#id_profession"' in page
    assert 'href="#id_starts_at_day"' in page or 'href="#id_starts_at_0"' in page
    assert 'href="#id_channels_0"' in page
    assert 'id="id_channels_0"' in page
    assert "réponses sont à corriger" in page


def test_each_error_is_tied_to_its_input():
    page = shown(SampleForm(TYPED))

    assert 'id="id_phone_error"' in page
    assert 'aria-describedby="id_phone_error"' in page
    assert 'aria-invalid="true"' in page


def test_what_was_typed_is_still_there_and_harmless():
    page = shown(SampleForm(TYPED))

    assert "32/01/2026" in page
    assert "25h" in page
    assert "+44 20" in page
    assert "<b>gras</b>" not in page
    assert "&lt;b&gt;gras&lt;/b&gt;" in page


def test_a_form_not_yet_sent_shows_no_error():
    page = shown(SampleForm())

    assert "errorlist" not in page
    assert 'role="alert"' not in page


def test_an_end_before_the_start_is_refused_on_the_end():
    form = PeriodForm({
        "start_day": "28/03/2026", "start_hour": "20h", "end_day": "28/03/2026", "end_hour": "8h",
    })  # fmt: skip

    assert form.errors == {"end": ["La fin doit venir après le début."]}
