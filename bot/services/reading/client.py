"""Who the deal is with: the first words of the line that nothing else has claimed."""

from __future__ import annotations

import re

from bot.services.reading.lexicon import money
from bot.services.reading.lexicon import names as lex
from bot.services.reading.rest import meaningful
from bot.services.reading.tokens import Line

_QUOTED = re.compile(r"«[^«»\n]+»|“[^“”\n]+”|„[^„”“\"\n]+[”“\"]|(?<!\w)\"(?=\S)[^\"\n]+\"(?!\w)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.\S*\w|(?<!\w)@\w+", re.IGNORECASE)
_MAX_LOWERCASE = 3
_MAX_BEFORE_FORM = 6

Chunk = tuple[int, int]


def protect_names(line: Line) -> None:
    """Quoted names, e-mail addresses, links and @names are words, even when a date stands in them."""
    for pattern in (_QUOTED, _ADDRESS):
        for found in pattern.finditer(line.text):
            line.protect(line.index_at(found.start()), line.index_at(found.end()))


def claim_client(line: Line) -> str | None:
    """Takes the client out of the line; None when nothing but facts was typed.

    "Acme office refit" is Acme; "Burger King" is both words; "acme" may be typed small; quotes, initials and
    company forms (ООО, sp. z o.o., Ltd) stay with the name; "Salon fryzjerski Anna" is a business kind and a name.
    """
    start = _first_word(line)
    if start is not None and _claim_label(line, start):
        start = _first_word(line)
    if start is None:
        return None
    end = _legal_name_end(line, start)
    if not end:
        chunks = _chunks(line, start)
        end = chunks[_name_length(line, chunks) - 1][1]
    end = _with_closing_mark(line, start, end)
    line.claim(start, end, "client")
    return line.slice(start, end)


def _first_word(line: Line) -> int | None:
    """The first free token that can begin a name, at the opening quote if there is one."""
    for i in range(len(line)):
        if line.free(i) and (line.tokens[i].kind != "sym" or line.tokens[i].text.isalnum()):
            while i and line.free(i - 1) and line.glued(i) and line.tokens[i - 1].text in "«“„\"'(@#№<":
                i -= 1
            return i
    return next((i for i in range(len(line)) if _stands_for_name(line, i)), None)


def _stands_for_name(line: Line, i: int) -> bool:
    """Emoji and other signs are a name when there is no word; bare punctuation is not."""
    return line.free(i) and meaningful(line, i)


def _claim_label(line: Line, start: int) -> bool:
    """Takes "Client:", "сделка с", "new deal:" before the name out of the line, when more words follow it."""
    i = start
    if line.key(i) in lex.NEW_WORDS and line.key(i + 1) in lex.DEAL_WORDS:
        i += 1
    deal = line.key(i) in lex.DEAL_WORDS
    named = line.key(i) in lex.CLIENT_LABELS and line.key(i + 1) == ":"
    if not (named or deal):
        return False
    i += 1
    linked = line.key(i) in lex.DEAL_LINKS or line.key(i) == ":"
    if not linked and line.free(i) and (_starts_upper(line, start) or not _starts_upper(line, i)):
        return False
    end = i + linked
    if not any(line.is_word(at) for at in range(end, len(line))):
        return False
    line.claim(start, end, "label")
    follows = end
    while follows < len(line) and not line.free(follows):
        follows += 1
    if follows > end and line.key(follows) in lex.DEAL_LINKS and _starts_upper(line, follows + 1):
        line.claim(follows, follows + 1, "label")  # "сделка на 120к с Ромашкой"
    return True


def _starts_upper(line: Line, i: int) -> bool:
    return line.is_word(i) and line.tokens[i].text[0].isupper()


def _legal_name_end(line: Line, start: int) -> int:
    """Where the name ends when a company form closes it ("Acme, Inc.", "Kowalski i synowie sp. z o.o."); else 0."""
    limit = start + 1
    while line.free(limit) and not line.on_new_row(limit):
        limit += 1
    stop = line.tokens[limit - 1].end
    for found in lex.FORM_AFTER.finditer(line.text, line.tokens[start].start, stop):
        first, end = line.index_at(found.start()), line.index_at(found.end())
        words = sum(token.kind == "word" for token in line.tokens[start:first])
        only_comma = all(not line.is_separator(at) or at == first - 1 for at in range(start, first))
        if 0 < words <= _MAX_BEFORE_FORM and only_comma and not _all_forms(line, start, first):
            return end
    return 0


def _all_forms(line: Line, start: int, end: int) -> bool:
    return all(token.key in lex.FORMS_BEFORE for token in line.tokens[start:end] if token.kind == "word")


