"""One Latin form of a name for search: "Ромашка" and "romashka", "Ковальски" and "Kowalski" meet.

The result is stored, so it may never change by itself: it depends on this file and on Unicode's frozen
decompositions only. Whoever changes a rule raises FOLD_VERSION and refolds the stored column.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

FOLD_VERSION: Final = 1

# One letter to one spelling; й, ё and the accented Latin letters fall to their base letter first.
_CYRILLIC = {
    **dict(zip("абвгдезиклмнопрстуф", "abvgdeziklmnoprstuf", strict=True)),
    "ж": "zh",
    "х": "h",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "sh",
    "ъ": "",
    "ы": "i",
    "ь": "",
    "э": "e",
    "ю": "iu",
    "я": "ia",
    "і": "i",
    "є": "e",
    "ґ": "g",
    "ђ": "d",
    "ј": "i",
    "љ": "l",
    "њ": "n",
    "ћ": "ch",
    "џ": "dzh",
    "ә": "a",
    "ғ": "g",
    "қ": "k",
    "ң": "n",
    "ө": "o",
    "ұ": "u",
    "ү": "u",
    "һ": "h",
}
_SPECIAL = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "й": "i", "ё": "e"}
_TABLE = str.maketrans(_CYRILLIC | _SPECIAL)
# Spellings of one sound in English, Polish and transliterated Russian, longest first.
_SOUNDS = {
    "szcz": "sh",
    "shch": "sh",
    "sch": "sh",
    "sh": "sh",
    "sz": "sh",
    "tch": "ch",
    "cz": "ch",
    "ch": "ch",
    "ck": "k",
    "kh": "h",
    "zh": "z",
    "rz": "z",
    "ph": "f",
    "tz": "ts",
    "ce": "tse",
    "ci": "tsi",
    "cy": "tsi",
    "c": "k",
    "q": "k",
    "x": "ks",
    "w": "v",
    "y": "i",
    "j": "i",
}
_SOUND = re.compile("|".join(_SOUNDS))
_DOUBLED = re.compile(r"([^\W\d_])\1+")
_SOFT_VOWEL = re.compile("ь(?=[еёиюя])")  # Васильев: Vasiliev
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ`](?=\w)")
_WORD = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"\b(\w)\.\s?(?=\w\b)")

# Company forms, as words that are dropped from either end of a name; several letters with dots are one word here.
_RUSSIAN_FORMS = ("ооо", "оао", "зао", "ао", "пао", "ип", "тоо", "ooo", "oao", "zao", "pao")
_FORMS_FIRST = frozenset(_RUSSIAN_FORMS) | {
    *("нао", "чп", "фоп", "тов", "гк", "тд", "ано", "нко", "муп", "гуп", "фгуп", "гбу", "мбу", "tov"),
}
_FORMS_LAST = frozenset(_RUSSIAN_FORMS) | {
    *("ltd", "limited", "llc", "inc", "incorporated", "corp", "corporation", "gmbh", "plc", "llp", "sa", "spa", "sc"),
    *("ag", "ab", "as", "bv", "nv", "oy", "ou", "oü", "kg", "kgaa", "sro", "srl", "pty", "co", "psa", "spk", "spzoo"),
}
_PHRASES_LAST = (
    re.compile(r"\bsp[óo][łl]ka (?:z ograniczon[ąa] odpowiedzialno[śs]ci[ąa]|akcyjna|komandytowa|jawna)\b"),
    re.compile(r"\bобщество с ограниченной ответственностью\b"),
    re.compile(r"\bsp\.? ?z ?o\.? ?o\b\.?"),
    re.compile(r"\bspółka z ?o\.? ?o\b\.?"),
    re.compile(r"\bsp\.? ?[kjp]\b\.?"),
)


def fold(text: str) -> str:
    """The search form of a name: Latin, lower case, no diacritics, punctuation or company forms; words by one space.

    A name that is nothing but a company form keeps it; a text without letters and digits folds to "".
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = _strip_forms(plain)
    return " ".join(part for part in (_sound(word) for word in words) if part)


def _strip_forms(text: str) -> list[str]:
    shorter = text
    for phrase in _PHRASES_LAST:
        shorter = phrase.sub(" ", shorter)
    words, whole = _words(shorter), _words(text)
    if not words:
        return whole
    while len(words) > 1 and words[0] in _FORMS_FIRST:
        words = words[1:]
    while len(words) > 1 and words[-1] in _FORMS_LAST:
        words = words[:-1]
    return words


def _words(text: str) -> list[str]:
    return _WORD.findall(_INITIALS.sub(r"\1", _APOSTROPHE.sub("", text)))


def _sound(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", _SOFT_VOWEL.sub("i", word).translate(_TABLE))
    latin = "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_TABLE)
    spoken = _SOUND.sub(lambda found: _SOUNDS[found.group()], latin)
    return _DOUBLED.sub(r"\1", spoken)
