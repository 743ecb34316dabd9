"""What a view returns: one message's text and buttons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import overload

from aiogram.filters.callback_data import MAX_CALLBACK_LENGTH, CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.i18n import Markup

Row = list[InlineKeyboardButton]

# Copied by `button`, which costs half of building one: a card has a dozen, and nothing in them needs validating.
_BUTTON = InlineKeyboardButton(text="", callback_data="")

# Keeps the dot at the end of a line rather than at the beginning of the next one.
DOT = "\N{NO-BREAK SPACE}· "

# So many buttons with a number fit a phone's width.
NUMBERS = 5


@dataclass(frozen=True, slots=True)
class Screen:
    """A message as it will look. ``text`` is Telegram HTML."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None


def button(text: str, data: CallbackData, style: str | None = None) -> InlineKeyboardButton:
    """A button that does something. ``style``: ``primary`` (the likely next tap), ``success``, ``danger`` or none."""
    return _BUTTON.model_copy(update={"text": text, "callback_data": _packed(data), "style": style})


def _packed(data: CallbackData) -> str:
    """``data.pack()``, at a quarter of its price for the numbers and words that almost all buttons hold."""
    values = tuple(data.__dict__.values())
    if all(type(value) in (int, str) for value in values):
        packed = data.__separator__.join((data.__prefix__, *map(str, values)))
        if packed.count(data.__separator__) == len(values) and len(packed.encode()) <= MAX_CALLBACK_LENGTH:
            return packed
    return data.pack()


def link(text: str, url: str) -> InlineKeyboardButton:
    """A button that opens a link."""
    return InlineKeyboardButton(text=text, url=url)


def copy(text: str, value: str) -> InlineKeyboardButton:
    """A button that copies ``value`` (1–256 characters)."""
    return InlineKeyboardButton(text=text, copy_text=CopyTextButton(text=value))


def keyboard(rows: Iterable[Row]) -> InlineKeyboardMarkup:
    """Rows of buttons; empty rows are left out."""
    return InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row])


def grid(buttons: Iterable[InlineKeyboardButton], columns: int) -> list[Row]:
    """Buttons in rows of ``columns``."""
    flat = list(buttons)
    return [flat[start : start + columns] for start in range(0, len(flat), columns)]


def numbered(buttons: Sequence[InlineKeyboardButton]) -> list[Row]:
    """Buttons with a number each, in even rows of at most five: 4 + 3, 3 + 3."""
    rows = -(-len(buttons) // NUMBERS)
    return grid(buttons, -(-len(buttons) // rows)) if rows else []


@overload
def solid(text: Markup) -> Markup: ...
@overload
def solid(text: str) -> str: ...
def solid(text: str) -> str:
    """Text that stays on one line: an icon beside its words, a number beside its unit."""
    kept = text.replace(" ", "\N{NO-BREAK SPACE}")
    return Markup(kept) if isinstance(text, Markup) else kept
