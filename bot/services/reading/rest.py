"""What is left of a line when everything understood has been taken out of it: the title."""

from __future__ import annotations

from bot.services.reading.tokens import SEPARATORS, Line

_LOOSE = SEPARATORS | frozenset(".")
_FIRST_PICTURE = 0x2100  # from here on signs are arrows, pictures, emoji: somebody meant them


def claim_rest(line: Line) -> str:
    """The free pieces, joined; punctuation left hanging at their edges is a separator, not text."""
    pieces: list[str] = []
    i = 0
    while i < len(line):
        end = i
        while line.free(end):
            end += 1
        if i < end:
            pieces.append(_trimmed(line, i, end))
        i = max(end, i + 1)
    return " ".join(piece for piece in pieces if piece)


def _trimmed(line: Line, start: int, end: int) -> str:
    if all(not meaningful(line, at) for at in range(start, end)):
        line.claim(start, end, "separator")
        return ""
    first, last = start, end
    while line.tokens[first].text in _LOOSE and not (line.glued(first + 1) and line.tokens[first].text in "-–.:"):
        first += 1
    while line.tokens[last - 1].text in SEPARATORS:
        last -= 1
    if start < first:
        line.claim(start, first, "separator")
    if last < end:
        line.claim(last, end, "separator")
    return line.slice(first, last)


def meaningful(line: Line, at: int) -> bool:
    """Whether the token is more than punctuation."""
    token = line.tokens[at]
    return token.kind != "sym" or token.text.isalnum() or ord(token.text[0]) > _FIRST_PICTURE
