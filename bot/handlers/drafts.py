"""Creating a deal from one message: typed in one line, or a shared contact; and the draft card's buttons.

Its message handlers take any plain text, so this router comes after everything that waits for words.
"""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Contact, Message

from bot.callbacks.drafts import DraftCancel, DraftField, DraftPick, DraftRestore, DraftSave, DraftShow
from bot.errors import NotFound
from bot.filters import PrivateChat, SharesContact, Words
from bot.handlers.answering import say
from bot.handlers.draft_desk import AtDesk, Desk
from bot.models.facts_drafts import DraftStart, SharedContact
from bot.services.drafts import Drafts
from bot.views import drafts as views

router = Router(name="drafts")
router.message.filter(AtDesk())
router.callback_query.filter(AtDesk())


@router.message(StateFilter(None), PrivateChat(), SharesContact())
async def shared(message: Message, desk: Desk, drafts: Drafts) -> None:
    """A contact out of the blue starts a draft with name and phone."""
    contact = contact_of(message.contact)
    if desk.who.team_id is None or contact is None:
        await say(message, views.no_team(desk.reader))
        return
    await put_start(message, await drafts.start_contact(desk.who, contact, desk.press), desk)


@router.message(StateFilter(None), PrivateChat(), Words())
async def typed(message: Message, desk: Desk, drafts: Drafts) -> None:
    """Plain text is a deal in one line, or the name of a client whose deals are wanted."""
    asked = await desk.asked()
    if asked is not None and asked.by(desk.press):
        # These words ended a dialogue just before we died: they are no new deal.
        facts = await drafts.get(desk.who, asked.draft)
        await desk.below(message, facts, await desk.screen(facts))
        return
    await start_line(message, message.text or "", desk)


@router.callback_query(DraftShow.filter())
async def shown(call: CallbackQuery, callback_data: DraftShow, desk: Desk, drafts: Drafts) -> None:
    """The draft card."""
    facts = await drafts.get(desk.who, callback_data.draft)
    await desk.here(call, facts, await desk.screen(facts))


@router.callback_query(DraftSave.filter())
async def saved(call: CallbackQuery, callback_data: DraftSave, desk: Desk, drafts: Drafts) -> None:
    """Save; pressed again it opens the deal."""
    done = await drafts.save(desk.who, callback_data.draft, desk.press)
    await desk.here(call, done.draft, await desk.screen(done.draft, done.outcome))


@router.callback_query(DraftField.filter())
async def corrected(call: CallbackQuery, callback_data: DraftField, desk: Desk, drafts: Drafts) -> None:
    """Ask for one field."""
    facts = await drafts.get(desk.who, callback_data.draft)
    if callback_data.field not in facts.questions:
        raise NotFound("field")
    await desk.here(call, facts, await desk.ask(facts, callback_data.field))


@router.callback_query(DraftPick.filter())
async def picked(call: CallbackQuery, callback_data: DraftPick, desk: Desk, drafts: Drafts) -> None:
    """Set one field by button. A currency is chosen for the amount that is typed next, so the question stays."""
    tapped = callback_data
    facts = await drafts.pick(desk.who, tapped.draft, tapped.field, tapped.value)
    stays = tapped.field == "currency"
    await desk.here(call, facts, await (desk.ask(facts, "amount") if stays else desk.screen(facts)))


@router.callback_query(DraftCancel.filter())
async def cancelled(call: CallbackQuery, callback_data: DraftCancel, desk: Desk, drafts: Drafts) -> None:
    """Throw the draft away."""
    facts = await drafts.cancel(desk.who, callback_data.draft)
    await desk.here(call, facts, await desk.screen(facts))


@router.callback_query(DraftRestore.filter())
async def restored(call: CallbackQuery, callback_data: DraftRestore, desk: Desk, drafts: Drafts) -> None:
    """Take a cancelled draft back."""
    facts = await drafts.restore(desk.who, callback_data.draft)
    await desk.here(call, facts, await desk.screen(facts))


async def start_line(message: Message, text: str, desk: Desk) -> None:
    """Begin a draft from typed text."""
    if desk.who.team_id is None:
        await say(message, views.no_team(desk.reader))
        return
    await put_start(message, await desk.drafts.start(desk.who, text, desk.press), desk)


async def put_start(message: Message, start: DraftStart, desk: Desk) -> None:
    """Deals that may be meant come first, then *New deal*; where none is, the draft itself."""
    if start.matches:
        await say(message, views.matches(start, desk.reader))
    elif start.draft is None:
        await say(message, views.viewer(desk.reader))
    else:
        await desk.below(message, start.draft, await desk.screen(start.draft))


def contact_of(contact: Contact | None) -> SharedContact | None:
    """What we keep of a shared contact."""
    if contact is None:
        return None
    name = " ".join(part for part in (contact.first_name, contact.last_name) if part)
    return SharedContact(contact.phone_number, name, contact.user_id)
