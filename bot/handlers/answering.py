"""How handlers answer: navigation edits the message that was tapped; typed words get a new one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramNotFound
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.callbacks.digests import DigestBack, TodayBack
from bot.callbacks.lists import ListBack
from bot.callbacks.reminders import NudgeCard, NudgeList
from bot.views.screen import Screen

# Telegram's own texts for what is no failure: the screen already shows this, or can no longer be edited.
UNCHANGED = "message is not modified"
GONE = (
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message to edit",
    "MESSAGE_ID_INVALID",
)
TOO_LATE = "query is too old"
TOAST_LENGTH = 200


async def show(call: CallbackQuery, screen: Screen, toast: str | None = None, *, alert: bool = False) -> None:
    """Edit the tapped message into ``screen`` and stop the button's spinner, with a short ``toast`` if given.

    Where the message can no longer be edited, the screen comes as a new one.
    """
    await asyncio.gather(answer(call, toast, alert=alert), _edit(call, screen))


async def show_drawn(
    call: CallbackQuery, draw: Callable[[], Screen], toast: str | None = None, *, alert: bool = False
) -> None:
    """`show`, for a screen that takes longer to draw than the answer: that is on its way meanwhile."""
    await asyncio.gather(answer(call, toast, alert=alert), _draw_and_edit(call, draw))


async def answer(call: CallbackQuery, toast: str | None = None, *, alert: bool = False) -> None:
    """Stop the spinner. A tap that is replayed after a restart is too old for that, and that is fine."""
    text = toast if toast is None or len(toast) <= TOAST_LENGTH else toast[: TOAST_LENGTH - 1] + "…"
    try:
        await call.answer(text=text, show_alert=alert or None)
    except TelegramBadRequest as error:
        if TOO_LATE not in error.message:
            raise


async def say(message: Message, screen: Screen) -> Message:
    """A new message in the chat (and topic) of ``message``."""
    return await message.answer(screen.text, reply_markup=screen.keyboard)


async def send_new(call: CallbackQuery, screen: Screen) -> None:
    """A new message beside the tapped one, which stays as it is."""
    if call.message is not None:
        await call.message.answer(screen.text, reply_markup=screen.keyboard)


async def edit(bot: Bot, chat_id: int, message_id: int, screen: Screen) -> bool:
    """Edit a message of ours by its id. False when it is gone and nothing was shown."""
    try:
        await bot.edit_message_text(screen.text, chat_id=chat_id, message_id=message_id, reply_markup=screen.keyboard)
    except TelegramBadRequest as error:
        if UNCHANGED in error.message:
            return True
        if any(text in error.message for text in GONE):
            return False
        raise
    return True


async def ask_again(message: Message, bot: Bot, state: FSMContext, screen: Screen) -> None:
    """Say what was wrong with an answer, and ask once more. What was said about an earlier one goes."""
    before = (await state.get_data()).get("again")
    sent = await say(message, screen)
    await state.update_data(again=sent.message_id)
    if before:
        await remove(bot, message.chat.id, int(before))


async def remove(bot: Bot, chat_id: int, message_id: int) -> None:
    """Take away a question of ours that has been answered below. After 48 hours Telegram keeps it; then it loses its
    buttons instead, so that nobody answers it twice. On a server that knows neither method it stays as it is.
    """
    try:
        await bot.delete_message(chat_id, message_id)
    except (TelegramBadRequest, TelegramNotFound):
        try:
            await bot.edit_message_reply_markup(chat_id=chat_id, message_id=message_id, reply_markup=None)
        except TelegramNotFound:
            return
        except TelegramBadRequest as error:
            if UNCHANGED not in error.message and not any(text in error.message for text in GONE):
                raise


async def _draw_and_edit(call: CallbackQuery, draw: Callable[[], Screen]) -> None:
    # One turn of the loop, in which the answer leaves.
    await asyncio.sleep(0)
    await _edit(call, draw())


async def _edit(call: CallbackQuery, screen: Screen) -> None:
    if call.message is None or call.bot is None:
        return
    if not await edit(call.bot, call.message.chat.id, call.message.message_id, screen):
        await send_new(call, screen)


def begins(data: type[CallbackData]) -> str:
    """How the data of such buttons begins."""
    return data.__prefix__ + data.__separator__


KEPT_BUTTONS = tuple(begins(data) for data in (ListBack, DigestBack, TodayBack, NudgeList, NudgeCard))
"""What `kept_button` can find: of the other buttons on a tapped message handlers learn nothing."""


def kept_button(call: CallbackQuery, data: type[CallbackData]) -> InlineKeyboardButton | None:
    """The tapped message's button of a kind: "back to the list" stays through actions."""
    prefix = begins(data)
    if prefix not in KEPT_BUTTONS:
        raise ValueError(f"{data.__name__} is not kept")
    markup = call.message.reply_markup if isinstance(call.message, Message) else None
    if not isinstance(markup, InlineKeyboardMarkup):
        return None
    for row in markup.inline_keyboard:
        for button in row:
            if button.callback_data and button.callback_data.startswith(prefix):
                return button
    return None
