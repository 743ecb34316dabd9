"""Which of the numbers in a line is the deal's amount."""

from __future__ import annotations

from bot.services.reading.lexicon import money as lex
from bot.services.reading.money import Amount, match_amount
from bot.services.reading.tokens import Line
from bot.services.reading.types import Money

_LABEL_MARKS = frozenset(":=~≈-")
_LONGEST_NUMBER = 3
_SURE_FROM = 1000
_POSSIBLE_FROM = 100


def protect_numbers(line: Line) -> None:
    """Percentages and numbers of things ("кабинет 12") are words, never amounts."""
    for i in range(len(line)):
        digits = line.number(i)
        if not digits:
            continue
        if line.key(i + 1) in ("%", "‰") or (_is_number_of_thing(line, i)):
            line.protect(i, i + 1)


def find_amount(line: Line, default: str) -> tuple[Amount, Money] | None:
    """The sure amount: the first with a currency or a multiplier, else the first large number that is no year."""
    candidates = _candidates(line, default)
    strong = [amount for amount in candidates if amount.strong]
    for amount in strong or [amount for amount in candidates if _is_sure(line, amount)]:
        money = amount.money(default)
        if isinstance(money, Money):
            return amount, money
    return None


def find_small_amount(line: Line, default: str) -> tuple[Amount, Money] | None:
    """A bare 100..999, when it is the only one, not the first word, and nothing readable follows it."""
    possible = [amount for amount in _candidates(line, default) if _is_possible(line, amount)]
    if len(possible) != 1 or any(amount.strong for amount in _candidates(line, default)):
        return None
    amount = possible[0]
    if amount.start == 0 or (line.free(amount.end) and not line.breaks_before(amount.end + 1)):
        return None
    money = amount.money(default)
    return (amount, money) if isinstance(money, Money) else None


def claim_amount(line: Line, amount: Amount) -> None:
    """Takes the amount out of the line, with a label ("сумма:") or a preposition ("на 120к") before it."""
    label = line.skip_back(amount.start, _LABEL_MARKS) - 1
    start = label if line.key(label) in lex.LABELS else amount.start
    if start > 1 and line.key(start - 1) in lex.AMOUNT_PREPOSITIONS:
        start -= 1
    line.claim(start, amount.end, "amount")


def _candidates(line: Line, default: str) -> list[Amount]:
    found: list[Amount] = []
    i = 0
    while i < len(line):
        amount = match_amount(line, i, default)
        if amount and (amount.strong or line.key(amount.end) not in lex.QUANTITIES):
            found.append(amount)
        i = amount.end if amount else i + 1
    return found


def _is_sure(line: Line, amount: Amount) -> bool:
    if amount.grouped:
        return True
    if line.key(amount.end) in lex.YEAR_AFTER:
        return False
    whole = amount.value == amount.value.to_integral_value()
    return amount.value >= _SURE_FROM and not (whole and int(amount.value) in lex.YEARS)


def _is_possible(line: Line, amount: Amount) -> bool:
    return not amount.strong and _POSSIBLE_FROM <= amount.value < _SURE_FROM


def _is_number_of_thing(line: Line, i: int) -> bool:
    label = line.skip_back(i, frozenset(".")) - 1
    amount = match_amount(line, i, "EUR")
    plain = amount is None or not (amount.strong or amount.grouped)
    if line.key(label) in lex.NUMBER_SIGNS and plain:
        return True
    if len(line.number(i)) > _LONGEST_NUMBER:
        return False  # "офис 50000": nobody numbers offices so
    if line.key(label) in lex.NUMBERED:
        return plain
    rest = match_amount(line, i + 1, "EUR")
    return line.key(label) in lex.NUMBERED_PLACES and (plain or (rest is not None and (rest.strong or rest.grouped)))
