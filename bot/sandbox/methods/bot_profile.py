"""Commands per scope and language, names and descriptions, the menu button, default rights."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.registry import method
from bot.sandbox.pageviews import commands_view
from bot.sandbox.params import Json, Params, want_text
from bot.sandbox.profile import CommandKey
from bot.sandbox.reach import find_chat
from bot.sandbox.telegram import Telegram

MAX_COMMANDS = 100
MAX_BYTES = 4096
_COMMAND = re.compile(r"^[a-z0-9_]{1,32}$")
_LANGUAGE = re.compile(r"^[a-z]{2}$")
_PLAIN_SCOPES = frozenset(("default", "all_private_chats", "all_group_chats", "all_chat_administrators"))
_CHAT_SCOPES = frozenset(("chat", "chat_administrators", "chat_member"))


@method("setMyCommands")
def set_my_commands(tg: Telegram, params: Params) -> bool:
    """Sets the menu of one scope and language."""
    given = params.array("commands", "can't parse commands JSON object")
    if given is None:
        raise bad_request("can't parse commands JSON object")
    commands = [_command(item) for item in given]
    key = _key(tg, params)
    if len(commands) > MAX_COMMANDS or sum(map(_bytes, commands)) > MAX_BYTES:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check(command)
    if commands:
        tg.profile.commands[key] = commands
    else:
        tg.profile.commands.pop(key, None)
    _show(tg)
    return True


@method("deleteMyCommands")
def delete_my_commands(tg: Telegram, params: Params) -> bool:
    """Clears the menu of one scope and language."""
    tg.profile.commands.pop(_key(tg, params), None)
    _show(tg)
    return True


@method("getMyCommands")
def get_my_commands(tg: Telegram, params: Params) -> list[Json]:
    """The menu set for exactly this scope and language."""
    return tg.profile.commands.get(_key(tg, params), [])


def _show(tg: Telegram) -> None:
    if tg.hub.active:
        tg.hub.emit("commands", commands=commands_view(tg))


def _command(item: Any) -> Json:
    if not isinstance(item, dict):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    command = want_text(item, "command", "BotCommand", required=True).removeprefix("/")
    result: Json = {"command": command}
    result["description"] = want_text(item, "description", "BotCommand", required=True).strip()
    if item.get("is_ephemeral") is True:
        result["is_ephemeral"] = True
    return result


def _bytes(command: Json) -> int:
    return len(command["command"].encode()) + len(command["description"].encode())


def _check(command: Json) -> None:
    if not _COMMAND.match(command["command"]):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(command["description"]) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def _key(tg: Telegram, params: Params) -> CommandKey:
    scope = params.mapping("scope", "can't parse BotCommandScope JSON object") or {"type": "default"}
    language = _language(params)
    kind = want_text(scope, "type", "BotCommandScope", required=True)
    if kind in _PLAIN_SCOPES:
        return kind, 0, 0, language
    if kind not in _CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    inner = Params(scope)
    chat = find_chat(tg, inner)
    if kind != "chat" and chat.type == "private":
        raise bad_request("can't change commands in this chat")
    user_id = inner.number("user_id") if kind == "chat_member" else 0
    if kind == "chat_member" and user_id not in tg.world.users:
        raise bad_request("user not found")
    return kind, chat.id, user_id, language


def _language(params: Params) -> str:
    language = params.text("language_code")
    if language and not _LANGUAGE.match(language):
        raise bad_request("language code is invalid")
    return language


@method("setChatMenuButton")
def set_chat_menu_button(tg: Telegram, params: Params) -> bool:
    """The button beside the input field."""
    button = params.mapping("menu_button", "can't parse menu button JSON object") or {"type": "default"}
    if button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    chat_id = params.number("chat_id")
    if chat_id and find_chat(tg, params).type != "private":
        raise bad_request("chat_id must be a private chat")
    tg.profile.menu_buttons[chat_id] = button
    return True


@method("getChatMenuButton")
def get_chat_menu_button(tg: Telegram, params: Params) -> Json:
    """The button as it was set."""
    buttons = tg.profile.menu_buttons
    return buttons.get(params.number("chat_id")) or buttons.get(0) or {"type": "default"}


@method("setMyDefaultAdministratorRights")
def set_my_default_administrator_rights(tg: Telegram, params: Params) -> bool:
    """Which rights the bot asks for when it is added as an administrator."""
    rights = params.mapping("rights", "can't parse chat administrator rights JSON object") or {}
    tg.profile.rights[params.flag("for_channels")] = rights
    return True


def _text_pair(name: str, field: str, limit: int) -> None:
    """Registers setMy<name> and getMy<name>."""

    def set_text(tg: Telegram, params: Params) -> bool:
        text = params.text(field)
        if len(text) > limit:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        tg.profile.texts[field, _language(params)] = text
        return True

    def get_text(tg: Telegram, params: Params) -> Json:
        default = str(tg.world.bot["first_name"]) if field == "name" else ""
        texts = tg.profile.texts
        return {field: texts.get((field, _language(params))) or texts.get((field, "")) or default}

    method(f"setMy{name}")(set_text)
    method(f"getMy{name}")(get_text)


_text_pair("Name", "name", 64)
_text_pair("Description", "description", 512)
_text_pair("ShortDescription", "short_description", 120)
