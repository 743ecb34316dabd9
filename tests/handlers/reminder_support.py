"""What the tests of reminders in the chat share."""

from __future__ import annotations

from datetime import timedelta

from aiogram.types import InlineKeyboardMarkup
from sqlalchemy import select

from bot.models import Deal, EventKind, Nudge, Reminder, ReminderKind, ReminderState
from bot.reader import reader_for
from bot.services.reminders.nudges import Nudges
from bot.views.outgoing import render
from tests.handlers.chats import Chats, Shown
from tests.services.world import REP, World

MESSAGE = 50


async def remind(world: World, chats: Chats, *clients: str, owner: int = REP) -> tuple[Shown, list[Deal]]:
    """Two days later these deals are quiet, and their owner has got the message about them."""
    deals = [await world.deal(owner, client) for client in clients]
    world.clock.advance(timedelta(hours=49))
    now = world.clock.now()
    async with world.database.write() as session:
        kind = "single" if len(deals) == 1 else "batch"
        nudge = Nudge(
            team_id=world.team.id, user_id=owner, kind=kind, made_at=now, sent_at=now, message_id=MESSAGE, closed=False
        )
        session.add(nudge)
        await session.flush()
        for deal in deals:
            reminder = Reminder(
                team_id=world.team.id, deal_id=deal.id, user_id=owner, kind=ReminderKind.FOLLOW_UP,
                state=ReminderState.LIVE, arose_at=now, rung=1, nudge_id=nudge.id,
            )  # fmt: skip
            session.add(reminder)
            await session.flush()
            row = await session.get_one(Deal, deal.id)
            row.reminder_id, row.follow_up_at = reminder.id, None
    nudges: Nudges = chats.dispatcher["nudges"]
    screen = render(await nudges.facts(owner, nudge.id), reader_for("en", "Europe/Warsaw", now))
    assert isinstance(screen.keyboard, InlineKeyboardMarkup)
    chats.telegram.shown[MESSAGE] = Shown(MESSAGE, screen.text, screen.keyboard)
    return chats.telegram.shown[MESSAGE], deals


async def kinds(world: World, deal: Deal) -> list[EventKind]:
    """What happened to a deal since it was created."""
    return [event.kind for event in await world.events(deal)][1:]


async def reminders(world: World) -> list[ReminderState]:
    """How each reminder stands."""
    async with world.elsewhere() as session:
        return list(await session.scalars(select(Reminder.state).order_by(Reminder.id)))


def said(chats: Chats) -> str:
    """The last alert or toast."""
    return (chats.telegram.answers[-1].text or "").replace("\u00a0", " ")
