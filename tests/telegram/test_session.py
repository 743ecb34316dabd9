"""The lean session says to Telegram what aiogram's own would, and raises what it would."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from aiogram import Bot, exceptions
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    Chat,
    ChatPermissions,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    User,
)
from aiohttp import web

from bot.i18n import Markup
from bot.telegram.session import LeanSession
from tests.telegram.fake_api import BOT_ID, TOKEN, FakeApi, ok, refusal

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Won ü", callback_data="won:1", style="success")]]
)


async def test_a_message_goes_out_as_json_with_the_bots_defaults(api: FakeApi, bot: Bot) -> None:
    await bot.send_message(7, Markup("<b>Łódź</b> 🙂"), reply_markup=KEYBOARD, message_thread_id=None)
    [call] = api.calls
    assert call.content_type == "application/json"
    assert call.params == {
        "chat_id": 7,
        "text": "<b>Łódź</b> 🙂",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {"inline_keyboard": [[{"text": "Won ü", "callback_data": "won:1", "style": "success"}]]},
    }


async def test_what_is_given_wins_over_the_defaults(api: FakeApi, bot: Bot) -> None:
    await bot.send_message(7, "x", parse_mode="MarkdownV2", link_preview_options=LinkPreviewOptions(is_disabled=False))
    assert api.calls[0].params["parse_mode"] == "MarkdownV2"
    assert api.calls[0].params["link_preview_options"] == {"is_disabled": False}


async def both(api: FakeApi, call: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """What aiogram's session and ours send for the same call, as the server understands it."""
    found = []
    for session in (AiohttpSession(api=TelegramAPIServer.from_base(api.url)), LeanSession(api.url)):
        bot = Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode="HTML"))
        await call(bot)
        params = api.calls[-1].params
        for key, value in params.items():
            if isinstance(value, str):
                # aiogram's form holds JSON as text.
                with contextlib.suppress(ValueError):
                    params[key] = orjson.loads(value)
        found.append(params)
        await session.close()
    return found[0], found[1]


@pytest.mark.parametrize(
    "call",
    [
        lambda bot: bot.send_message(1, "a", reply_parameters=ReplyParameters(message_id=3)),
        lambda bot: bot.edit_message_text("b", chat_id=1, message_id=5, reply_markup=KEYBOARD),
        lambda bot: bot.answer_callback_query("99", text="Done", show_alert=True),
        lambda bot: bot.answer_callback_query("99", show_alert=False, cache_time=0),
        lambda bot: bot.delete_message(1, 2),
        lambda bot: bot.set_my_commands(
            [BotCommand(command="start", description="Начать")], scope=BotCommandScopeChat(chat_id=4)
        ),
        lambda bot: bot.restrict_chat_member(
            1, 2, ChatPermissions(can_send_messages=False), until_date=datetime(2026, 3, 2, tzinfo=UTC)
        ),
        lambda bot: bot.get_updates(offset=3, timeout=0, limit=1, allowed_updates=["message"]),
    ],
)
async def test_it_says_the_same_as_aiograms_session(api: FakeApi, call: Any) -> None:
    api.script["getUpdates"] = [ok([]), ok([])]
    theirs, ours = await both(api, call)
    assert ours == theirs


async def test_files_go_out_as_a_form(api: FakeApi, bot: Bot) -> None:
    await bot.send_photo(7, BufferedInputFile(b"\x89PNG", "funnel.png"), caption="Funnel")
    [call] = api.calls
    assert call.content_type == "multipart/form-data"
    assert call.params["caption"] == "Funnel"
    assert call.params[call.params["photo"].removeprefix("attach://")] == b"\x89PNG"


async def test_a_time_from_now_goes_out_as_aiogram_sends_it(api: FakeApi, bot: Bot) -> None:
    await bot.restrict_chat_member(1, 2, ChatPermissions(), until_date=timedelta(hours=1))
    assert int(api.calls[0].params["until_date"]) > 1_700_000_000


async def test_a_light_message_comes_back_and_can_be_used(api: FakeApi, bot: Bot) -> None:
    message = await bot.send_message(7, "x")
    assert isinstance(message, Message)
    assert (message.message_id, message.chat.id, message.chat.type) == (101, 7, "private")
    assert message.date == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert message.from_user is None
    await message.edit_text("y")
    assert api.calls[1].params["message_id"] == 101
    other = await bot.send_message(8, "x")
    assert (message.message_id, message.chat.id, other.chat.id) == (101, 7, 8)


