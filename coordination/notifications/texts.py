"""The words of a notice: Django templates rendered once, then filled for each person."""

from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.template.loader import get_template, select_template

from coordination.notifications.models import Channel, Publication

NOTHING = "emails/_none.txt"


@dataclass(frozen=True)
class Texts:
    """The texts of a publication; `sms` is empty when the notice never leaves by SMS."""

    subject: str
    body: str
    sms: str
    inbox: str


def render(slug: str, context: dict[str, Any]) -> Texts:
    """The texts of the notice `slug`. Raises TemplateDoesNotExist without subject or body."""
    body = _render(f"emails/{slug}/body.txt", context)
    sms = _render(f"emails/{slug}/sms.txt", context, optional=True)
    inbox = _render(f"emails/{slug}/inbox.txt", context, optional=True)
    subject = " ".join(_render(f"emails/{slug}/subject.txt", context).split())
    return Texts(subject=subject[:250], body=body, sms=sms, inbox=inbox or body)


def freeze(publication: Publication, texts: Texts) -> None:
    """The publication bears these texts (not saved yet)."""
    publication.email_subject = texts.subject
    publication.email_body = texts.body
    publication.sms_text = texts.sms
    publication.inbox_text = texts.inbox


def channels_of(publication: Publication) -> list[str]:
    """The channels, outside the portal, for which the publication has words."""
    words = {Channel.EMAIL.value: publication.email_body, Channel.SMS.value: publication.sms_text}
    return [channel for channel, text in words.items() if text]


def _render(name: str, context: dict[str, Any], *, optional: bool = False) -> str:
    found: Any = select_template([name, NOTHING]) if optional else get_template(name)
    # The engine's own template: the only way to switch the HTML escaping off for plain text.
    return str(found.template.render(Context(context, autoescape=False))).strip()
