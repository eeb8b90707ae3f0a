"""The real hospitals, found as people type them."""

import pytest
from django.db.models.functions import MD5

from directory.models import Structure
from directory.selectors import Criteria, find_structures, of_category
from directory.services import import_finess
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
