"""The ways out of the house: one adapter per provider, chosen by the settings."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from coordination.notifications.channels.base import Provider
from coordination.notifications.channels.email import EmailProvider

SMS_PROVIDERS = {
    "file": "coordination.notifications.channels.sms_file.FileSms",
    "ovh": "coordination.notifications.channels.sms_ovh.OvhSms",
}


@cache
def provider_of(channel: str) -> Provider:
    """The adapter of that channel. Raises KeyError for a channel that does not leave."""
    if channel == "email":
        return EmailProvider()
    if channel == "sms":
        name = settings.PORTAL_SMS_PROVIDER
        provider: Provider = import_string(SMS_PROVIDERS.get(name, name))()
        return provider
    raise KeyError(channel)
