"""A list as one person reads it inside a group: links into the private chat instead of buttons that act."""

from __future__ import annotations

from dataclasses import replace

from aiogram.types import InlineKeyboardButton

from bot.i18n import Markup
from bot.models.facts_deals import DealPage
from bot.reader import Reader
from bot.views.lists import list_screen
from bot.views.screen import Row, Screen, grid, keyboard, link

NUMBERS_A_ROW = 4


def private_list(page: DealPage, username: str, reader: Reader) -> Screen:
    """The list's text with a link per deal. Buttons that act would have to edit a message that Telegram soon drops."""
    text = Markup("\n\n").join([_text(page, reader), reader.t("group-only-you")])
    return Screen(text, keyboard([*_numbers(page, username), [_private(username, reader)]]))


def linked_list(page: DealPage, username: str, reader: Reader) -> Screen:
    """The same in the private chat, for one who stands in another team there."""
    return Screen(_text(page, reader), keyboard(_numbers(page, username)))


def _text(page: DealPage, reader: Reader) -> Markup:
    # An empty list's advice is for the team that one stands in: there is no button for it here.
    return Markup(list_screen(replace(page, may_create=False), reader).text)


def _numbers(page: DealPage, username: str) -> list[Row]:
    links = [link(str(at), deal_link(username, row.deal.id)) for at, row in enumerate(page.rows, 1)]
    return grid(links, NUMBERS_A_ROW)


def moment(reader: Reader) -> Screen:
    """What may be seen by everybody should the server not know private answers."""
    return Screen(reader.t("group-moment"))


def hint(name: str, username: str, reader: Reader) -> Screen:
    """For one who has never started the private chat."""
    return Screen(reader.t("group-hint", name=name), keyboard([[_private(username, reader)]]))


def anonymous(username: str, reader: Reader) -> Screen:
    """For one who writes as the group."""
    return Screen(reader.t("group-anonymous"), keyboard([[_private(username, reader)]]))


def deal_link(username: str, deal_id: int) -> str:
    """Opens the deal in the private chat."""
    return f"https://t.me/{username}?start=d{deal_id}"


def _private(username: str, reader: Reader) -> InlineKeyboardButton:
    return link(reader.t.plain("group-button-private"), f"https://t.me/{username}?start")
