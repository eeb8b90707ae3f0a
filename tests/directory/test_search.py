"""The real hospitals, found as people type them."""

import pytest
from django.db.models.functions import MD5

from directory.models import Structure
from directory.selectors import Criteria, find_structures, of_category
from directory.services import import_finess
from portal.lib.identifiers import luhn_key
from tests.directory.conftest import point, site, unpacked
from tests.people import StructureFactory, log_in

pytestmark = pytest.mark.django_db

# What is typed, and the FINESS number that must be among the first five.
AUBE = [
    ("centre hospitalier de troyes", "100000090"), ("CH Troyes", "100000090"),
    ("C.H. TROYES", "100000090"), ("troyes ch", "100000090"), ("hopital troyes", "100000090"),
    ("hôpital de Troyes", "100000090"), ("toryes hospitalier", "100000090"),
    ("centre hospitalier troie", "100000090"), ("ctre hosp troyes", "100000090"),
    ("polyclinique montier la celle", "100000124"), ("montier celle", "100000124"),
    ("policlinique montier", "100000124"), ("montiers la cele", "100000124"),
    ("clinique champagne troyes", "100002351"), ("clinik champagne", "100002351"),
    ("cl de champagne", "100002351"), ("champagne clinique troys", "100002351"),
    ("chu reims debre", "510002447"), ("robert debré reims", "510002447"),
    ("robert debre rheims", "510002447"), ("maison blanche reims", "510004302"),
    ("american memorial", "510002470"), ("americain memorial hospital", "510002470"),
    ("hopital sebastopol reims", "510002454"), ("psychiatrie de l'aube", "100009182"),
    ("clinique psy aube", "100009182"), ("psikiatrique aube troyes", "100009182"),
    ("100000090", "100000090"), ("10 000 009 0", "100000090"), ("0325494949", "100000090"),
    ("03 25 49 49 49", "100000090"), ("+33325494949", "100000090"),
    ("0033 3 25 49 49 49", "100000090"), ("+33 (0)3 25 49 49 49", "100000090"),
    ("33325494949", "100000090"), ("(03) 25.49.49.49", "100000090"),
    ("Tél. : 03/25/49/49/49", "100000090"), ("03_25_49_49_49", "100000090"),
    ("FINESS : 100000090", "100000090"), ("n° finess 10-000009-0,", "100000090"),
    ("ET 100 000 090", "100000090"),
]  # fmt: skip


def found(text, user, most=5):
    criteria = Criteria(text=text)
    return [one.finess for one in of_category(find_structures(user, criteria), criteria)[:most]]


def misspelt(name):
    """The name without its case, with its longest word shortened, doubled, and shuffled."""
    words = name.lower().split()
    rank = max(range(len(words)), key=lambda one: len(words[one]))
    dropped, exchanged = list(words), list(words)
    word = words[rank]
    dropped[rank] = word[:3] + word[4:]
    exchanged[rank] = word[:2] + word[3] + word[2] + word[4:]
    return " ".join(words[::-1]), " ".join(dropped), " ".join(exchanged)


def test_hospitals_are_found_as_people_type_them(country, tmp_path, django_user_model):
    import_finess(unpacked("finess-hospitals-2020-03-06.csv.gz", tmp_path))
    user = django_user_model(email="lea@exemple.test")

    missed = [(text, number) for text, number in AUBE if number not in found(text, user)]
    # The same ones each time, whatever ids the rows were given.
    names = list(Structure.objects.order_by(MD5("finess"))[:100])
    noisy = [
        (text, one.finess) for one in names for text in misspelt(f"{one.name} {one.commune.name}")
    ]
    lost = [text for text, number in noisy if number not in found(text, user, most=30)]

    assert len(missed) <= 2, missed
    assert len(lost) <= len(noisy) * 0.05, lost


