"""Which stage a typed word means: by its name in any language, an inflection of it, an unambiguous part, or another
word for an offer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.services.reading.lexicon import names as lex
from bot.services.reading.lexicon import words
from bot.services.reading.lexicon.dates import CLOSE, DATE_PREPOSITIONS
from bot.services.reading.tokens import Line
from bot.services.reading.types import StageName

_MIN_PREFIX = 4
_MIN_STEM = 4
_MAX_WORDS = 6
_INSIDE_NAMES = frozenset("-:/()&+.")  # "Follow-up (48 h)", "Parked: let them buy"
# What may be left of a word after its stem: English, Russian and Polish endings, through `tokens.key`.
_ENDINGS = words(
    "s es ed ing ion ions ation ations er or e",
    "а я о е и ы у ю ь ов ев ей ем ом ам ям ах ях ами ями ия ии ию ие ием иях ой ою ый ая ое ые ого ому ок",
    "ка ки ке ку кой кам ках ть ние ния нию нии нием ни",
    "a y i u o em om ie iem ia iu ii ach ami ow ta te cie ty cje cji cja cjach cjami",
    "nia niu nie niem niach an k ek ka ke ki ce kach ego emu ej ych ym",
) | {""}
FULL, INFLECTED, HEAD, SYNONYM, PART, PREFIX = 6, 5, 4, 3, 2, 1


Names = tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class StageMatch:
    """Tokens start..end-1 name the stage; `quality` tells a full name from a part of one."""

    start: int
    end: int
    stage_id: int
    quality: int


def find_stage(line: Line, names: Names) -> StageMatch | None:
    """The stage the line names; the surest match wins, the first among equals."""
    best: StageMatch | None = None
    i = 0
    while i < len(line):
        match = match_stage(line, i, names)
        if match and _stands_alone(line, match) and (best is None or match.quality > best.quality):
            best = match
        i = match.end if match else i + 1
    return best


def claim_stage(line: Line, match: StageMatch) -> None:
    """Takes the stage out of the line, with "stage:", "на этапе", "in" before it."""
    label = line.skip_back(match.start, frozenset(":-")) - 1
    start = label if line.key(label) in lex.STAGE_LABELS else match.start
    if start > 1 and line.key(start - 1) in lex.STAGE_PREPOSITIONS:
        start -= 1
    line.claim(start, match.end, "stage")


def names_of(stages: Sequence[StageName]) -> Names:
    """All the names, as words to compare."""
    return tuple((stage.id, _split(name)) for stage in stages for name in stage.names if _split(name))


@lru_cache(maxsize=1024)
def _split(name: str) -> tuple[str, ...]:
    line = Line(name)
    return tuple(token.key for token in line.tokens if token.kind != "sym")


def match_stage(line: Line, i: int, names: Names) -> StageMatch | None:
    """The one stage that the words from token i on name; None when none or several do."""
    if not line.is_word(i):
        return None
    best: StageMatch | None = None
    typed: list[str] = []
    for end in range(i, min(i + 2 * _MAX_WORDS, len(line))):
        if line.key(end) in _INSIDE_NAMES:
            continue
        if not line.readable(end) or line.tokens[end].kind == "sym" or len(typed) == _MAX_WORDS:
            break
        typed.append(line.key(end))
        found = _best_stage(typed, names)
        if found and (best is None or found[1] >= best.quality):
            best = StageMatch(i, end + 1, *found)
    return best


def _best_stage(typed: list[str], names: Names) -> tuple[int, int] | None:
    scores = [(_quality(typed, name), stage_id) for stage_id, name in names]
    top = max((score for score, _ in scores), default=0)
    winners = {stage_id for score, stage_id in scores if score == top}
    return (winners.pop(), top) if top and len(winners) == 1 else None


def _quality(typed: list[str], name: tuple[str, ...]) -> int:
    if tuple(typed) == name:
        return FULL
    if len(typed) == len(name) and _each(typed, name, inflected):
        return INFLECTED
    telling = [word for word in name if word not in lex.GENERAL_WORDS and len(word) > 1]
    heads = {word for n, word in enumerate(name) if n and name[n - 1] in lex.CONJUNCTIONS} | set(telling[:1])
    if any(word in lex.GENERAL_WORDS | lex.ACTION_VERBS for word in typed):
        return 0
    found = [at for at in range(len(telling) - len(typed) + 1) if _each(typed, telling[at:], inflected)]
    if any(telling[at] in heads for at in found):
        return HEAD  # "oferta" begins "Oferta wysłana", not "Kontakt po ofercie"
    if all(map(_means_offer, typed)) and any(map(_means_offer, heads)):
        return SYNONYM
    if found:
        return PART
    if len(typed) == 1 and len(typed[0]) >= _MIN_PREFIX and any(word.startswith(typed[0]) for word in telling):
        return PREFIX
    return 0


def _each(typed: Iterable[str], name: Iterable[str], alike: Callable[[str, str], bool]) -> bool:
    return all(alike(one, other) for one, other in zip(typed, name, strict=False))


@lru_cache(maxsize=8192)
def inflected(one: str, other: str) -> bool:
    """Whether the two are forms of one word: a common stem, and an ending on each side."""
    if one == other:
        return True
    stem = 0
    while stem < min(len(one), len(other)) and one[stem] == other[stem]:
        stem += 1
    if stem < min(_MIN_STEM, max(len(one), len(other)) - 1) or stem < 3:
        return False
    return any(one[at:] in _ENDINGS and other[at:] in _ENDINGS for at in (stem, stem - 1) if at >= 3)


@lru_cache(maxsize=8192)
def _means_offer(word: str) -> bool:
    return any(inflected(word, offer) for offer in lex.OFFER_WORDS)


def _ends_part(line: Line, i: int) -> bool:
    return line.is_separator(i) or (line.key(i) in (".", "!", "?", "(", ")") and not line.glued(i + 1))


def _stands_alone(line: Line, match: StageMatch) -> bool:
    """Whether the words stand where a stage would: next to something understood or at an edge, and not inside the
    client's name ("Acme Meeting Rooms", "offices for meeting rooms").
    """
    if line.tokens[match.start].key in CLOSE and (line.number(match.end) or line.key(match.end) in DATE_PREPOSITIONS):
        return False  # a closing date that could not be read
    after = not line.free(match.end) or line.on_new_row(match.end) or _ends_part(line, match.end)
    before = line.breaks_before(match.start) or not line.free(match.start - 1) or _ends_part(line, match.start - 1)
    first = line.tokens[match.start].text
    if line.tokens[match.start].key in lex.ACTION_VERBS and match.end == match.start + 1:
        return before and after
    if match.start == 0:
        following = line.tokens[match.end].text if line.free(match.end) else ""
        return after or (first[0].islower() and following[:1].isupper())
    if after or line.key(match.start - 1) in lex.STAGE_LABELS | lex.STAGE_PREPOSITIONS:
        return True
    if first[0].isupper():
        return before and match.quality >= INFLECTED
    return before or (match.start == 1 and line.tokens[0].text[0].isupper())
