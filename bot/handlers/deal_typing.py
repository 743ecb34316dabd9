"""Questions about a deal that are answered by typing: a note, a next step, a date, a field."""

from __future__ import annotations

from datetime import date
from typing import Any

from aiogram import Bot, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks.deals import DealAsk
from bot.errors import BadInput, NotFound
from bot.filters import NotCommand
from bot.handlers.answering import ask_again, edit, remove, say, show
from bot.handlers.deals import back_row, nudge_of
from bot.handlers.drafts import contact_of
from bot.models.facts import Press, Who
from bot.models.facts_deals import DealCard, Outcome
from bot.models.facts_reminders import NudgeFacts
from bot.reader import Reader
from bot.services.deals import DealCards, DealTyping
from bot.services.reminders.nudges import Nudges
from bot.states import DealTyping as Asking
from bot.views.deal_menus import because_screen
from bot.views.deal_news import outcome_screen
from bot.views.deal_questions import QUESTIONS, question_screen
from bot.views.outgoing import render
from bot.views.pausing import pausing_alert
from bot.views.screen import Screen

router = Router(name="deal-typing")


@router.callback_query(DealAsk.filter())
async def ask(
    call: CallbackQuery, callback_data: DealAsk, who: Who, reader: Reader, cards: DealCards, state: FSMContext
) -> None:
    """Put the question on the card's message and wait for the answer."""
    if callback_data.field not in QUESTIONS:
        raise NotFound("field")
    card = await cards.card(who.user_id, callback_data.deal)
    await state.set_state(Asking.value)
    await state.set_data(
        {
            "deal": callback_data.deal,
            "field": callback_data.field,
            "version": callback_data.version,
            "message": call.message.message_id if call.message else None,
            "nudge": nudge_of(call),
        }
    )
    await show(call, question_screen(card, callback_data.field, reader, back=back_row(call, reader)))


@router.message(StateFilter(Asking.value), NotCommand())
async def answered(
    message: Message,
    bot: Bot,
    who: Who,
    reader: Reader,
    press: Press,
    state: FSMContext,
    cards: DealCards,
    typing: DealTyping,
    nudges: Nudges,
) -> None:
    """Carry out what was typed; after a bad answer the question stays open."""
    asked = await state.get_data()
    deal, field = int(asked["deal"]), str(asked["field"])
    if press.inbox_id is not None and asked.get("inbox") == press.inbox_id:
        # We died after this very message had the reason asked: it is a day, and must not become the reason.
        until = date.fromisoformat(asked["until"])
        await say(message, because_screen(await cards.card(who.user_id, deal), until, reader))
        return
    try:
        outcome = await _take(message, asked, who, press, typing)
    except BadInput as error:
        card = await cards.card(who.user_id, deal)
        await ask_again(message, bot, state, question_screen(card, field, reader, error))
        return
    except NotFound:
        # The deal is no longer theirs to see: the question must not hold on to what they type next.
        await state.clear()
        raise
    sent = await say(message, _answer(outcome, reader))
    if outcome.until is None:
        await state.clear()
    else:
        message_id, nudge = sent.message_id, asked.get("nudge")
        await wait_for_reason(state, outcome.card, outcome.until, message_id, nudge, inbox_id=press.inbox_id)
    await _close_question(bot, message, asked, who, reader, nudges)


async def wait_for_reason(
    state: FSMContext,
    card: DealCard,
    until: date,
    message_id: int | None,
    nudge: int | None,
    *,
    version: int | None = None,
    inbox_id: int | None = None,
) -> None:
    """The day of a pause is known, and why is asked with buttons; what is typed instead is the reason, too.

    ``version``: what an old button was pressed against. ``inbox_id``: the typed message that led here, if one did.
    """
    await state.set_data(
        {
            "deal": card.deal.id,
            "field": "because",
            "until": until.isoformat(),
            "version": card.deal.version if version is None else version,
            "message": message_id,
            "nudge": nudge,
            "inbox": inbox_id,
        }
    )
    await state.set_state(Asking.value)


async def _take(message: Message, asked: dict[str, Any], who: Who, press: Press, typing: DealTyping) -> Outcome:
    """Words; or for the phone a shared contact."""
    deal, field = int(asked["deal"]), str(asked["field"])
    contact = contact_of(message.contact)
    if contact is not None and field == "phone":
        return await typing.take_contact(who, deal, contact, press)
    if not message.text:
        raise BadInput(field, "", "words")
    until = date.fromisoformat(asked["until"]) if asked.get("until") else None
    return await typing.answer(who, deal, field, message.text, int(asked["version"]), press, until=until)


async def _close_question(
    bot: Bot, message: Message, asked: dict[str, Any], who: Who, reader: Reader, nudges: Nudges
) -> None:
    """The question has its answer: it goes, what was said about bad answers, too; a message that is about other deals
    as well shows them again.
    """
    if asked.get("again"):
        await remove(bot, message.chat.id, int(asked["again"]))
    if not asked.get("message"):
        return
    question = int(asked["message"])
    facts = await nudges.facts(who.user_id, int(asked["nudge"])) if asked.get("nudge") else None
    if facts is None or (isinstance(facts, NudgeFacts) and facts.kind == "single"):
        await remove(bot, message.chat.id, question)
    else:
        await edit(bot, message.chat.id, question, render(facts, reader))


def _answer(outcome: Outcome, reader: Reader) -> Screen:
    """What the typed words did; of a pause that has only a day so far, the question why."""
    if outcome.until is not None:
        return because_screen(outcome.card, outcome.until, reader)
    return outcome_screen(outcome, reader, said=pausing_alert(outcome, reader))
