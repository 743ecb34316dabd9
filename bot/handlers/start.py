"""/start: the start screen, and what its links carry: an invite, or a deal or a team's digest to open."""

from __future__ import annotations

import re

from aiogram import Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks.teams import Cancel, Home
from bot.filters import PrivateChat
from bot.handlers.answering import say, show
from bot.models.facts import Who
from bot.reader import Reader
from bot.services.deals import DealCards
from bot.services.digests.showing import Digests
from bot.services.invites import Invites
from bot.services.teams import Teams
from bot.views import invites as invite_views
from bot.views import start as views
from bot.views.deals import card_screen
from bot.views.digests import digest_screen
from bot.views.screen import Screen

router = Router(name="start")

DEAL_LINK = re.compile(r"d(\d{1,15})")
"""``?start=d142`` opens a deal. Invite tokens are 32 characters long, so they cannot be confused."""

DIGEST_LINK = re.compile(r"g(\d{1,15})")
"""``?start=g3`` shows the digest of a team."""


async def home_screen(who: Who, reader: Reader, teams: Teams) -> Screen:
    """Where the person stands; for those without a team, how to get one."""
    facts = await teams.home(who.user_id)
    if facts is None:
        return views.welcome(who.name, teams.may_create(who.user_id), reader)
    return views.home(facts, reader)


@router.message(CommandStart(), PrivateChat())
async def start(
    message: Message,
    command: CommandObject,
    who: Who,
    reader: Reader,
    teams: Teams,
    invites: Invites,
    cards: DealCards,
    digests: Digests,
    state: FSMContext,
) -> None:
    """Greet, or do what the link says. Whatever dialogue was open is over."""
    payload = (command.args or "").strip()
    deal, digest = DEAL_LINK.fullmatch(payload), DIGEST_LINK.fullmatch(payload)
    if deal is not None:
        card = await cards.card(who.user_id, int(deal[1]))
        await say(message, card_screen(card, reader))
    elif digest is not None:
        await say(message, digest_screen(await digests.now(who.user_id, int(digest[1])), 0, reader))
    elif payload:
        joined = await invites.use(who.user_id, payload)
        await say(message, invite_views.joined(joined, reader))
    else:
        await say(message, await home_screen(who, reader, teams))
    await state.clear()


@router.callback_query(Home.filter())
async def home(call: CallbackQuery, who: Who, reader: Reader, teams: Teams, state: FSMContext) -> None:
    """The start screen in place of what the message showed."""
    await state.clear()
    await show(call, await home_screen(who, reader, teams))


@router.callback_query(Cancel.filter())
async def cancel(call: CallbackQuery, who: Who, reader: Reader, teams: Teams, state: FSMContext) -> None:
    """Leave the dialogue."""
    await state.clear()
    await show(call, await home_screen(who, reader, teams), reader.t.plain("cancelled"))
