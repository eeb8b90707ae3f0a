"""What the territories decline to read or to show, and say why."""

from portal.lib.refusal import Refusal


class UnreadableFile(Refusal):
    sentence = "Le fichier {path} ne peut pas être lu : {why}"


class WrongRow(Refusal):
    sentence = "Ligne {line} : {why} Rien n’a été importé."


class UnknownCommunes(Refusal):
    sentence = "Ces codes de commune sont inconnus : {codes}. Le périmètre n’a pas été modifié."


class EmptyPerimeter(Refusal):
    sentence = "Un périmètre compte au moins une commune."


class NotAPerimeter(Refusal):
    sentence = "Seuls une CPTS ou un périmètre se composent à la main."
