"""Making, listing and revoking invite links. Using one is /start's business."""

from __future__ import annotations

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from bot.callbacks.teams import InviteEdit, InviteList, InviteMake, InviteRevoke
from bot.handlers.answering import show
from bot.handlers.members import role_of
from bot.models.facts import Who
from bot.reader import Reader
from bot.services.invites import Invites
from bot.views import invites as views

router = Router(name="invites")


@router.callback_query(InviteEdit.filter())
async def edit(call: CallbackQuery, callback_data: InviteEdit, who: Who, reader: Reader, invites: Invites) -> None:
    """The link about to be made."""
    wanted = callback_data
    draft = await invites.draft(who.user_id, wanted.team, role_of(wanted.role), wanted.days, wanted.uses)
    await show(call, views.draft(draft, reader))


@router.callback_query(InviteMake.filter())
async def make(
    call: CallbackQuery, callback_data: InviteMake, bot: Bot, who: Who, reader: Reader, invites: Invites
) -> None:
    """Make the link and show it."""
    wanted = callback_data
    made = await invites.make(who.user_id, wanted.team, role_of(wanted.role), wanted.days, wanted.uses, wanted.nonce)
    me = await bot.me()
    await show(call, views.made(made, me.username or "", reader))


@router.callback_query(InviteList.filter())
async def working(call: CallbackQuery, callback_data: InviteList, who: Who, reader: Reader, invites: Invites) -> None:
    """The links that still work."""
    facts = await invites.working(who.user_id, callback_data.team)
    await show(call, views.working(facts, reader))


@router.callback_query(InviteRevoke.filter())
async def revoke(call: CallbackQuery, callback_data: InviteRevoke, who: Who, reader: Reader, invites: Invites) -> None:
    """End a link."""
    team_id = await invites.revoke(who.user_id, callback_data.invite)
    facts = await invites.working(who.user_id, team_id)
    await show(call, views.working(facts, reader), reader.t.plain("invite-revoked"))