def test_an_abbreviation_and_its_long_form_find_the_same(shipped, finess_file, alice):
    import_finess(finess_file(site(name="EHPAD LES TILLEULS", category="500")))

    for text in ("ehpad tilleuls", "maison de retraite les tilleuls", "Tilleul", "EHPAD TILEULS"):
        assert found(text, alice) == ["100000017"], text


# What is typed, and the rank of what is meant in `A_FEW`.
SAID_OTHERWISE = [
    # A typo that is a word elsewhere, in four letters, two at once, in a phrase.
    ("cenre hospitalier esterel", "1"), ("ch esterle", "1"), ("centre de joru bourgoin", "3"),
    ("center hospitaler esterel", "1"), ("maison de retriate saint jean", "2"),
    ("hl ambroise pae", "4"),
    # A word too many, or words that the file does not say.
    ("esterel troyes telephone", "1"), ("urgent ch esterel adresse", "1"),
    # Letters apart, blanks dropped or added.
    ("E H P A D saint jean", "2"), ("C-H esterel", "1"), ("ehpad saintjean", "2"),
    ("centre de jour bour goin", "3"), ("f a m l orangerie", "5"), ("N.D. du bon secours", "6"),
    # Phrases in another order, or that one has not finished typing.
    ("hospitalier centre esterel", "1"), ("esterel centre hospi", "1"),
    ("maison de retr saint jean", "2"), ("pharmacie cent", "7"),
    # Other short forms.
    ("mdr saint jean", "2"), ("phie centrale", "7"), ("saad troyes", "8"), ("saa troyes", "8"),
]  # fmt: skip


# Structures of Troyes; the words of the last ones are typos of the others, or begin them.
A_FEW = [
    ("CH L'ESTEREL", "355"), ("RESIDENCE SAINT JEAN", "500"), ("CENTRE DE JOUR BOURGOIN", "292"),
    ("HL AMBROISE PARE", "106"), ("F.A.M. L'ORANGERIE", "437"), ("N-D DU BON SECOURS", "620"),
    ("PHARMACIE CENTRALE", "620"), ("SAA DU LEVANT", "460"), ("CENRE MEDICAL", "124"),
    ("PHARMACIE DE SANTEUIL", "620"), ("CLINIQUE SAINTE JORY", "365"),
]  # fmt: skip


def test_what_is_said_otherwise_comes_first(shipped, finess_file, alice):
    lines = [
        site(finess=f"1099{rank:04d}" + luhn_key(f"1099{rank:04d}"), name=name, category=category,
             short="", phone="")
        for rank, (name, category) in enumerate(A_FEW, start=1)
    ]  # fmt: skip
    import_finess(finess_file(*lines))

    firsts = {text: [one[7] for one in found(text, alice, most=1)] for text, _ in SAID_OTHERWISE}

    missed = {text: firsts[text] for text, rank in SAID_OTHERWISE if firsts[text] != [rank]}
    assert not missed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("tel : 0033 (0)3 25 49 49 49", "par son téléphone, 03 25 49 49 49"),
        ("N° FINESS 10 000 009 0", "par son numéro FINESS"),
    ],
)
def test_a_number_typed_with_its_label_says_why_it_found(client, alice, typed, said):
    StructureFactory(finess="100000090", phone="+33325494949")

    page = log_in(client, alice).get("/annuaire/", {"q": typed})

    assert said in page.text


def test_nothing_like_it_finds_nothing(shipped, finess_file, alice):
    import_finess(finess_file(site(), point()))

    assert found("zzzzzzzz", alice) == []
    assert found("'); DROP & | ! :* <-> troyes", alice) == ["100000017"]
    assert found("\x00" * 3 + "😀", alice) == ["100000017"]


def test_the_statements_are_as_many_for_one_word_as_for_ten(
    shipped, finess_file, alice, django_assert_max_num_queries
):
    import_finess(finess_file(site()))

    for text in ("troyes", "a b c d e f toryes hopital centre " * 30):
        with django_assert_max_num_queries(6):
            found(text, alice)
