"""`reply_markup`: keyboards, refused where Telegram refuses them (Client.cpp and ReplyMarkup.cpp)."""

from __future__ import annotations

from typing import Any

import orjson

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.links import checked_url
from bot.sandbox.params import Json, Params, want_bool, want_text

MAX_INLINE_BUTTONS = 100
MAX_REPLY_BUTTONS = 300
MAX_ROW = 8
MAX_BYTES = 10_240
MAX_CALLBACK_BYTES = 64
MAX_COPY_TEXT = 256
STYLES = frozenset(("danger", "success", "primary"))
_TOO_LONG = "reply markup is too long"
_BUTTON = "can't parse inline keyboard button: Field"


def read_markup(params: Params, *, private: bool, inline_only: bool = False) -> tuple[Json | None, Json | None]:
    """(inline keyboard, reply keyboard or its removal or a forced reply) of a call; at most one is given."""
    raw = params.raw.get("reply_markup")
    if raw is None or raw == "":
        return None, None
    markup = params.nested("reply_markup", "can't parse reply keyboard markup JSON object")
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return inline_keyboard(markup, private=private), None
    if inline_only:
        if markup:
            raise bad_request("inline keyboard expected")
        return None, None
    for name in ("remove_keyboard", "force_reply"):
        if want_bool(markup, name):
            return None, {name: True, "selective": want_bool(markup, "selective")}
    if "keyboard" in markup:
        return None, _reply_keyboard(markup, private=private)
    return None, None


def inline_keyboard(markup: Json, *, private: bool) -> Json | None:
    """The keyboard as Telegram gives it back, or None when it has no button."""
    rows = _rows(markup, "inline_keyboard")
    result = [[_inline_button(button, private) for button in row] for row in rows if row]
    count = sum(map(len, result))
    if count == 0:
        return None
    keyboard: Json = {"inline_keyboard": result}
    too_wide = any(len(row) > MAX_ROW for row in result)
    if count > MAX_INLINE_BUTTONS or too_wide or len(orjson.dumps(result)) > MAX_BYTES:
        raise bad_request(_TOO_LONG)
    return keyboard


def _rows(markup: Json, name: str) -> list[list[Any]]:
    rows = markup[name]
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    for row in rows:
        if not isinstance(row, list):
            raise bad_request(f'field "{name}" must be an Array of Arrays')
    return rows


def _inline_button(button: Any, private: bool) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = want_text(button, "text", "inline keyboard button", required=True)
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    result: Json = {"text": text, **_looks(button, "inline keyboard button")}
    data = button.get("callback_data")
    if data is not None and "url" not in button:
        return _with_data(result, button)
    return _with_other_action(result, button, private)


def _looks(button: Json, owner: str) -> Json:
    looks: Json = {}
    style = want_text(button, "style", owner)
    if style:
        if style not in STYLES:
            raise bad_request("invalid button style specified")
        looks["style"] = style
    icon = want_text(button, "icon_custom_emoji_id", owner)
    if icon:
        looks["icon_custom_emoji_id"] = icon
    return looks


def _with_data(result: Json, button: Json) -> Json:
    data = want_text(button, "callback_data", "inline keyboard button")
    if not data:
        raise _no_action()
    if len(data.encode()) > MAX_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    result["callback_data"] = data
    return result


def _with_other_action(result: Json, button: Json, private: bool) -> Json:
    url = want_text(button, "url", "inline keyboard button")
    if url:
        result["url"] = checked_url(url, f"inline keyboard button URL '{url}' is invalid")
        return result
    copy = button.get("copy_text")
    if copy is not None:
        if not isinstance(copy, dict):
            raise bad_request(f'{_BUTTON} "copy_text" must be of type Object')
        text = want_text(copy, "text", "inline keyboard button", required=True)
        if not 1 <= len(text) <= MAX_COPY_TEXT:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        return {**result, "copy_text": {"text": text}}
    for name in ("switch_inline_query", "switch_inline_query_current_chat"):
        if name in button:
            return {**result, name: want_text(button, name, "inline keyboard button")}
    app = button.get("web_app")
    if isinstance(app, dict):
        address = want_text(app, "url", "inline keyboard button", required=True)
        _check_web_app(address, "inline keyboard button")
        if not private:
            raise bad_request("BUTTON_TYPE_INVALID")
        return {**result, "web_app": {"url": address}}
    if isinstance(button.get("disabled"), dict):
        return {**result, "disabled": {}}
    if button.get("pay") or "callback_game" in button:
        raise bad_request("BUTTON_TYPE_INVALID")
    raise _no_action()


def _no_action() -> ApiError:
    return bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")


def _check_web_app(address: str, owner: str) -> None:
    if not address.startswith("https://"):
        raise bad_request(f"{owner} Web App URL '{address}' is invalid: Only HTTPS links are allowed")


def _reply_keyboard(markup: Json, *, private: bool) -> Json:
    rows = [[_reply_button(button, private) for button in row] for row in _rows(markup, "keyboard") if row]
    count = sum(map(len, rows))
    if count > MAX_REPLY_BUTTONS or len(orjson.dumps(rows)) > MAX_BYTES:
        raise bad_request(_TOO_LONG)
    flags = ("is_persistent", "resize_keyboard", "one_time_keyboard", "selective")
    result: Json = {"keyboard": rows, **{name: True for name in flags if want_bool(markup, name)}}
    placeholder = markup.get("input_field_placeholder")
    if placeholder:
        result["input_field_placeholder"] = want_text(markup, "input_field_placeholder", "reply keyboard markup")
    return result


def _reply_button(button: Any, private: bool) -> Json:
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict):
        raise bad_request("can't parse keyboard button: KeyboardButton must be an Object or a String")
    owner = "keyboard button"
    result: Json = {"text": want_text(button, "text", owner, required=True), **_looks(button, owner)}
    prefix = "can't parse keyboard button: Field"
    if want_bool(button, "request_contact", prefix):
        if not private:
            raise bad_request("phone number can be requested in private chats only")
        result["request_contact"] = True
    elif want_bool(button, "request_location", prefix):
        if not private:
            raise bad_request("location can be requested in private chats only")
        result["request_location"] = True
    elif isinstance(button.get("web_app"), dict):
        _check_web_app(want_text(button["web_app"], "url", owner, required=True), owner)
        result["web_app"] = {"url": button["web_app"]["url"]}
    return result
