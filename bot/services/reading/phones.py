"""Phone numbers, by `phonenumbers`: any country's with +, the person's own country's without.

The library is imported at the first number, not at start: most of its weight is data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.services.reading import money
from bot.services.reading.lexicon.names import PHONE_LABELS
from bot.services.reading.tokens import Line

_CLUSTER = re.compile(r"(?<![\w.,/])(?:\+ ?)?\(?[0-9](?:[ \u00a0\u202f]?[().–‑/-]{0,2}[ \u00a0\u202f]?[0-9])+")
_GROUP = re.compile(r"[0-9]+")
_MAX_CLUSTER = 60
_MIN_DIGITS, _MAX_DIGITS = 9, 15
# Numbers typed with their country's code but without the plus, as messengers show them.
_BARE_CODES = {11: ("7", "48", "49"), 12: ("380", "375", "420", "48", "44", "49")}


@dataclass(frozen=True, slots=True)
class Phone:
    """Tokens start..end-1 are a phone number, `e164` in international form."""

    start: int
    end: int
    e164: str


def to_e164(text: str, country: str) -> str | None:
    """The number in E.164, or None when it is not a possible number; an extension makes it impossible."""
    import phonenumbers

    digits = re.sub(r"\D", "", text)
    attempts = [text]
    if digits.startswith(_BARE_CODES.get(len(digits), ())) and not text.lstrip().startswith("+"):
        attempts.append("+" + digits)
    for attempt in attempts:
        try:
            number = phonenumbers.parse(attempt, country)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) and not number.extension:
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def find_phone(line: Line, country: str, *, international: bool) -> Phone | None:
    """The first phone in the line; `international`: only one written with a plus, which nothing else can be."""
    for cluster in _CLUSTER.finditer(line.text):
        if ("+" in cluster.group()) == international and len(cluster.group()) <= _MAX_CLUSTER:
            phone = _best_in(line, cluster.start(), cluster.group(), country)
            if phone:
                return phone
    return None


def claim_phone(line: Line, phone: Phone) -> None:
    """Takes the number out of the line with its label ("тел.:", "☎")."""
    label = line.skip_back(phone.start, frozenset(":.")) - 1
    line.claim(label if line.key(label) in PHONE_LABELS else phone.start, phone.end, "phone")


def _best_in(line: Line, offset: int, cluster: str, country: str) -> Phone | None:
    """The longest run of digit groups that is a valid number, when what is left of the cluster can be an amount:
    "120 000 512 345 678" is an amount and a phone.
    """
    best: tuple[bool, int, Phone] | None = None
    for start, end, rest in _runs(cluster):
        text = cluster[start:end]
        first, last = line.index_at(offset + start), line.index_at(offset + end)
        if not all(line.readable(at) for at in range(first, last)) or not _may_be_phone(line, first, last, text):
            continue
        e164 = to_e164(text, country)
        if e164 and (best is None or (_round(rest), end - start) > best[:2]):
            best = (_round(rest), end - start, Phone(first, last, e164))
    return best[2] if best else None


def _runs(cluster: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and remaining digits of every run of digit groups long enough to be a phone."""
    groups = list(_GROUP.finditer(cluster))
    for i, first in enumerate(groups):
        for j in range(len(groups), i, -1):
            count = sum(len(group.group()) for group in groups[i:j])
            if _MIN_DIGITS <= count <= _MAX_DIGITS:
                start = 0 if i == 0 else first.start()
                start -= 1 if i and cluster[first.start() - 1] == "(" else 0
                rest = "".join(group.group() for group in (*groups[:i], *groups[j:]))
                yield start, groups[j - 1].end(), rest


def _round(rest: str) -> bool:
    return rest == "" or rest.endswith("00")


def _may_be_phone(line: Line, first: int, last: int, text: str) -> bool:
    """Without a plus, round figures and numbers with a currency or a multiplier are amounts."""
    if "+" in text:
        return True
    amount = money.match_amount(line, first, "EUR")
    if amount is not None and amount.strong and amount.end >= last:
        return False
    if money.currency_at(line, first - 1, "EUR") and line.glued(first):
        return False
    labelled = line.key(line.skip_back(first, frozenset(":.")) - 1) in PHONE_LABELS
    return labelled or not re.sub(r"\D", "", text).endswith("000")
