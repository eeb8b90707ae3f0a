"""Calendars that leave, files that enter: what is declined, and why."""

from portal.lib.refusal import Refusal


class TooManyFeeds(Refusal):
    sentence = "Vous avez déjà {most} agendas en service : révoquez ceux qui ne servent plus."


class FeedRevoked(Refusal):
    sentence = "Cet agenda est déjà révoqué : son adresse ne donne plus rien."


class FileUnreadable(Refusal):
    sentence = "{why}"


class UploadGone(Refusal):
    sentence = "Ce fichier n’attend plus : renvoyez-le, il sera relu."


class UploadOver(Refusal):
    sentence = "Ce fichier est déjà enregistré : rien n’a été écrit une seconde fois."
