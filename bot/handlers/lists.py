"""Lists of deals: /deals, /stuck, and turning their pages."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.callbacks.digests import DigestBack
from bot.callbacks.lists import ListBack, ListMenu, ListOpen, StagePick
from bot.errors import NotFound
from bot.filters import PrivateChat
from bot.handlers.answering import kept_button, say, show
from bot.models import Role
from bot.models.facts import Who
from bot.reader import Reader
from bot.services.lists import Lists
from bot.views.lists import back_to_list, list_screen, menu_screen, stages_screen

router = Router(name="lists")


@router.message(Command("deals"), PrivateChat())
async def deals_command(message: Message, who: Who, reader: Reader, lists: Lists) -> None:
    """One's own deals at once, for managers the team's: a choice of lists first would cost every move a tap."""
    page = await lists.page(who.user_id, _team(who), "my", _own_whose(who))
    await say(message, list_screen(page, reader))


@router.message(Command("stuck"), PrivateChat())
async def stuck_command(message: Message, who: Who, reader: Reader, lists: Lists) -> None:
    """Stuck deals at once: one's own, for managers the team's."""
    page = await lists.page(who.user_id, _team(who), "stuck", _own_whose(who))
    await say(message, list_screen(page, reader))


@router.callback_query(ListMenu.filter())
async def menu(call: CallbackQuery, callback_data: ListMenu, who: Who, reader: Reader) -> None:
    """The choice of lists, mine or the team's."""
    _team(who)
    whose = callback_data.whose if has_both(who) else _own_whose(who)
    await show(call, menu_screen(whose, has_both(who), may_create(who), reader))


@router.callback_query(StagePick.filter())
async def pick_stage(call: CallbackQuery, callback_data: StagePick, who: Who, reader: Reader, lists: Lists) -> None:
    """The choice of a stage."""
    counts = await lists.stage_counts(who.user_id, _team(who), callback_data.whose)
    await show(call, stages_screen(counts, reader))


@router.callback_query(ListOpen.filter())
async def open_list(call: CallbackQuery, callback_data: ListOpen, who: Who, reader: Reader, lists: Lists) -> None:
    """One page of a list."""
    await _show_page(call, callback_data, who, reader, lists)


@router.callback_query(ListBack.filter())
async def open_again(call: CallbackQuery, callback_data: ListBack, who: Who, reader: Reader, lists: Lists) -> None:
    """The same page once more, as it is now."""
    await _show_page(call, callback_data, who, reader, lists)


async def _show_page(call: CallbackQuery, asked: ListOpen | ListBack, who: Who, reader: Reader, lists: Lists) -> None:
    # A list of the digest is one of the digest's team, whichever the person stands in.
    digest = kept_button(call, DigestBack)
    team_id = DigestBack.unpack(digest.callback_data).team if digest and digest.callback_data else _team(who)
    page = await lists.page(who.user_id, team_id, asked.view, asked.whose, asked.arg, asked.turn, asked.cursor)
    await show(call, list_screen(page, reader, back_to_list(digest, reader, "digest-button-back")))


def has_both(who: Who) -> bool:
    """Only whether to offer one's own lists beside the team's; the service decides what they hold."""
    return who.role is not Role.VIEWER and (who.role is not Role.REP or who.sees_all)


def may_create(who: Who) -> bool:
    """Only whether to offer *New deal*; the service decides."""
    return who.role is not None and who.role.may(Role.REP)


def _own_whose(who: Who) -> str:
    return "m" if who.role is Role.REP else "t"


def _team(who: Who) -> int:
    if who.team_id is None:
        raise NotFound("team")
    return who.team_id
