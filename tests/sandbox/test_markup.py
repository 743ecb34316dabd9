"""Keyboards: what Telegram refuses, in its words, and what it gives back."""

from __future__ import annotations

from typing import Any

import pytest

REP, GROUP = 1001, -4001
UNALLOWED = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"


def inline(*row: Any) -> dict[str, Any]:
    return {"inline_keyboard": [list(row)]}


def grid(count: int, size: int = 1) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "b", "callback_data": "x" * size}] for _ in range(count)]}


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        (inline({"text": "b", "callback_data": "x" * 65}), "BUTTON_DATA_INVALID"),
        (inline({"text": "b", "callback_data": "ж" * 33}), "BUTTON_DATA_INVALID"),
        (inline({"text": "b", "callback_data": ""}), UNALLOWED),
        (inline({"text": "b"}), UNALLOWED),
        (inline({"callback_data": "x"}), "can't parse inline keyboard button: Can't find field \"text\""),
        (
            inline({"text": "b", "url": "not-a-url"}),
            "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (
            inline({"text": "b", "url": "http://localhost:1/"}),
            "inline keyboard button URL 'http://localhost:1/' is invalid: Wrong HTTP URL",
        ),
        (
            inline({"text": "b", "url": "ftp://example.com"}),
            "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
        ),
        (inline({"text": "b", "copy_text": {"text": ""}}), "BUTTON_COPY_TEXT_INVALID"),
        (inline({"text": "b", "copy_text": {"text": "x" * 257}}), "BUTTON_COPY_TEXT_INVALID"),
        (inline({"text": "b", "pay": True}), "BUTTON_TYPE_INVALID"),
        (
            inline({"text": "b", "web_app": {"url": "http://a.pl"}}),
            "inline keyboard button Web App URL 'http://a.pl' is invalid: Only HTTPS links are allowed",
        ),
        (inline({"text": "b", "callback_data": "x", "style": "warning"}), "invalid button style specified"),
        (inline("b"), "can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
        ({"inline_keyboard": "bad"}, 'field "inline_keyboard" must be of type Array'),
        ({"inline_keyboard": ["bad"]}, 'field "inline_keyboard" must be an Array of Arrays'),
        (grid(101), "reply markup is too long"),
        (inline(*[{"text": "b", "callback_data": "x"}] * 9), "reply markup is too long"),
        (inline({"text": "b" * 10_240, "callback_data": "x"}), "reply markup is too long"),
        ({"keyboard": "bad"}, 'field "keyboard" must be of type Array'),
        ({"keyboard": [["a"] * 301]}, "reply markup is too long"),
        ({"keyboard": [["a"]], "resize_keyboard": "yes"}, 'field "resize_keyboard" must be of type Boolean'),
        ({"remove_keyboard": "yes"}, 'field "remove_keyboard" must be of type Boolean'),
        ({"force_reply": "yes"}, 'field "force_reply" must be of type Boolean'),
        ("{", "can't parse reply keyboard markup JSON object"),
        ("[]", "object expected as reply markup"),
    ],
)
async def test_a_bad_keyboard_is_refused(stand: Any, markup: Any, refusal: str) -> None:
    text = await stand.refused("sendMessage", chat_id=REP, text="x", reply_markup=markup)
    assert text == f"Bad Request: {refusal}"


async def test_a_contact_can_be_asked_for_in_private_only(stand: Any) -> None:
    markup = {"keyboard": [[{"text": "Phone", "request_contact": True}]]}
    await stand.ok("sendMessage", chat_id=REP, text="x", reply_markup=markup)
    text = await stand.refused("sendMessage", chat_id=GROUP, text="x", reply_markup=markup)
    assert text == "Bad Request: phone number can be requested in private chats only"


async def test_what_is_allowed_comes_back(stand: Any) -> None:
    rows = [
        [
            {"text": "a", "style": "success", "callback_data": "ж" * 32},
            {"text": "b", "url": "https://t.me/dealnudge_sandbox_bot?start=x"},
        ],
        [{"text": "c", "copy_text": {"text": "+48 600"}}, {"text": "d", "disabled": {}}],
    ]
    sent = await stand.ok("sendMessage", chat_id=REP, text="x", reply_markup={"inline_keyboard": rows})
    assert sent["reply_markup"] == {"inline_keyboard": rows}


async def test_a_hundred_small_buttons_pass_and_a_reply_keyboard_is_shown_but_not_returned(stand: Any) -> None:
    await stand.ok("sendMessage", chat_id=REP, text="x", reply_markup=grid(100))
    sent = await stand.ok("sendMessage", chat_id=REP, text="x", reply_markup={"keyboard": [["A"]]})
    assert "reply_markup" not in sent
    shown = (await stand.state())["chats"]["1001:1001"]["messages"][-1]
    assert shown["reply_keyboard"] == {"keyboard": [[{"text": "A"}]]}
