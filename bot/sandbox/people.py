"""The people of the sandbox, in each language. Ids are fixed, since the seeded team names them."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("en", "ru", "pl")
REP_ID, SECOND_REP_ID, MANAGER_ID = 1001, 1002, 1003
GROUP_ID = -4001
FIRST_NEW_PERSON = 1101

_NAMES: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "en": (
        ("Anna", "Miller", "anna_miller", "+442071838750"),
        ("Boris", "Clark", "boris_clark", "+442071838751"),
        ("Helen", "Wright", "helen_wright", "+442071838752"),
    ),
    "ru": (
        ("Анна", "Соколова", "anna_sokolova", "+74951234501"),
        ("Борис", "Лебедев", "boris_lebedev", "+74951234502"),
        ("Елена", "Орлова", "elena_orlova", "+74951234503"),
    ),
    "pl": (
        ("Anna", "Kowalska", "anna_kowalska", "+48221234501"),
        ("Bartek", "Nowak", "bartek_nowak", "+48221234502"),
        ("Helena", "Zielińska", "helena_zielinska", "+48221234503"),
    ),
}
_ZONES = {"en": "Europe/London", "ru": "Europe/Moscow", "pl": "Europe/Warsaw"}
_TITLES: dict[str, tuple[str, str, str, str]] = {
    "en": ("Rep", "Second rep", "Manager", "Sales team"),
    "ru": ("Продавец", "Второй продавец", "Руководитель", "Отдел продаж"),
    "pl": ("Handlowiec", "Drugi handlowiec", "Menedżer", "Dział sprzedaży"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """A Telegram user of the demo world."""

    id: int
    first_name: str
    last_name: str
    username: str
    language_code: str
    phone: str


@dataclass(frozen=True, slots=True)
class People:
    """Everybody the seed needs to know: three private chats, the connected group, their IANA time zone."""

    rep: Person
    second_rep: Person
    manager: Person
    group_id: int
    group_title: str
    zone: str
    titles: tuple[str, str, str]


def people_of(language: str) -> People:
    """The cast in `language` (en, ru or pl); ValueError for another."""
    if language not in _NAMES:
        raise ValueError(f"no people for language {language!r}; choose one of {', '.join(LANGUAGES)}")
    ids = (REP_ID, SECOND_REP_ID, MANAGER_ID)
    rep, second, manager = (
        Person(user_id, first, last, username, language, phone)
        for user_id, (first, last, username, phone) in zip(ids, _NAMES[language], strict=True)
    )
    *titles, group = _TITLES[language]
    return People(rep, second, manager, GROUP_ID, group, _ZONES[language], (titles[0], titles[1], titles[2]))
