"""Amounts: the number, its multiplier and its currency, as integer minor units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from babel.core import get_global
from babel.numbers import get_currency_precision

from bot.services.reading.lexicon import money as lex
from bot.services.reading.tokens import Line
from bot.services.reading.types import MAX_MINOR, Money

_BLANK = " \u00a0\u202f\u2009"
_NUMBER = re.compile(
    rf"(?P<whole>[0-9]{{1,3}}(?P<sep>[{_BLANK}'’_.,])[0-9]{{3}}(?:(?P=sep)[0-9]{{3}})*(?![0-9])|[0-9]+)"
    r"(?:(?P<mark>[.,])(?P<part>[0-9]+))?"
)
_PLAIN = re.compile(r"(?P<whole>[0-9]+)(?P<sep>)(?:(?P<mark>[.,])(?P<part>[0-9]+))?")
_MAY_TOUCH = frozenset("(,:;—~≈=+'\"«“„")
_MAX_DIGITS = 24  # within Decimal's default precision, so that nothing is rounded on the way
Problem = Literal["not_positive", "too_big", "unreadable"]


@dataclass(frozen=True, slots=True)
class Amount:
    """Tokens start..end-1 say a number of money. `strong`: with a multiplier or a currency; `grouped`: 120 000."""

    start: int
    end: int
    value: Decimal
    currency: str | None
    strong: bool
    grouped: bool

    def money(self, default_currency: str) -> Money | Problem:
        """The amount in minor units of its or the default currency, or why it cannot be one."""
        currency = self.currency or default_currency
        minor = self.value.scaleb(get_currency_precision(currency))
        if minor <= 0:
            return "not_positive"
        if minor > MAX_MINOR:
            return "too_big"
        if minor != minor.to_integral_value():
            return "unreadable"  # half a cent: rounding it would change what was typed
        return Money(int(minor), currency)


@dataclass(frozen=True, slots=True)
class _Number:
    end: int
    value: Decimal
    grouped: bool
    group_mark: str
    whole: str
    code_like: bool


@lru_cache(maxsize=1)
def _iso_codes() -> frozenset[str]:
    """The currencies in use now, by CLDR's list of territories."""
    territories = get_global("territory_currencies").values()
    return frozenset(code for entries in territories for code, _, end, tender in entries if end is None and tender)


def currency_at(line: Line, i: int, default: str) -> tuple[int, str] | None:
    """A currency sign, word or code at token i: (end, ISO code)."""
    word = line.key(i)
    if not word:
        return None
    if word in lex.SHARED_SIGNS:
        return line.dot(i + 1), _shared(word, default)
    code = lex.CURRENCY_WORDS.get(word) or lex.CURRENCY_EXACT.get(line.tokens[i].text)
    if code:
        return (line.dot(i + 1) if word.isalpha() else i + 1), code
    typed = line.tokens[i].text
    return (i + 1, typed) if typed.isupper() and len(typed) == 3 and typed in _iso_codes() else None


def _shared(sign: str, default: str) -> str:
    """Which of the currencies that use the sign is meant: the team's own if it is one of them."""
    candidates = lex.SHARED_SIGNS[sign]
    return default if default in candidates else candidates[0]


def match_amount(line: Line, i: int, default: str) -> Amount | None:
    """The amount that begins at token i: "€1.5m", "USD 10", "45 tys. zł", "120 000", "полмиллиона"."""
    before = _currency_before(line, i, default)
    at = before[0] if before else i
    number = _number(line, at) or _worded(line, at)
    if number is None or (before is None and _is_tail(line, i)):
        return None
    multiplied = _multiplier(line, number, default)
    end, factor = multiplied or (number.end, Decimal(1))
    currency = before[1] if before else None
    after = _currency_after(line, end, default)
    if after and (before is None or line.key(i) in lex.SHARED_SIGNS or after[1] == currency):
        end, currency = after  # "$5k CAD": the code is the surer of the two
    if line.key(number.end) == "тр":
        currency = currency or _shared("р", default)  # one word for "thousand roubles"
    strong = bool(currency or multiplied) or number.whole == "half"
    if _goes_on(line, end) or (number.code_like and not strong):
        return None
    return Amount(i, end, _scaled(line, number, factor), currency, strong, number.grouped)


