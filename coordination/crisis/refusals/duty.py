"""The roster of a cell and who is there."""

from portal.lib.refusal import Refusal


class LineOpenAlready(Refusal):
    sentence = "La fonction « {role} » a déjà son tableau : ouvrez-le depuis la couverture."


class RestrictedHasNoLine(Refusal):
    sentence = (
        "Une cellule restreinte n’ouvre pas de tableau d’astreinte : le territoire le verrait. "
        "Nommez plutôt les titulaires et les suppléants sur la page « Personnes »."
    )


class HereAlready(Refusal):
    sentence = "Vous êtes déjà à votre poste : signalez d’abord votre départ."


class NotHere(Refusal):
    sentence = "Vous n’êtes pas, ou plus, noté à votre poste : relisez la page."
