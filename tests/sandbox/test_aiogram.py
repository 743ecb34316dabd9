"""aiogram itself against the stand-in: what it sends is understood and what comes back validates."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
)
from aiogram.methods import GetMe
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BufferedInputFile,
    CallbackQuery,
    ChatMemberUpdated,
    CopyTextButton,
    EphemeralMessageParameters,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MenuButtonCommands,
    Message,
    ReactionTypeEmoji,
)

REP, MANAGER, GROUP = 1001, 1003, -4001


@pytest.fixture
async def bot(stand: Any) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(stand.server.url))
    made = Bot(stand.tg.world.token, session=session)
    yield made
    await session.close()


def keyboard() -> InlineKeyboardMarkup:
    button = InlineKeyboardButton(text="Go", callback_data="go", style="primary")
    copy = InlineKeyboardButton(text="Copy", copy_text=CopyTextButton(text="+48"))
    return InlineKeyboardMarkup(inline_keyboard=[[button, copy]])


async def test_a_dispatcher_lives_a_short_life(stand: Any, bot: Bot) -> None:
    dispatcher = Dispatcher()
    pressed = asyncio.Event()
    memberships: list[str] = []

    async def on_message(message: Message) -> None:
        await message.answer(f"<b>{message.text}</b>", parse_mode="HTML", reply_markup=keyboard())

    async def on_press(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.message.edit_text("done", reply_markup=keyboard())
        await query.answer("ok")
        pressed.set()

    async def on_membership(event: ChatMemberUpdated) -> None:
        memberships.append(event.new_chat_member.status)

    dispatcher.message.register(on_message)
    dispatcher.callback_query.register(on_press)
    dispatcher.my_chat_member.register(on_membership)
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    async with stand.session.ws_connect("/page/ws") as socket:
        await stand.page("block", user_id=REP, blocked=True)
        await stand.page("block", user_id=REP, blocked=False)
        await stand.page("send", user_id=REP, chat_id=REP, text="hello")
        while True:
            event = await socket.receive_json()
            if event["type"] == "message" and event["message"]["from"]["is_bot"]:
                break
        number = event["message"]["id"]
        await stand.page("press", user_id=REP, chat_id=REP, message_id=number, data="go")
        await pressed.wait()
    await dispatcher.stop_polling()
    await polling
    shown = (await stand.state())["chats"]["1001:1001"]["messages"]
    assert [m["text"] for m in shown] == ["hello", "done"]
    assert memberships == ["kicked", "member"]


async def test_errors_become_the_right_exceptions(stand: Any, bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(5, "x")
    await stand.page("block", user_id=REP, blocked=True)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(REP, "x")
    new_id = (await stand.page("group", action="upgrade", user_id=MANAGER))["chat_id"]
    with pytest.raises(TelegramMigrateToChat) as moved:
        await bot.send_message(GROUP, "x")
    assert moved.value.migrate_to_chat_id == new_id
    await stand.page("faults", rules=[{"method": "getMe", "kind": "429", "retry_after": 9, "count": 1}])
    with pytest.raises(TelegramRetryAfter) as slow:
        await bot(GetMe())
    assert slow.value.retry_after == 9
    with pytest.raises(TelegramNotFound):
        await bot.log_out() and await bot.get_star_transactions()


async def test_a_second_poller_hears_of_the_conflict(stand: Any, bot: Bot) -> None:
    stand.tg.updates.listening.clear()
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await stand.tg.updates.listening.wait()
    await bot.get_updates(timeout=0)
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await first


async def test_every_method_validates(stand: Any, bot: Bot) -> None:
    sent = await bot.send_message(REP, "see /help and a@b.pl", reply_markup=keyboard())
    assert sent.reply_markup is not None
    assert sent.entities is not None
    await bot.edit_message_reply_markup(chat_id=REP, message_id=sent.message_id, reply_markup=None)
    await bot.set_message_reaction(REP, sent.message_id, [ReactionTypeEmoji(emoji="👌")])
    await bot.pin_chat_message(REP, sent.message_id)
    await bot.unpin_chat_message(REP, message_id=sent.message_id)
    await bot.send_chat_action(REP, "typing")
    document = await bot.send_document(REP, BufferedInputFile(b"a;b", "deals.csv"), caption="<i>all</i>")
    assert document.document is not None
    assert document.document.file_name == "deals.csv"
    file = await bot.get_file(document.document.file_id)
    assert file.file_path is not None
    content = await bot.download_file(file.file_path)
    assert content is not None
    assert content.read() == b"a;b"
    contact = await bot.send_contact(REP, "+48600", "Jan")
    assert contact.contact is not None
    commands = [BotCommand(command="my", description="my deals", is_ephemeral=True)]
    await bot.set_my_commands(commands, scope=BotCommandScopeAllGroupChats(), language_code="pl")
    menu = await bot.get_my_commands(scope=BotCommandScopeAllGroupChats(), language_code="pl")
    assert [item.model_dump() for item in menu] == [item.model_dump() for item in commands]
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_chat(GROUP)).title == "Sales team"
    assert [m.status for m in await bot.get_chat_administrators(GROUP)] == ["creator"]
    assert (await bot.get_chat_member(GROUP, REP)).status == "member"
    assert (await bot.get_chat_member(GROUP, bot.id)).status == "member"
    assert (await bot.get_webhook_info()).pending_update_count == 0
    assert await bot.delete_messages(REP, [sent.message_id, contact.message_id])


async def test_topics_and_ephemeral_messages_validate(stand: Any, bot: Bot) -> None:
    forum = (await stand.page("group", action="make_forum", user_id=MANAGER))["chat_id"]
    await stand.page("group", action="promote_bot", user_id=MANAGER, chat_id=forum)
    topic = await bot.create_forum_topic(forum, "Deals")
    sent = await bot.send_message(forum, "x", message_thread_id=topic.message_thread_id)
    assert sent.is_topic_message
    await bot.close_forum_topic(forum, topic.message_thread_id)
    target = EphemeralMessageParameters(receiver_user_id=REP)
    private = await bot.send_message(forum, "only you", ephemeral_message_parameters=target)
    assert private.receiver_user is not None
    assert private.ephemeral_message_id is not None
    await bot.edit_ephemeral_message_text(
        chat_id=forum, receiver_user_id=REP, ephemeral_message_id=private.ephemeral_message_id, text="still"
    )
    kinds = [update.event_type for update in await bot.get_updates()]
    assert "my_chat_member" in kinds
    assert "message" in kinds
