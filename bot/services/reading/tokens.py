"""A typed line as tokens that remember where they stand, and which of them are understood already."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.services.reading.types import Span, SpanKind

# Marks that phones and messengers paste around numbers and names; they are no more visible than a space.
INVISIBLE = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_AS_SPACE = {ord(mark): " " for mark in INVISIBLE}
_TOKEN = re.compile(
    r"(?P<num>[0-9]+)"
    r"|(?P<word>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|['’](?=[^\W\d_]))*)"
    r"|(?P<sym>\S)"
)
_MAX_SKIP = 4
SEPARATORS = frozenset(",;:|/•·-–—")
_UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i"})


@lru_cache(maxsize=4096)
def key(word: str) -> str:
    """The form in which words are compared: no case, no diacritics ("środę" = "srode", "счёт" = "счет")."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_UNDECOMPOSED))
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int
    kind: str
    key: str


class Line:
    """The tokens of one line. Claimed tokens are understood; protected ones are words that hold no values."""

    def __init__(self, text: str) -> None:
        self.text = text.translate(_AS_SPACE)
        self.tokens = [
            Token(m.group(), m.start(), m.end(), str(m.lastgroup), key(m.group())) for m in _TOKEN.finditer(self.text)
        ]
        self.spans: list[Span] = []
        self._claimed = [False] * len(self.tokens)
        self._protected = [False] * len(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    def free(self, i: int) -> bool:
        """Whether token i exists and nobody has claimed it."""
        return 0 <= i < len(self.tokens) and not self._claimed[i]

    def readable(self, i: int) -> bool:
        return self.free(i) and not self._protected[i]

    def key(self, i: int) -> str:
        """The comparable form of token i; empty when there is none, or it may not be read."""
        return self.tokens[i].key if self.readable(i) else ""

    def number(self, i: int) -> str:
        """The digits of token i; empty when it is not a number."""
        return self.tokens[i].text if self.readable(i) and self.tokens[i].kind == "num" else ""

    def is_word(self, i: int) -> bool:
        return self.readable(i) and self.tokens[i].kind == "word"

    def glued(self, i: int) -> bool:
        """Whether token i follows the one before without a blank."""
        return 0 < i < len(self.tokens) and self.tokens[i].start == self.tokens[i - 1].end

    def breaks_before(self, i: int) -> bool:
        """Whether a new part of the line begins at token i: its start, after a separator, after a line break."""
        if i <= 0 or self.is_separator(i - 1):
            return True
        return self.on_new_row(i)

    def on_new_row(self, i: int) -> bool:
        """Whether a line break was typed before token i."""
        return 0 < i < len(self.tokens) and "\n" in self.text[self.tokens[i - 1].end : self.tokens[i].start]

    def is_separator(self, i: int) -> bool:
        """A comma, a colon, a dash... but not a hyphen or a slash inside a word ("Coca-Cola")."""
        if not 0 <= i < len(self.tokens) or self.tokens[i].text not in SEPARATORS:
            return False
        return self.tokens[i].text in ",;" or not (self.glued(i) and self.glued(i + 1))

    def index_at(self, offset: int) -> int:
        """The first token that starts at or after `offset`."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.tokens[middle].start < offset:
                low = middle + 1
            else:
                high = middle
        return low

    def slice(self, i: int, j: int) -> str:
        """What was typed from token i up to, not including, token j: rows kept, other runs of blanks as one space."""
        typed = self.text[self.tokens[i].start : self.tokens[j - 1].end] if i < j else ""
        rows = (" ".join(row.split()) for row in typed.split("\n"))
        return "\n".join(row for row in rows if row)

    def skip(self, i: int, words: frozenset[str]) -> int:
        """The first position from i on whose key is not among `words`; a few at most, so that a line of nothing
        but prepositions is not walked again from each of them.
        """
        limit = i + _MAX_SKIP
        while i < limit and self.key(i) in words:
            i += 1
        return i

    def skip_back(self, i: int, words: frozenset[str]) -> int:
        """The first of the tokens right before i that are all among `words`; i when there are none."""
        limit = i - _MAX_SKIP
        while i > limit and self.key(i - 1) in words:
            i -= 1
        return i

    def dot(self, i: int) -> int:
        """i, or i + 1 when a full stop is glued before i (the end of an abbreviation: "руб.", "tys.")."""
        return i + 1 if self.key(i) == "." and self.glued(i) else i

    def claim(self, i: int, j: int, kind: SpanKind) -> None:
        """Tokens i..j-1 are understood as `kind`."""
        for at in range(i, j):
            self._claimed[at] = True
        self.spans.append(Span(kind, self.tokens[i].start, self.tokens[j - 1].end))

    def protect(self, i: int, j: int) -> None:
        """Tokens i..j-1 are words, whatever they look like: a quoted name, an e-mail address, "10 %"."""
        for at in range(i, j):
            self._protected[at] = True
