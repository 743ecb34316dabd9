"""Snooze and pause: not now, and not before a day for a reason. Each choice takes the place of the card."""

from __future__ import annotations

from datetime import date

from bot.callbacks.deals import DealAsk
from bot.callbacks.reminders import Pause, PauseAsk, PauseEnd, PauseFor, PauseMenu, Snooze, SnoozeMenu
from bot.models import Deal, StageKind
from bot.models.facts_deals import DealCard, Outcome, Verdict
from bot.reader import Reader
from bot.views import formatting
from bot.views.deal_lines import when
from bot.views.deal_news import alert
from bot.views.deal_state import is_paused
from bot.views.screen import Row, button, grid

# In the order of the buttons: hours stand with an h, all else are days.
SNOOZES = ("3h", "1", "3", "7")
PAUSES = (7, 14, 30)
# "Tomorrow" is whole on a phone while no more than these share its row.
CHIPS = 3
REASON_BUTTONS = {
    "away": "pause-button-away",
    "budget": "pause-button-budget",
    "us": "pause-button-us",
    "later": "pause-button-later",
}
# A pause's last day as a button carries it.
DAY = "%y%m%d"


def snooze_rows(deal: Deal, reader: Reader) -> list[Row]:
    """3 h · tomorrow · 3 d · 1 w · a date."""
    t = reader.t
    labels = {
        "3h": formatting.hours(3, reader.locale, short=True),
        "1": t.plain("deal-button-tomorrow"),
        "3": t.plain("deal-button-days", days=3),
        "7": t.plain("deal-button-week"),
    }
    chips = [
        button(labels[choice], Snooze(deal=deal.id, choice=choice, version=deal.version), _likely(choice))
        for choice in SNOOZES
    ]
    pick = button(t.plain("deal-button-pick"), DealAsk(deal=deal.id, field="snooze", version=deal.version))
    return grid([*chips, pick], CHIPS)


def pause_rows(card: DealCard, reader: Reader) -> list[Row]:
    """1 w · 2 w · 1 month · a date, as far as the team's limit lets."""
    t, deal = reader.t, card.deal
    labels = {7: "deal-button-week", 14: "pause-button-fortnight", 30: "pause-button-month"}
    chips = [
        button(t.plain(labels[days]), PauseFor(deal=deal.id, days=days, version=deal.version))
        for days in PAUSES
        if days <= card.pause_cap
    ]
    pick = button(t.plain("deal-button-pick"), DealAsk(deal=deal.id, field="pause", version=deal.version))
    return [[*chips, pick]]


def because_rows(deal: Deal, until: date, reader: Reader) -> list[Row]:
    """Why: one tap each, or in words."""
    t, day = reader.t, until.strftime(DAY)
    buttons = [
        button(t.plain(label), Pause(deal=deal.id, until=day, because=why, version=deal.version))
        for why, label in REASON_BUTTONS.items()
    ]
    other = button(t.plain("pause-button-other"), PauseAsk(deal=deal.id, until=day, version=deal.version))
    return [*grid(buttons, 2), [other]]


def waiting_buttons(deal: Deal, reader: Reader) -> Row:
    """For the card's menu: what keeps an open deal silent, in words that tell them apart; or what ends that."""
    t = reader.t
    if deal.kind is not StageKind.OPEN:
        return []
    if is_paused(deal):
        return [button(t.plain("pause-button-end"), PauseEnd(deal=deal.id, version=deal.version), "primary")]
    return [
        button(t.plain("snooze-button-long"), SnoozeMenu(deal=deal.id, version=deal.version)),
        button(t.plain("pause-button-long"), PauseMenu(deal=deal.id, version=deal.version)),
    ]


def quieten_row(deal: Deal, reader: Reader) -> Row:
    """For a reminder: the choices of when to be reminded, and of how long to pause."""
    t = reader.t
    return [
        button(t.plain("snooze-button"), SnoozeMenu(deal=deal.id, version=deal.version)),
        button(t.plain("pause-button"), PauseMenu(deal=deal.id, version=deal.version)),
    ]


def too_long(card: DealCard, reader: Reader) -> str:
    """Somebody asked for a longer pause than the team allows: the limit. No HTML."""
    return reader.t.plain("bad-pause-far", cap=formatting.days(card.pause_cap, reader.locale))


def pausing_alert(outcome: Outcome, reader: Reader) -> str | None:
    """Why snooze, pause or its end did nothing; None when it did what it says."""
    deal = outcome.card.deal
    if outcome.verdict is not Verdict.SAME:
        return alert(outcome, reader)
    if deal.paused_until is None:
        return reader.t.plain("stale-not-paused", client=deal.client)
    return reader.t.plain("stale-paused", client=deal.client, when=when(deal.paused_until, False, reader))


def _likely(choice: str) -> str | None:
    return "primary" if choice == "1" else None
