"""The guided entry, one question at a time, and the words that answer a draft's questions.

This router comes first: a command or a button elsewhere ends the waiting question before anything else sees it.
"""

from __future__ import annotations

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandObject, Filter, StateFilter
from aiogram.types import CallbackQuery, Message

from bot.callbacks import drafts as callbacks
from bot.callbacks.drafts import DraftGuide, DraftNew, DraftStep
from bot.errors import BadInput, DealnudgeError, NotFound
from bot.filters import AnyCommand, NotCommand, PrivateChat
from bot.handlers.answering import say, show
from bot.handlers.draft_desk import Asked, AtDesk, Desk
from bot.handlers.drafts import contact_of, start_line
from bot.models.facts_drafts import DraftAnswer
from bot.services.drafts import Drafts
from bot.states import DraftTyping
from bot.views import drafts as views

router = Router(name="draft-guide")
router.message.filter(AtDesk())
router.callback_query.filter(AtDesk())

OURS = frozenset(
    kind.__prefix__
    for kind in (
        callbacks.DraftNew,
        callbacks.DraftShow,
        callbacks.DraftSave,
        callbacks.DraftCancel,
        callbacks.DraftField,
        callbacks.DraftPick,
        callbacks.DraftStep,
        callbacks.DraftGuide,
        callbacks.DraftRestore,
    )
)
CONTACT_ANSWERS = ("client", "phone")


class Elsewhere(Filter):
    """A button that is not a draft's."""

    async def __call__(self, call: CallbackQuery) -> bool:
        return (call.data or "").partition(":")[0] not in OURS


@router.callback_query(StateFilter(DraftTyping.value), Elsewhere())
async def turned_away(call: CallbackQuery, desk: Desk) -> None:
    """What is typed after pressing a button elsewhere is not for the draft."""
    await desk.state.clear()
    raise SkipHandler


@router.message(StateFilter(DraftTyping.value), PrivateChat(), AnyCommand())
async def left(message: Message, desk: Desk, drafts: Drafts) -> None:
    """A command ends the question, keeps the draft in reach, and is then handled as always."""
    asked = await desk.asked()
    await desk.state.clear()
    facts = await drafts.find(desk.who, asked.draft) if asked else None
    if facts is not None and facts.is_open and not facts.values.is_empty:
        await say(message, views.kept(facts, desk.reader))
    raise SkipHandler


@router.message(StateFilter(DraftTyping.value), PrivateChat(), NotCommand())
async def answered(message: Message, desk: Desk, drafts: Drafts) -> None:
    """Words, or a shared contact, that answer the waiting question. A bad answer leaves it open."""
    asked = await desk.asked()
    if asked is None or asked.by(desk.press):
        await _again(message, asked, desk)
        return
    try:
        answer = await _take(message, asked, desk)
    except DealnudgeError:
        # The draft is out of reach, and what is typed next is not for it.
        await desk.state.clear()
        raise
    facts = answer.draft
    if not facts.is_open:
        # Saved or thrown away by a button meanwhile: these words are something new.
        await desk.state.clear()
        await start_line(message, message.text or "", desk)
    elif answer.problem or (message.contact and asked.field not in CONTACT_ANSWERS):
        screen = await desk.ask(facts, asked.field, guided=asked.guided, problem=answer.problem)
        await desk.below(message, facts, screen)
    else:
        await desk.below(message, facts, await desk.go_on(facts, asked.field, guided=asked.guided))


@router.message(PrivateChat(), Command("new"))
async def new(message: Message, command: CommandObject, desk: Desk, drafts: Drafts) -> None:
    """``/new`` asks one question at a time; ``/new Acme 120k`` is the line itself."""
    if command.args or desk.who.team_id is None:
        await start_line(message, command.args or "", desk)
        return
    facts = await drafts.begin(desk.who, desk.press)
    await desk.below(message, facts, await desk.ask(facts, "client", guided=True))


@router.callback_query(DraftNew.filter())
async def begin(call: CallbackQuery, desk: Desk, drafts: Drafts) -> None:
    """*New deal*: the first question takes the message's place."""
    if desk.who.team_id is None:
        await show(call, views.no_team(desk.reader))
        return
    facts = await drafts.begin(desk.who, desk.press)
    await desk.here(call, facts, await desk.ask(facts, "client", guided=True))


@router.callback_query(DraftStep.filter())
async def step(call: CallbackQuery, callback_data: DraftStep, desk: Desk, drafts: Drafts) -> None:
    """Back to a question, or on to it past the one before."""
    facts = await drafts.get(desk.who, callback_data.draft)
    if callback_data.question not in facts.questions:
        raise NotFound("field")
    await desk.here(call, facts, await desk.ask(facts, callback_data.question, guided=True))


@router.callback_query(DraftGuide.filter())
async def chosen(call: CallbackQuery, callback_data: DraftGuide, desk: Desk, drafts: Drafts) -> None:
    """Answer by button and go on. A currency is chosen for the amount that is typed next, so the question stays."""
    tapped = callback_data
    facts = await drafts.pick(desk.who, tapped.draft, tapped.field, tapped.value)
    if tapped.field == "currency":
        screen = await desk.ask(facts, "amount", guided=True)
    else:
        screen = await desk.go_on(facts, tapped.field, guided=True)
    await desk.here(call, facts, screen)


async def _take(message: Message, asked: Asked, desk: Desk) -> DraftAnswer:
    contact = contact_of(message.contact)
    if contact is not None:
        return await desk.drafts.add_contact(desk.who, asked.draft, contact, asked.field)
    if not message.text:
        return DraftAnswer(await desk.drafts.get(desk.who, asked.draft), BadInput(asked.field, "", "words"))
    return await desk.drafts.answer(desk.who, asked.draft, asked.field, message.text)


async def _again(message: Message, asked: Asked | None, desk: Desk) -> None:
    """The update was handled before and is replayed: show where things stand."""
    if asked is None:
        await desk.state.clear()
        await start_line(message, message.text or "", desk)
        return
    facts = await desk.drafts.get(desk.who, asked.draft)
    if asked.field:
        screen = await desk.ask(facts, asked.field, guided=asked.guided, problem=asked.problem)
    else:
        screen = await desk.screen(facts)
    await desk.below(message, facts, screen)
