"""Stage words in one typed line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.models.pipeline import StageKind
from bot.services.reading import StageName, read_line
from bot.services.templates.loader import load_templates
from tests.services.reading_support import CTX, RUB, check


@pytest.mark.parametrize(
    ("word", "stage"),
    [
        ("offer", 3),
        ("OFFER", 3),
        ("offer sent", 3),
        ("oferta", 3),
        ("ofercie", 3),
        ("ofertę", 3),
        ("КП", 3),
        ("переговоры", 4),
        ("переговоров", 4),
        ("на переговорах", 4),
        ("перегов", 4),
        ("negotiations", 4),
        ("nego", 4),
        ("w negocjacjach", 4),
        ("новая заявка", 1),
        ("заявку", 1),
        ("kwalifikacji", 2),
        ("квал", 2),
        ("встреча", 6),
        ("stage: closing", 5),
        ("этап закрытие", 5),
    ],
)
def test_stage_words(word: str, stage: int) -> None:
    check(f"Acme 120k {word}", {"client": "Acme", "amount": (12000000, RUB), "stage": stage})


@pytest.mark.parametrize("name", ["Offer sent", "Предложение отправлено", "КП", "Oferta", "Rozmowa i oferta", "Wycena"])
@pytest.mark.parametrize(
    "word",
    [
        *("offer", "quote", "proposal", "оффер", "оффера", "предложение", "коммерческое предложение", "КП"),
        *("oferta", "ofertę", "propozycja", "wycenę"),
    ],
)
def test_an_offer_has_many_names(name: str, word: str) -> None:
    ctx = replace(CTX, stages=(StageName(1, ("Negotiation", "Переговоры")), StageName(2, (name,))))
    check(f"Acme 120k {word}", {"client": "Acme", "amount": (12000000, RUB), "stage": 2}, ctx)


def test_another_word_for_an_offer_means_the_stage_beside_a_date_too() -> None:
    ctx = replace(CTX, stages=(StageName(1, ("Предложение отправлено",)), StageName(2, ("Контакт после КП",))))
    check("Ромашка оффер в пятницу", {"client": "Ромашка", "stage": 1, "step": "2026-11-27"}, ctx)
    check("Ромашка КП в пятницу", {"client": "Ромашка", "stage": 1, "step": "2026-11-27"}, ctx)


def test_a_stage_called_so_comes_before_another_word_for_an_offer() -> None:
    ctx = replace(CTX, stages=(StageName(1, ("Wycena",)), StageName(2, ("Oferta",))))
    check("Kowalski wycena", {"client": "Kowalski", "stage": 1}, ctx)
    check("Kowalski oferta", {"client": "Kowalski", "stage": 2}, ctx)
    check("Kowalski propozycja", {"client": "Kowalski", "title": "propozycja"}, ctx)


def test_an_ambiguous_or_unknown_stage_word_stays_text() -> None:
    two = replace(CTX, stages=(StageName(1, ("Offer drafted",)), StageName(2, ("Offer sent",))))
    check("Acme 120k offer", {"client": "Acme", "title": "offer", "amount": (12000000, RUB)}, two)
    check("Acme 120k offer sent", {"client": "Acme", "amount": (12000000, RUB), "stage": 2}, two)
    check("Acme 120k haggling", {"client": "Acme", "title": "haggling", "amount": (12000000, RUB)})


def test_a_full_name_beats_a_part_of_another() -> None:
    ctx = replace(CTX, stages=(StageName(1, ("Offer",)), StageName(2, ("Offer sent",))))
    check("Acme offer", {"client": "Acme", "stage": 1}, ctx)


def test_the_first_word_of_a_name_beats_a_later_word_of_another() -> None:
    ctx = replace(CTX, stages=(StageName(1, ("Oferta wysłana",)), StageName(2, ("Kontakt po ofercie",))))
    check("Kowalski oferta w piątek", {"client": "Kowalski", "stage": 1, "step": "2026-11-27"}, ctx)


def test_a_later_word_beside_a_date_is_rather_what_to_do() -> None:
    ctx = replace(CTX, stages=(StageName(1, ("Signing the contract",)), StageName(2, ("Call and offer",))))
    check("Acme contract friday", {"client": "Acme", "step": "2026-11-27", "text": "contract"}, ctx)
    check(
        "Acme friday 10k contract", {"client": "Acme", "amount": (1000000, RUB), "stage": 1, "step": "2026-11-27"}, ctx
    )
    check("Acme offer friday", {"client": "Acme", "stage": 2, "step": "2026-11-27"}, ctx)


@pytest.mark.parametrize("key", list(load_templates()))
def test_every_stage_of_the_templates_can_be_typed(key: str) -> None:
    stages = [stage for stage in load_templates()[key].stages if stage.kind in (StageKind.OPEN, StageKind.PARKED)]
    ctx = replace(CTX, stages=tuple(StageName(n, tuple(stage.names.values())) for n, stage in enumerate(stages)))
    typed = {name: n for n, stage in enumerate(stages) for name in stage.names.values()}
    assert {name: read_line(f"Acme 120k {name}", ctx).stage_id for name in typed} == typed
    assert {name: read_line(f"Acme 120k {name.lower()}", ctx).title for name in typed} == dict.fromkeys(typed, "")


def test_marks_inside_a_name_may_be_typed_or_left_out() -> None:
    ctx = replace(CTX, stages=(StageName(1, ("Follow-up (48 h)",)), StageName(2, ("Parked: let them buy",))))
    for typed in ("follow-up (48 h)", "Follow up 48 h"):
        check(f"Acme {typed}", {"client": "Acme", "stage": 1}, ctx)
    check("Acme parked: let them buy", {"client": "Acme", "stage": 2}, ctx)
    check("Acme parked", {"client": "Acme", "stage": 2}, ctx)
