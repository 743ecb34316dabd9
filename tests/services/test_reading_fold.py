"""The search form of names. It is stored: a change here needs a new FOLD_VERSION and a refold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.reading import FOLD_VERSION, fold

SAME = [
    ("romashka", ["Ромашка", "romashka", "ООО «Ромашка»", "OOO Romashka", "РОМАШКА, ООО", "Romaszka"]),
    ("kovalski", ["Kowalski", "Ковальски", "Ковальский", "Kowalski sp. z o.o.", "KOWALSKI Sp.z o.o. sp.k."]),
    ("akme", ["Acme", "Акме", "Acme, Inc.", "ACME Ltd.", "Acme LLC"]),
    ("zolv lodz", ["Żółw Łódź", "Zolw Lodz", "ŻÓŁW   ŁÓDŹ"]),
    ("sherbakov", ["Щербаков", "Shcherbakov", "Szczerbakow"]),
    ("iuri", ["Юрий", "Yuriy", "Jurij", "Yuri"]),
    ("vasiliev", ["Васильев", "Vasiliev", "Vasilyev", "Wasiljew"]),
    ("iandeks", ["Яндекс", "Yandex"]),
    ("tsentr", ["Центр", "Centr", "Tsentr"]),
    ("semion", ["Semyon"]),
    ("budimeks", ["Budimex S.A.", "Budimex SA", "Будимекс"]),
    ("koka kola", ["Coca-Cola", "Кока-Кола"]),
    ("lais", ["Lay's", "Lays"]),
    ("elka", ["Ёлка", "Елка"]),
    ("3m", ["3M"]),
    ("1s", ["1С"]),
    ("100 100", ["100 100"]),
    ("o", ["ООО"]),
    ("", ["", "...", "«»"]),
]


@pytest.mark.parametrize(("folded", "names"), SAME)
def test_names_that_sound_alike_fold_alike(folded: str, names: list[str]) -> None:
    assert {name: fold(name) for name in names} == dict.fromkeys(names, folded)


def test_different_names_stay_different() -> None:
    names = ["Acme", "Beta", "Nowak", "Nowacki", "Ромашка", "Ромашов", "1С", "3M", "100", "1000"]
    assert len({fold(name) for name in names}) == len(names)


def test_the_version_is_pinned_with_the_table_above() -> None:
    assert FOLD_VERSION == 1


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_folds_to_plain_words(text: str) -> None:
    folded = fold(text)
    assert folded == fold(text)
    assert folded == " ".join(folded.split())
    assert folded == folded.casefold()


@settings(deadline=None)
@given(st.text(alphabet="абвгджзклмнопрстуфхцчшщыэюяАБВГД abcdwzł", max_size=30))
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower())
