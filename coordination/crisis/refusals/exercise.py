"""Exercises."""

from portal.lib.refusal import Refusal


class OutsideExercise(Refusal):
    sentence = (
        "C’est un exercice : {people} n’en font pas partie et ne recevraient pas un message "
        "d’exercice sans s’y attendre. Faites-les d’abord entrer dans une de ses cellules, même "
        "comme invités."
    )
