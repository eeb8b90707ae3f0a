"""What the directory declines to read, and says why."""

from portal.lib.refusal import Refusal


class NotFiness(Refusal):
    sentence = "Le fichier {path} n’est pas une extraction FINESS lisible : {why} Rien n’a changé."


class ImportUnderWay(Refusal):
    sentence = "Un autre import FINESS est en cours : relancez celui-ci quand il sera terminé."


class NoCommune(Refusal):
    sentence = (
        "Aucune commune n’est connue : chargez d’abord les territoires "
        "(manage.py load_territories ou manage.py import_communes)."
    )
