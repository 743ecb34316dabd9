"""What a manager can do about a deal of the digest, above its card."""

from __future__ import annotations

from bot.callbacks.deals import DealMenu, DealOpen
from bot.callbacks.digests import DealQuestion, DigestBack, WaitAccept, WaitMenu
from bot.i18n import Markup
from bot.models.facts_deals import DealCard, Outcome
from bot.reader import Reader
from bot.views import formatting
from bot.views.deal_lines import shorten
from bot.views.deal_state import is_stuck
from bot.views.deals import card_screen
from bot.views.screen import Row, Screen, button, keyboard

WAITS = (3, 7, 14)
"""How many days more a manager can accept by button."""

ALERT_NAME = 40
"""Telegram cuts an alert after 200 characters."""


def managed_card(card: DealCard, reader: Reader, back: Row) -> Screen:
    """The card with what a manager can do about a deal of the digest on top."""
    return card_screen(card, reader, rows=manager_rows(card, reader), back=back)


def manager_rows(card: DealCard, reader: Reader) -> list[Row]:
    """``Ask`` and, below it, ``Reassign · Accept wait``, as far as each makes sense: three are too wide for a phone."""
    deal, t = card.deal, reader.t
    if not card.may_reassign or deal.closed:
        return []
    asks: Row = []
    if deal.owner_id != card.viewer_id:
        name = shorten(card.owner_name.split(" ")[0], 12)
        ask = DealQuestion(deal=deal.id, version=deal.version)
        asks.append(button(t.plain("digest-button-ask", name=name), ask, "primary"))
    to = DealMenu(deal=deal.id, what="owner", version=deal.version)
    row = [button(t.plain("digest-button-reassign"), to)]
    if is_stuck(deal, reader.now):
        row.append(button(t.plain("digest-button-wait"), WaitMenu(deal=deal.id, version=deal.version)))
    return [asks, row]


def asked_away(outcome: Outcome, reader: Reader) -> str | None:
    """Who was asked is out of office; a manager who cannot wait for the answer should know."""
    if outcome.back_on is None:
        return None
    name = shorten(outcome.card.owner_name, ALERT_NAME)
    back = formatting.day(outcome.back_on, reader.locale, reader.today)
    return reader.t.plain("digest-asked-away", name=name, day=back)


def digest_back(team_id: int, page: int, reader: Reader) -> Row:
    """The way back to a page of the digest."""
    return [button(reader.t.plain("digest-button-back"), DigestBack(team=team_id, page=page))]


def wait_screen(card: DealCard, reader: Reader, back: Row) -> Screen:
    """The choice of how long the deal may wait, below its card."""
    deal = card.deal
    labels = ("digest-button-wait-3", "digest-button-wait-7", "digest-button-wait-14")
    chips = [
        button(reader.t.plain(label), WaitAccept(deal=deal.id, days=days, version=deal.version))
        for label, days in zip(labels, WAITS, strict=True)
    ]
    home = button(reader.t.plain("deal-button-back"), DealOpen(deal=deal.id))
    text = Markup("\n\n").join([Markup(card_screen(card, reader).text), reader.t("digest-wait")])
    return Screen(text, keyboard([chips, [home, *back]]))