async def test_other_answers_come_back_whole(api: FakeApi, bot: Bot) -> None:
    api.script["getMe"] = [ok({"id": BOT_ID, "is_bot": True, "first_name": "Bot", "username": "dealnudge_bot"})]
    me = await bot.me()
    assert isinstance(me, User)
    assert me.username == "dealnudge_bot"
    api.script["getChat"] = [
        ok(
            {
                "id": 7,
                "type": "private",
                "accent_color_id": 0,
                "max_reaction_count": 1,
                "accepted_gift_types": {
                    "unlimited_gifts": True,
                    "limited_gifts": True,
                    "unique_gifts": True,
                    "premium_subscription": True,
                    "gifts_from_channels": True,
                },
            }
        )
    ]
    assert isinstance(await bot.get_chat(7), Chat)


@pytest.mark.parametrize(
    ("answer", "kind", "attribute"),
    [
        (refusal(400, "Bad Request: chat not found"), exceptions.TelegramBadRequest, {}),
        (
            refusal(403, "Forbidden: bot was blocked by the user"),
            exceptions.TelegramForbiddenError,
            {},
        ),
        (
            refusal(429, "Too Many Requests: retry after 3", retry_after=3),
            exceptions.TelegramRetryAfter,
            {"retry_after": 3},
        ),
        (
            refusal(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=-100500,
            ),
            exceptions.TelegramMigrateToChat,
            {"migrate_to_chat_id": -100500},
        ),
        (refusal(401, "Unauthorized"), exceptions.TelegramUnauthorizedError, {}),
        (refusal(404, "Not Found"), exceptions.TelegramNotFound, {}),
        (refusal(409, "Conflict: terminated"), exceptions.TelegramConflictError, {}),
        (refusal(413, "Request Entity Too Large"), exceptions.TelegramEntityTooLarge, {}),
        (refusal(500, "Internal Server Error"), exceptions.TelegramServerError, {}),
        (
            web.Response(status=502, text="<html>Bad Gateway</html>"),
            exceptions.TelegramServerError,
            {},
        ),
        (web.Response(status=200, text="not json"), exceptions.ClientDecodeError, {}),
    ],
)
async def test_errors_are_aiograms(
    api: FakeApi, bot: Bot, answer: Any, kind: type[Exception], attribute: dict[str, int]
) -> None:
    api.script["sendMessage"] = [answer]
    with pytest.raises(kind) as caught:
        await bot.send_message(7, "secret words")
    assert "secret words" not in str(caught.value)
    for name, value in attribute.items():
        assert getattr(caught.value, name) == value


async def test_no_server_is_a_network_error_without_the_token() -> None:
    session = LeanSession("http://127.0.0.1:9")
    bot = Bot(TOKEN, session=session)
    with pytest.raises(exceptions.TelegramNetworkError) as caught:
        await bot.send_message(7, "x")
    assert TOKEN not in str(caught.value)
    assert TOKEN.partition(":")[2] not in repr(caught.value)
    await session.close()


async def test_a_server_that_does_not_answer_is_a_network_error(api: FakeApi, bot: Bot) -> None:
    api.delay = 30
    with pytest.raises(exceptions.TelegramNetworkError, match="timeout"):
        await bot.session.make_request(bot, SendMessage(chat_id=7, text="x"), timeout=0.05)  # type: ignore[arg-type]


async def test_raw_gives_the_bare_result(api: FakeApi, bot: Bot) -> None:
    assert isinstance(bot.session, LeanSession)
    api.script["getUpdates"] = [ok([{"update_id": 1, "surprise": {}}]), refusal(409, "Conflict: two")]
    assert await bot.session.raw(bot, "getUpdates", {"timeout": 0}) == [{"update_id": 1, "surprise": {}}]
    with pytest.raises(exceptions.TelegramConflictError):
        await bot.session.raw(bot, "getUpdates", {"timeout": 0})


async def test_middlewares_of_the_session_are_asked(api: FakeApi, bot: Bot) -> None:
    seen: list[str] = []

    async def note(make_request: Any, bot: Bot, method: TelegramMethod[Any]) -> Any:
        seen.append(method.__api_method__)
        return await make_request(bot, method)

    bot.session.middleware(note)
    await bot(SendMessage(chat_id=1, text="x"))
    assert seen == ["sendMessage"]
