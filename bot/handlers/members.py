"""The people of a team."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks.teams import MemberList, MemberOpen, MemberRemove, MemberRole
from bot.errors import BadInput
from bot.handlers.answering import show
from bot.models import Role
from bot.models.facts import Who
from bot.reader import Reader
from bot.services.members import Members
from bot.views import members as views
from bot.views.roles import role_name

router = Router(name="members")


def role_of(text: str) -> Role:
    """The role that a button names. Raises BadInput for a forged one."""
    try:
        return Role(text)
    except ValueError:
        raise BadInput("setting", text) from None


@router.callback_query(MemberList.filter())
async def page(call: CallbackQuery, callback_data: MemberList, who: Who, reader: Reader, members: Members) -> None:
    """A page of the members."""
    facts = await members.page(who.user_id, callback_data.team, callback_data.page)
    await show(call, views.page(facts, reader))


@router.callback_query(MemberOpen.filter())
async def card(call: CallbackQuery, callback_data: MemberOpen, who: Who, reader: Reader, members: Members) -> None:
    """One member."""
    facts = await members.card(who.user_id, callback_data.team, callback_data.user)
    await show(call, views.card(facts, reader))


@router.callback_query(MemberRole.filter())
async def set_role(call: CallbackQuery, callback_data: MemberRole, who: Who, reader: Reader, members: Members) -> None:
    """Give a member another role."""
    tapped = callback_data
    facts = await members.set_role(who.user_id, tapped.team, tapped.user, role_of(tapped.role))
    role = role_name(facts.member.role, reader)
    await show(call, views.card(facts, reader), reader.t.plain("member-role-set", name=facts.member.name, role=role))


@router.callback_query(MemberRemove.filter())
async def remove(call: CallbackQuery, callback_data: MemberRemove, who: Who, reader: Reader, members: Members) -> None:
    """Ask, then end a membership: one's own, or as admin somebody else's."""
    team, target = callback_data.team, callback_data.user
    if not callback_data.sure:
        facts = await members.card(who.user_id, team, target)
        await show(call, views.confirm_removal(facts, reader))
        return
    gone = await members.remove(who.user_id, team, target)
    await show(call, views.left(reader) if target == who.user_id else views.removed(gone.name, team, reader))