def _chunks(line: Line, start: int) -> list[Chunk]:
    """The words as typed between blanks, up to what is claimed or a separator; never empty."""
    chunks: list[Chunk] = []
    i = start
    while line.free(i) and not (i > start and (line.is_separator(i) or line.breaks_before(i))):
        end = i + 1
        while line.free(end) and line.glued(end) and not line.is_separator(end):
            end += 1
        chunks.append((i, end))
        i = end
    return chunks


def _name_length(line: Line, chunks: list[Chunk]) -> int:
    """How many of the chunks are the client's name."""
    for n, (i, end) in enumerate(chunks):
        if n and "@" in line.slice(i, end):
            chunks = chunks[:n]  # an address belongs to the title
            break
    forms = 0
    while forms < len(chunks) - 1 and line.tokens[chunks[forms][0]].key in lex.FORMS_BEFORE:
        forms += 1
    quoted = _quoted_end(line, chunks)
    if quoted:
        return quoted
    rest = chunks[forms:]
    if not any(_capital(line, chunk) for chunk in rest):
        return forms + (len(rest) if len(rest) <= _MAX_LOWERCASE and not forms else 1)
    return forms + (_run(line, rest) or _lowercase_start(line, rest))


def _quoted_end(line: Line, chunks: list[Chunk]) -> int:
    """The length up to a closing quote, when the quoted name begins the line or follows a form or kind of business."""
    for n, (i, _) in enumerate(chunks):
        if found := _QUOTED.match(line.text, line.tokens[i].start):
            close = line.index_at(found.end())
            return next((m + 1 for m, (_, end) in enumerate(chunks) if end >= close), 0)
        if not (_capital(line, chunks[n]) or line.tokens[i].key in lex.FORMS_BEFORE | lex.BUSINESS_KINDS):
            return 0
    return 0


def _run(line: Line, chunks: list[Chunk]) -> int:
    """The length of the leading run of capitalised words, small connecting words and numbers between them included."""
    kind = line.tokens[chunks[0][0]].key in lex.BUSINESS_KINDS
    if not (_capital(line, chunks[0]) or kind or _numeral(line, chunks[0])):
        return 0
    length = 1
    for n, chunk in enumerate(chunks[1:], start=1):
        if n == length and (_capital(line, chunk) or _joins(line, chunks, n) or _connects(line, chunks, n)):
            length = n + 1
        elif not (kind and n < 3):
            break
        elif _capital(line, chunk):
            length, kind = n + 1, False
    return min(length + 1, len(chunks)) if kind and length == 1 else length


def _lowercase_start(line: Line, chunks: list[Chunk]) -> int:
    """ "ivan Petrov refit": up to the end of the first capitals when they come soon; else the first word."""
    first = next((n for n, chunk in enumerate(chunks) if _capital(line, chunk)), 0)
    if not 0 < first < _MAX_LOWERCASE:
        return 1
    return first + _run(line, chunks[first:])


def _capital(line: Line, chunk: Chunk) -> bool:
    letters = [char for char in line.slice(*chunk) if char.isalpha()]
    return bool(letters) and letters[0].isupper()


def _numeral(line: Line, chunk: Chunk) -> bool:
    return line.tokens[chunk[0]].kind == "num" and chunk[1] - chunk[0] == 1


def _joins(line: Line, chunks: list[Chunk], n: int) -> bool:
    """A number that belongs to the name before it: "Школа 57", "Studio 54", "Строй 2000 120к"; not "Acme 2 pcs"."""
    digits = line.tokens[chunks[n][0]].text
    if not _numeral(line, chunks[n]) or digits[0] == "0" or len(digits) > 4:
        return False
    before = line.tokens[chunks[n - 1][0]].key
    if before in money.NUMBERED_PLACES | lex.BUSINESS_KINDS:
        return True
    priced = any(span.kind == "amount" for span in line.spans)  # else it may be a mistyped amount
    return priced and (n + 1 == len(chunks) or _capital(line, chunks[n + 1]))


def _connects(line: Line, chunks: list[Chunk], n: int) -> bool:
    i, end = chunks[n]
    if line.tokens[i].key not in lex.CONNECTORS or end - i != 1:
        return False
    return n + 1 < len(chunks) and _capital(line, chunks[n + 1])


def _with_closing_mark(line: Line, start: int, end: int) -> int:
    """A bracket or a quote that the name opened is closed with it."""
    opened = line.slice(start, end)
    for left, right in (("(", ")"), ("«", "»"), ("“", "”"), ("„", "”")):
        if left in opened and right not in opened:
            close = next((at for at in range(end, len(line)) if line.tokens[at].text == right), None)
            if close is not None and all(line.free(at) for at in range(end, close + 1)):
                return close + 1
    return end
