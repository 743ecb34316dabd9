"""A rep answers what a manager asked: by one tap, or in words."""

from __future__ import annotations

from aiogram import Bot, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks.digests import Answer, AnswerAsk, QuestionOpen
from bot.errors import BadInput, NotAllowed, NotFound
from bot.filters import NotCommand
from bot.handlers.answering import ask_again, remove, say, show
from bot.models.facts import Press, Who
from bot.models.facts_deals import Outcome, Verdict
from bot.models.facts_digests import QuestionFacts
from bot.reader import Reader
from bot.services.deals import DealCards
from bot.services.digests.asking import Asking
from bot.states import QuestionTyping
from bot.views.deal_lines import CLIENT, shorten
from bot.views.deal_news import alert, outcome_screen
from bot.views.deals import card_screen
from bot.views.questions import question_screen, reasons_screen, typing_screen

router = Router(name="questions")


@router.callback_query(Answer.filter())
async def answer(
    call: CallbackQuery,
    callback_data: Answer,
    who: Who,
    reader: Reader,
    press: Press,
    asking: Asking,
    cards: DealCards,
) -> None:
    """Tell the manager. "Lost" asks for the reason first: with that the deal is lost, and the question answered."""
    if callback_data.answer == "lost":
        facts = await asking.about(who.user_id, callback_data.asked)
        if not facts.answered and not facts.deal.closed:
            choices = await cards.choices(who.user_id, facts.deal.id)
            await show(call, reasons_screen(choices, facts.question_id, reader))
            return
    outcome = await asking.answer(who.user_id, callback_data.asked, callback_data.answer, press)
    said = _already(outcome, reader)
    await show(call, outcome_screen(outcome, reader), said, alert=said is not None)


@router.callback_query(QuestionOpen.filter())
async def open_question(
    call: CallbackQuery, callback_data: QuestionOpen, who: Who, reader: Reader, asking: Asking, cards: DealCards
) -> None:
    """The question again; the deal when it is answered."""
    facts = await asking.about(who.user_id, callback_data.asked)
    if await _is_over(call, facts, who, reader, cards):
        return
    await show(call, question_screen(facts, reader))


@router.callback_query(AnswerAsk.filter())
async def ask_words(
    call: CallbackQuery,
    callback_data: AnswerAsk,
    who: Who,
    reader: Reader,
    asking: Asking,
    cards: DealCards,
    state: FSMContext,
) -> None:
    """Wait for the answer in words, on the question's message."""
    facts = await asking.about(who.user_id, callback_data.asked)
    if await _is_over(call, facts, who, reader, cards):
        return
    await state.set_state(QuestionTyping.words)
    message_id = call.message.message_id if call.message else None
    await state.set_data({"question": callback_data.asked, "message": message_id})
    await show(call, typing_screen(facts, reader))


@router.message(StateFilter(QuestionTyping.words), NotCommand())
async def answered(
    message: Message, bot: Bot, who: Who, reader: Reader, press: Press, state: FSMContext, asking: Asking
) -> None:
    """Tell the manager what was typed; after an empty or too long answer the question stays open."""
    asked = await state.get_data()
    question = int(asked["question"])
    try:
        outcome = await asking.answer_in_words(who.user_id, question, message.text or "", press)
    except BadInput as error:
        facts = await asking.about(who.user_id, question)
        await ask_again(message, bot, state, typing_screen(facts, reader, bad=error.kind))
        return
    except (NotFound, NotAllowed):
        # The deal is no longer theirs: the question must not hold on to what they type next.
        await state.clear()
        raise
    screen = outcome_screen(outcome, reader, said=_already(outcome, reader))
    await say(message, screen)
    await state.clear()
    for old in (asked.get("again"), asked.get("message")):
        if old:
            await remove(bot, message.chat.id, int(old))


def _already(outcome: Outcome, reader: Reader) -> str | None:
    """What to say to an answer that came after another one, or after somebody closed the deal; a tap that came twice
    just shows what it did.
    """
    if outcome.verdict is Verdict.STALE:
        return alert(outcome, reader)
    return reader.t.plain("answer-already") if outcome.event is None else None


async def _is_over(call: CallbackQuery, facts: QuestionFacts, who: Who, reader: Reader, cards: DealCards) -> bool:
    """Show the deal instead of a question that is answered, or that is none any more since the deal is closed."""
    t, deal = reader.t, facts.deal
    if not facts.answered and not deal.closed:
        return False
    closed = t.plain("stale-closed", client=shorten(deal.client, CLIENT))
    said = t.plain("answer-already") if facts.answered else closed
    await show(call, card_screen(await cards.card(who.user_id, deal.id), reader), said, alert=True)
    return True
