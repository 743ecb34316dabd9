"""Lines that Telegram itself writes into a group, in the languages of the demo world."""

from __future__ import annotations

_TEXTS: dict[str, dict[str, str]] = {
    "added": {
        "en": "{who} added {whom}",
        "ru": "{who} добавляет {whom}",
        "pl": "{who} dodaje: {whom}",
    },
    "removed": {
        "en": "{who} removed {whom}",
        "ru": "{who} удаляет {whom}",
        "pl": "{who} usuwa: {whom}",
    },
    "left": {"en": "{who} left the group", "ru": "{who} покидает группу", "pl": "{who} opuszcza grupę"},
    "created": {
        "en": "{who} created the group “{title}”",
        "ru": "{who} создаёт группу «{title}»",
        "pl": "{who} tworzy grupę „{title}”",
    },
    "renamed": {
        "en": "{who} changed the group name to “{title}”",
        "ru": "{who} меняет название группы на «{title}»",
        "pl": "{who} zmienia nazwę grupy na „{title}”",
    },
    "upgraded": {
        "en": "The group became a supergroup",
        "ru": "Группа преобразована в супергруппу",
        "pl": "Grupa stała się supergrupą",
    },
    "topic_created": {
        "en": "Topic “{title}” was created",
        "ru": "Тема «{title}» создана",
        "pl": "Utworzono temat „{title}”",
    },
    "topic_closed": {
        "en": "Topic “{title}” was closed",
        "ru": "Тема «{title}» закрыта",
        "pl": "Zamknięto temat „{title}”",
    },
    "topic_reopened": {
        "en": "Topic “{title}” was reopened",
        "ru": "Тема «{title}» снова открыта",
        "pl": "Ponownie otwarto temat „{title}”",
    },
}


def service_text(language: str, key: str, **names: str) -> str:
    """The line `key` with names filled in."""
    return _TEXTS[key][language].format(**names)
