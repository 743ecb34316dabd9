"""What is to be done, in words: the verb or the noun beside the next step's date, with whom and about what."""

from __future__ import annotations

from bot.services.reading.lexicon import names as lex
from bot.services.reading.stages import FULL, Names, match_stage
from bot.services.reading.tokens import Line

_MAX_WORDS = 12
_MAX_NOUN_WORDS = 4


def verb_phrase(line: Line, start: int, end: int, names: Names) -> tuple[int, int] | None:
    """ "call Ivan" in "call Ivan tomorrow" or "tomorrow call Ivan"; start..end-1 is the date."""
    if line.key(end) in lex.ACTION_VERBS and not line.breaks_before(end):
        return end, _phrase_end(line, end, names)
    return _before(line, start)


def meeting_phrase(line: Line, start: int, end: int) -> tuple[int, int] | None:
    """ "встреча с Иваном", "call with Ann" beside the date: with somebody it is a step even if a stage is called so."""
    phrase = noun_phrase(line, start, end)
    return phrase if phrase and line.key(phrase[0] + 1) in lex.ACTION_WITH else None


def noun_phrase(line: Line, start: int, end: int) -> tuple[int, int] | None:
    """ "счёт" in "счёт завтра", "meeting with Ivan" in "friday meeting with Ivan"."""
    if line.key(end) in lex.ACTION_NOUNS and not line.breaks_before(end):
        stop = end + 1
        if line.key(stop) in lex.ACTION_LINKS and line.is_word(stop + 1):
            stop = min(_run_end(line, stop), end + _MAX_NOUN_WORDS)
        return end, stop
    for head in range(start - 1, max(start - 1 - _MAX_NOUN_WORDS, -1), -1):
        if not line.is_word(head) or (head + 1 < start and line.breaks_before(head + 1)):
            return None
        if line.key(head) in lex.ACTION_NOUNS and _is_common(line, head):
            linked = line.key(head + 1) in lex.ACTION_LINKS
            return (head, start) if head + 1 == start or linked else None
    return None


def _before(line: Line, start: int) -> tuple[int, int] | None:
    """The phrase that ends where the date begins: from its first verb."""
    first = start
    while first > 0 and _belongs(line, first - 1) and start - first < _MAX_WORDS:
        if first < start and line.breaks_before(first):
            break
        first -= 1
    for head in range(first, start):
        if line.key(head) in lex.ACTION_VERBS and _is_common(line, head):
            return head, start
    return None


def _phrase_end(line: Line, start: int, names: Names) -> int:
    """Up to what is claimed, a separator, or a stage named in full that is not the verb's object."""
    end = start + 1
    while _belongs(line, end) and not line.breaks_before(end) and end - start < _MAX_WORDS:
        stage = match_stage(line, end, names) if end > start + 1 else None
        if stage and stage.quality == FULL:
            break
        end += 1
    return end


def _run_end(line: Line, i: int) -> int:
    while line.is_word(i) and not line.breaks_before(i):
        i += 1
    return i


def _belongs(line: Line, i: int) -> bool:
    return line.free(i) and not line.is_separator(i)


def _is_common(line: Line, i: int) -> bool:
    """Not a name: written small, or the first word of its part of the line ("Call Ivan tomorrow")."""
    return (
        line.tokens[i].text[0].islower()
        or line.breaks_before(i)
        or not line.free(i - 1)
        or (line.tokens[i].text.isupper() and len(line.tokens[i].text) <= 3)
    )
