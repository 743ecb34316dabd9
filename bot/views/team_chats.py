"""Connecting groups and topics to a team, and what they hear."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from bot.callbacks.teams import (
    ChatConnect,
    ChatHear,
    ChatList,
    ChatLocale,
    ChatOffer,
    ChatOpen,
    ChatRemove,
    ChatRepair,
    TeamMenu,
)
from bot.i18n import Markup
from bot.models import TeamChat
from bot.models.facts_teams import ChatCard, Place
from bot.models.facts_teams import ChatList as ChatListFacts
from bot.reader import Reader
from bot.views.roles import LANGUAGES, mark
from bot.views.screen import Row, Screen, button, grid, keyboard, link

HEARS = ("created", "moved", "won", "lost", "digest")


def hello(forum: bool, reader: Reader) -> Screen:
    """What the bot says when it was added to a group."""
    text = reader.t("chat-hello-forum" if forum else "chat-hello")
    return Screen(text, keyboard([[button(reader.t.plain("chat-connect"), ChatOffer(), "primary")]]))


def anonymous(reader: Reader) -> Screen:
    """For one who writes as the group: a tap tells who it is."""
    return Screen(reader.t("connect-anonymous"), keyboard([[button(reader.t.plain("chat-connect"), ChatOffer())]]))


def connected(reader: Reader) -> Screen:
    """What somebody hears who may not set up the chat: it is connected. To which team is not for strangers."""
    return Screen(reader.t("chat-connected"))


def choose(places: Sequence[Place], reader: Reader) -> Screen:
    """Which team should post here? Only that team's managers can press its button."""
    rows = [[button(place.name, ChatConnect(team=place.team_id))] for place in places]
    return Screen(reader.t("chat-choose"), keyboard(rows))


def card(facts: ChatCard, reader: Reader, *, in_group: bool) -> Screen:
    """One chat: what it hears and in which language, by buttons that show the present values."""
    t, chat = reader.t, facts.chat
    lines: list[str] = [t("chat-here" if in_group else "chat-title", team=facts.team_name, chat=chat.title)]
    rows: list[Row] = []
    if chat.broken is not None:
        lines += ["", t(f"chat-broken-{chat.broken}"), t("chat-repair-how")]
        rows.append([button(t.plain("chat-repair"), ChatRepair(chat=chat.id), "primary")])
    else:
        lines.append(t("chat-hears"))
    rows += grid([_switch(chat, what, reader) for what in HEARS], 2)
    rows.append(
        [
            button(mark(code == chat.locale, name), ChatLocale(chat=chat.id, locale=code))
            for code, name in LANGUAGES.items()
        ]
    )
    last = [button(t.plain("chat-disconnect"), ChatRemove(chat=chat.id, sure=0))]
    if not in_group:
        last.append(button(t.plain("button-back"), ChatList(team=chat.team_id)))
    return Screen(Markup("\n").join(lines), keyboard([*rows, last]))


def _switch(chat: TeamChat, what: str, reader: Reader) -> InlineKeyboardButton:
    on = bool(getattr(chat, f"hears_{what}"))
    text = f"{'✅' if on else '⬜'} {reader.t.plain(f'chat-hears-{what}')}"
    return button(text, ChatHear(chat=chat.id, what=what, on=0 if on else 1))


def listing(facts: ChatListFacts, username: str, reader: Reader) -> Screen:
    """The team's chats, and how to add one."""
    t = reader.t
    rows: list[Row] = [[button(_title(chat), ChatOpen(chat=chat.id))] for chat in facts.chats]
    add = f"https://t.me/{username}?startgroup=c{facts.team_id}"
    rows.append([link(t.plain("chat-add"), add)])
    rows.append([button(t.plain("button-back"), TeamMenu(team=facts.team_id))])
    key = "chat-list" if facts.chats else "chat-list-empty"
    return Screen(t(key, team=facts.team_name), keyboard(rows))


def _title(chat: TeamChat) -> str:
    return f"⚠️ {chat.title}" if chat.broken is not None else chat.title


def confirm_removal(facts: ChatCard, reader: Reader) -> Screen:
    """Really disconnect?"""
    t, chat = reader.t, facts.chat
    rows = [
        [button(t.plain("chat-disconnect"), ChatRemove(chat=chat.id, sure=1), "danger")],
        [button(t.plain("button-back"), ChatOpen(chat=chat.id))],
    ]
    return Screen(t("chat-disconnect-sure", chat=chat.title, team=facts.team_name), keyboard(rows))


def removed(facts: ChatCard, reader: Reader, *, in_group: bool) -> Screen:
    """No posts there any more."""
    t = reader.t
    back = button(t.plain("button-back"), ChatList(team=facts.chat.team_id))
    again = button(t.plain("chat-connect"), ChatOffer())
    return Screen(t("chat-disconnected", team=facts.team_name), keyboard([[again if in_group else back]]))
