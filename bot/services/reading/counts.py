"""How many of which unit of time: "2 weeks", "неделю", "parę dni"."""

from bot.services.reading.lexicon import dates as lex
from bot.services.reading.tokens import Line


def count_of(line: Line, i: int) -> tuple[int, int, str] | None:
    """ "2 weeks", "неделю", "пару дней" at token i: (end, count, unit)."""
    digits = line.number(i)
    count = int(digits) if digits and len(digits) <= 6 else lex.COUNTS.get(line.key(i), 0)
    j = i + 1 if count else i
    if count and line.key(j) in lex.COUNTS and line.key(j + 1) in lex.OF:
        count, j = lex.COUNTS[line.key(j)], j + 1  # "a couple of"
    if count and line.key(j) in lex.OF:
        j += 1
    if digits and not count:
        return None
    unit = lex.UNITS.get(line.key(j))
    if unit is None or (not count and len(line.key(j)) < 3):
        return None
    return line.dot(j + 1) if len(line.key(j)) <= 4 else j + 1, count or 1, unit


def phrase(line: Line, i: int, words: tuple[str, ...]) -> bool:
    """Whether exactly these words stand from token i on."""
    return all(line.key(i + n) == word for n, word in enumerate(words))