def _scaled(line: Line, number: _Number, factor: Decimal) -> Decimal:
    """The number times its multiplier. With one, a single separator is a decimal mark: 1.250 млн, 1,250 mln;
    only before English multipliers a comma groups: 1,250k.
    """
    mark = number.group_mark
    if factor == 1 or mark not in (".", ",") or not number.grouped or number.value >= 1_000_000:
        return number.value * factor
    if number.value != number.value.to_integral_value():
        return number.value * factor
    if mark == "," and line.key(number.end) in lex.COMMA_GROUPS_BEFORE:
        return number.value * factor
    return number.value / 1000 * factor


def _number(line: Line, i: int) -> _Number | None:
    if not line.number(i):
        return None
    for pattern in (_NUMBER, _PLAIN):
        found = pattern.match(line.text, line.tokens[i].start, _readable_end(line, i))
        if not found or len(found[0]) > _MAX_DIGITS:
            continue
        end = line.index_at(found.end())
        whole = "".join(char for char in found["whole"] if char.isdigit())
        if found["mark"] and found["mark"] == found["sep"]:
            continue
        value = Decimal(f"{whole}.{found['part'] or 0}")
        code_like = len(whole) > 1 and whole[0] == "0"
        return _Number(end, value, bool(found["sep"]), found["sep"] or "", whole, code_like)
    return None


def _readable_end(line: Line, i: int) -> int:
    """Where the run of digits and marks from token i on ends, before what is understood already."""
    end = i + 1
    while end - i < 2 * _MAX_DIGITS and line.readable(end) and line.tokens[end].kind != "word":
        end += 1
    return line.tokens[end - 1].end


def _worded(line: Line, i: int) -> _Number | None:
    """ "полмиллиона", "полтора миллиона", "pół miliona"."""
    word = line.key(i)
    if word in lex.HALF_MILLION:
        return _Number(i + 1, Decimal(500_000), False, "", "half", False)
    fraction = lex.FRACTIONS.get(word)
    end = i + 2 if line.key(i + 1) == "a" else i + 1  # "half a million"
    if fraction and lex.MULTIPLIERS.get(line.key(end), 0) >= lex.MILLION:
        return _Number(end, fraction, False, "", "", False)
    return None


def _multiplier(line: Line, number: _Number, default: str) -> tuple[int, Decimal] | None:
    i = number.end
    word = line.key(i)
    if word == "т" and line.key(i + 1) == "." and line.key(i + 2) == "р":  # т.р.: thousand roubles
        return i + 2, lex.THOUSAND
    followed = currency_at(line, line.dot(i + 1), default) is not None
    if word in lex.MILLION_LETTER_WITH_CURRENCY and followed:
        return line.dot(i + 1), lex.MILLION
    if word in lex.MILLION_LETTER and line.glued(i):
        return i + 1, lex.MILLION
    factor = lex.MULTIPLIERS.get(word)
    if factor is None:
        return None
    return (line.dot(i + 1) if len(word) > 1 else i + 1), factor


def _currency_before(line: Line, i: int, default: str) -> tuple[int, str] | None:
    """A sign or an ISO code before the number; words ("руб") belong to the number before them."""
    found = currency_at(line, i, default)
    if found is None or not line.number(found[0]):
        return None
    sign = line.tokens[i].text in lex.SIGNS
    code = line.tokens[i].text.isupper() and len(line.tokens[i].text) == 3
    return found if (sign or code) and not _is_tail(line, i) else None


def _currency_after(line: Line, i: int, default: str) -> tuple[int, str] | None:
    """The currency after the number, unless it is the sign of the next one: "£5k €4k"."""
    found = currency_at(line, i, default)
    if found and line.tokens[i].text in lex.SIGNS and not line.glued(i) and line.glued(i + 1) and line.number(i + 1):
        return None
    return found


def _is_tail(line: Line, i: int) -> bool:
    """Whether the token continues what stands before it: "A120", "10-15", "#142", "x5", "-5"."""
    if not line.glued(i):
        return False
    return line.tokens[i - 1].text not in _MAY_TOUCH


def _goes_on(line: Line, end: int) -> bool:
    """Whether the number continues: "120x80", "10-15", "24/7", "5%", "1.2.3", "15:30"."""
    if line.key(end) in ("%", "‰"):
        return True
    if not line.glued(end):
        return False
    after = line.tokens[end]
    if after.kind in ("word", "num") or after.text in "-/×*°\"'":
        return after.kind != "sym" or after.text not in "-/" or line.glued(end + 1)
    return after.text in ".,:–—" and line.glued(end + 1) and line.number(end + 1) != ""
