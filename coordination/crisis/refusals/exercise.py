"""Exercises."""

from portal.lib.refusal import Refusal


class OutsideExercise(Refusal):
    sentence = (
        "C’est un exercice : {people} n’en font pas partie et ne recevraient pas un message "
        "d’exercice sans s’y attendre. Faites-les d’abord entrer dans une de ses cellules, même "
        "comme invités."
    )


class NotAnExercise(Refusal):
    sentence = (
        "Cette crise est réelle : rien ne s’y joue. Déclarez un exercice, il a ses propres "
        "cellules et sa propre liste."
    )


class ClockMoved(Refusal):
    sentence = "L’exercice est déjà {state} : relisez la page avant d’agir."


class InjectPlayed(Refusal):
    sentence = "Cet élément est déjà {state} : on ne le rejoue ni ne le change."
