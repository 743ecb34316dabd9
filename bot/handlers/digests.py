"""The manager's digest: /digest, its pages, and what a manager does about a deal of it."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.callbacks.digests import DealQuestion, DigestBack, DigestDeal, DigestPage, WaitAccept, WaitMenu
from bot.errors import NotFound
from bot.filters import PrivateChat
from bot.handlers.answering import say, show
from bot.handlers.deals import back_row
from bot.models.facts import Press, Who
from bot.models.facts_deals import Outcome, Verdict
from bot.reader import Reader
from bot.services.deals import DealCards
from bot.services.digests.asking import Asking
from bot.services.digests.showing import Digests
from bot.services.reminders.pausing import Pausing
from bot.views.deal_news import alert, headline
from bot.views.deals import card_screen
from bot.views.digests import digest_screen
from bot.views.managing import WAITS, asked_away, digest_back, managed_card, manager_rows, wait_screen

router = Router(name="digests")


@router.message(Command("digest"), PrivateChat())
async def digest_command(message: Message, who: Who, reader: Reader, digests: Digests) -> None:
    """The digest of the team that the person stands in, as it is now."""
    if who.team_id is None:
        raise NotFound("team")
    await say(message, digest_screen(await digests.now(who.user_id, who.team_id), 0, reader))


@router.callback_query(DigestPage.filter())
@router.callback_query(DigestBack.filter())
async def turn(
    call: CallbackQuery, callback_data: DigestPage | DigestBack, who: Who, reader: Reader, digests: Digests
) -> None:
    """A page, with what is true now, however old the message."""
    facts = await digests.now(who.user_id, callback_data.team)
    await show(call, digest_screen(facts, callback_data.page, reader))


@router.callback_query(DigestDeal.filter())
async def open_deal(call: CallbackQuery, callback_data: DigestDeal, who: Who, reader: Reader, cards: DealCards) -> None:
    """The card with a manager's buttons, and the way back to the page."""
    card = await cards.card(who.user_id, callback_data.deal)
    await show(call, managed_card(card, reader, digest_back(callback_data.team, callback_data.page, reader)))


@router.callback_query(DealQuestion.filter())
async def ask(
    call: CallbackQuery, callback_data: DealQuestion, who: Who, reader: Reader, press: Press, asking: Asking
) -> None:
    """Send the owner a question."""
    outcome = await asking.ask(who.user_id, callback_data.deal, press)
    away = asked_away(outcome, reader)
    if outcome.verdict is Verdict.SAME:
        screen = managed_card(outcome.card, reader, back_row(call, reader))
        await show(call, screen, away or reader.t.plain("digest-asked-already"), alert=True)
        return
    await _show(call, outcome, reader, away)


@router.callback_query(WaitMenu.filter())
async def wait_menu(call: CallbackQuery, callback_data: WaitMenu, who: Who, reader: Reader, cards: DealCards) -> None:
    """The choice of how long the deal may wait."""
    card = await cards.card(who.user_id, callback_data.deal)
    await show(call, wait_screen(card, reader, back_row(call, reader)))


@router.callback_query(WaitAccept.filter())
async def accept_wait(
    call: CallbackQuery, callback_data: WaitAccept, who: Who, reader: Reader, press: Press, pausing: Pausing
) -> None:
    """The deal may stand where it does for so long."""
    if callback_data.days not in WAITS:
        raise NotFound("button")
    await _show(call, await pausing.accept_wait(who.user_id, callback_data.deal, callback_data.days, press), reader)


async def _show(call: CallbackQuery, outcome: Outcome, reader: Reader, besides: str | None = None) -> None:
    """The card under what was done, with a manager's buttons; an alert when nothing was, or with what to know
    ``besides``.
    """
    back, card = back_row(call, reader), outcome.card
    said = alert(outcome, reader)
    above = headline(card, outcome.event, reader) if outcome.event is not None and said is None else None
    screen = card_screen(card, reader, above=above, rows=manager_rows(card, reader), back=back)
    await show(call, screen, said or besides, alert=bool(said or besides))
