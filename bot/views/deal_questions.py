"""Questions about a deal that are answered by typing, and what is said about a bad answer."""

from __future__ import annotations

from bot.callbacks.deals import DealOpen, DealSet
from bot.errors import BadInput
from bot.i18n import Markup, escape
from bot.models.facts_deals import DealCard
from bot.reader import Reader
from bot.views import formatting
from bot.views.deal_lines import CLIENT, shorten
from bot.views.deals import park_chips, step_chips
from bot.views.pausing import pause_rows, snooze_rows, too_long
from bot.views.screen import Row, Screen, button, keyboard

# Fields that are typed, in the order of the edit menu. Source and owner are chosen by button.
TYPED = ("client", "title", "amount", "phone", "start", "close")
# Everything that is asked in words.
QUESTIONS = frozenset({*TYPED, "note", "step", "park", "probability", "comment", "snooze", "pause"})
# Which text answers which kind of bad input.
BAD_KINDS = {
    "not_positive": "bad-zero",
    "too_big": "bad-big",
    "past": "bad-past",
    "too_far": "bad-far",
    "empty": "bad-empty",
    "too_long": "bad-long",
    "words": "bad-words",
    "no_number": "bad-no-number",
}
BAD_FIELDS = {
    "amount": "bad-amount",
    "phone": "bad-phone",
    "when": "bad-when",
    "date": "bad-date",
    "percent": "bad-percent",
    "step": "bad-when",
    "park": "bad-when",
    "start": "bad-date",
    "close": "bad-date",
    "probability": "bad-percent",
    "snooze": "bad-when",
    "pause": "bad-when",
    "because": "bad-long",
}
# What may be left empty.
CLEARABLE = frozenset({"title", "phone", "close", "amount"})
# Questions that name the client.
NAMES_CLIENT = frozenset({"note", "step", "park", "comment", "snooze", "pause", "because"})


def question_screen(
    card: DealCard, field: str, reader: Reader, error: BadInput | None = None, back: Row | None = None
) -> Screen:
    """Ask for something typed; after a bad answer say what was wrong, with an example, and ask again."""
    t, deal = reader.t, card.deal
    present = _present(card, field, reader)
    if error is not None:
        # It comes as a message of its own, below what was typed: by then nothing near says which deal it is about.
        lines = [t("digest-client", client=shorten(deal.client, CLIENT))]
        lines.append(_too_far(error, card, reader) or bad_input(error, reader))
    elif field in NAMES_CLIENT:
        lines = [t(f"ask-{field}", client=shorten(deal.client, CLIENT))]
    else:
        lines = [t(f"ask-{field}"), *([t("ask-now", value=present)] if present else [])]
    if field == "phone":
        lines.append(t("draft-ask-contact"))
    row = [button(t.plain("deal-button-cancel"), DealOpen(deal=deal.id))]
    if field in CLEARABLE and present and error is None:
        row.insert(
            0, button(t.plain("deal-button-clear"), DealSet(deal=deal.id, field=field, value="-", version=deal.version))
        )
    return Screen(Markup("\n").join(lines), keyboard([*_chips(card, field, reader, error), [*row, *(back or [])]]))


def bad_input(error: BadInput, reader: Reader) -> Markup:
    """What was wrong with something typed, with an example."""
    key = BAD_KINDS.get(error.kind) or BAD_FIELDS[error.field]
    if (error.field, error.kind) == ("date", "too_far"):
        # A deal's start and close have a limit of their own.
        key = "bad-date-far"
    if key in ("bad-zero", "bad-far", "bad-empty", "bad-long", "bad-words", "bad-no-number"):
        return reader.t(key)
    return reader.t(key, text=shorten(error.text, 60))


def _present(card: DealCard, field: str, reader: Reader) -> str:
    """What the field holds now, whole: the card may have shortened it. Empty: nothing."""
    deal, locale = card.deal, reader.locale
    if field == "amount":
        return "" if deal.amount_minor is None else formatting.money(deal.amount_minor, deal.currency, locale)
    if field == "probability":
        return formatting.percent(card.probability, locale)
    if field in ("start", "close"):
        day = deal.start_date if field == "start" else deal.expected_close
        return "" if day is None else formatting.day(day, locale, reader.today)
    if field == "phone":
        return formatting.phone(deal.phone) if deal.phone else ""
    return {"client": deal.client, "title": deal.title}.get(field, "")


def _chips(card: DealCard, field: str, reader: Reader, error: BadInput | None) -> list[Row]:
    """What can be tapped instead of typed, without the button that leads to this question."""
    if field == "snooze":
        return [snooze_rows(card.deal, reader)[0][:-1]]
    if field == "pause":
        return [pause_rows(card, reader)[0][:-1]]
    if error is None and field == "step":
        return [step_chips(card.deal, reader)[:3]]
    return [park_chips(card.deal, reader)[:3]] if error is None and field == "park" else []


def _too_far(error: BadInput, card: DealCard, reader: Reader) -> Markup | None:
    """Two limits of their own: how long a reminder can wait, and a pause may last."""
    if error.kind != "too_far" or error.field not in ("snooze", "pause"):
        return None
    return reader.t("bad-snooze-far") if error.field == "snooze" else escape(too_long(card, reader))
