"""Texts, captions and HTML: what is refused, in which words, and what comes back."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.html_tags import HtmlParser

REP = 1001
PARSE = "Bad Request: can't parse entities: "


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({}, "Bad Request: message text is empty"),
        ({"text": ""}, "Bad Request: message text is empty"),
        ({"text": "   \n "}, "Bad Request: text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "Bad Request: text must be non-empty"),
        ({"text": "x" * 4097}, "Bad Request: message is too long"),
        ({"text": "💰" * 2049}, "Bad Request: message is too long"),
        ({"text": "x", "parse_mode": "BBCode"}, "Bad Request: unsupported parse_mode"),
        ({"text": {"a": 1}}, 'Bad Request: field "text" must be of type String'),
        ({"text": "x", "message_effect_id": "5"}, "Bad Request: EFFECT_ID_INVALID"),
        ({"text": "x", "business_connection_id": "b"}, "Bad Request: business connection not found"),
        ({"text": "x", "allow_paid_broadcast": True}, "Bad Request: FLOODSKIP_NOT_ALLOWED"),
        (
            {"text": "x", "link_preview_options": {"is_disabled": "yes"}},
            'Bad Request: field "is_disabled" must be of type Boolean',
        ),
        ({"text": "x", "link_preview_options": {"url": "nowhere"}}, "Bad Request: WEBPAGE_URL_INVALID"),
        (
            {"text": "x", "reply_parameters": {"message_id": 999}},
            "Bad Request: message to be replied not found",
        ),
        ({"text": "x", "reply_parameters": {}}, 'Bad Request: can\'t find field "message_id"'),
        ({"text": "x", "message_thread_id": 5}, "Bad Request: message thread not found"),
    ],
)
async def test_a_bad_message_is_refused(stand: Any, params: dict[str, Any], refusal: str) -> None:
    assert await stand.refused("sendMessage", chat_id=REP, **params) == refusal


async def test_4096_units_pass_and_the_measure_is_taken_after_parsing(stand: Any) -> None:
    await stand.ok("sendMessage", chat_id=REP, text="💰" * 2048)
    await stand.ok("sendMessage", chat_id=REP, text="<b>" + "x" * 4096 + "</b>", parse_mode="HTML")


async def test_an_edit_that_is_too_long_is_refused_in_other_words(stand: Any) -> None:
    number = await stand.message()
    text = await stand.refused("editMessageText", chat_id=REP, message_id=number, text="x" * 4097)
    assert text == "Bad Request: MESSAGE_TOO_LONG"


@pytest.mark.parametrize(
    ("html", "refusal"),
    [
        ("a<br>b", 'Unsupported start tag "br" at byte offset 1'),
        ("ż<BR>b", 'Unsupported start tag "br" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("1 <2", "Unclosed start tag at byte offset 2"),
        ("a < b > c", 'Unsupported start tag "" at byte offset 2'),
        ("<a href=x", "Unclosed start tag at byte offset 0"),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=a/b>y</a>", "Unexpected end of name token at byte offset 8"),
        (
            "<a x>y</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ("a<br/>b", 'Unsupported start tag "br/" at byte offset 1'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji emoji-id='x'>x</tg-emoji>", "Invalid custom emoji identifier specified"),
    ],
)
async def test_bad_html_is_refused(stand: Any, html: str, refusal: str) -> None:
    assert await stand.refused("sendMessage", chat_id=REP, text=html, parse_mode="HTML") == PARSE + refusal


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("<b>Acme</b>", "Acme", [("bold", 0, 4)]),
        ("💰 <b>1</b>", "💰 1", [("bold", 3, 1)]),
        ("<b><i>x</i></b>", "x", [("bold", 0, 1), ("italic", 0, 1)]),
        ("a &lt;b&gt; &amp; &quot;&#33; &nbsp; &", 'a <b> & "! &nbsp; &', []),
        ("&#x1F4B0;", "💰", []),
        ("<code>a <b>b</b></code>", "a b", [("code", 0, 3)]),
        ("<pre><code class='language-py'>x</code></pre>", "x", [("pre", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("<tg-spoiler>q</tg-spoiler>", "q", [("spoiler", 0, 1)]),
        ("<span class='tg-spoiler'>q</span>", "q", [("spoiler", 0, 1)]),
        ("<a href='tg://user?id=1001'>Anna</a>", "Anna", [("text_mention", 0, 4)]),
        ("<a href='nonsense'>x</a>", "x", []),
        ("<b></b>x", "x", []),
        ("  <b>x</b>  \n", "x", [("bold", 0, 1)]),
        ("<tg-time unix='1800000000' format='d'>soon</tg-time>", "soon", [("date_time", 0, 4)]),
        ("<DEL>x</DEL>", "x", [("strikethrough", 0, 1)]),
    ],
)
async def test_html_becomes_entities(stand: Any, html: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    sent = await stand.ok("sendMessage", chat_id=REP, text=html, parse_mode="HTML")
    assert sent["text"] == text
    found = [(e["type"], e["offset"], e["length"]) for e in sent.get("entities", [])]
    assert found == entities


async def test_a_link_is_spelled_as_telegram_spells_it(stand: Any) -> None:
    sent = await stand.ok("sendMessage", chat_id=REP, text='<a href="ya.ru">x</a>', parse_mode="HTML")
    assert sent["entities"] == [{"type": "text_link", "offset": 0, "length": 1, "url": "http://ya.ru/"}]


@pytest.mark.parametrize(
    ("entity", "refusal"),
    [
        ({"type": "bold", "offset": 9, "length": 1}, "entity begins after the end of the text at UTF-16 offset 9"),
        (
            {"type": "bold", "offset": 0, "length": 9},
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9",
        ),
        ({"type": "bold", "offset": -1, "length": 1}, "receive an entity with incorrect offset -1"),
        ({"type": "fat", "offset": 0, "length": 1}, "can't parse MessageEntity: Unsupported type specified"),
        ({"type": "text_link", "offset": 0, "length": 1}, "can't parse MessageEntity: Can't find field \"url\""),
        (
            {"type": "text_link", "offset": 0, "length": 1, "url": "word"},
            "entity URL 'word' is invalid: Wrong HTTP URL",
        ),
        (
            {"type": "text_link", "offset": 0, "length": 1, "url": ""},
            "entity URL '' is invalid: URL host is empty",
        ),
    ],
)
async def test_bad_entities_are_refused(stand: Any, entity: dict[str, Any], refusal: str) -> None:
    text = await stand.refused("sendMessage", chat_id=REP, text="hello", entities=[entity])
    assert text == f"Bad Request: {refusal}"


async def test_explicit_entities_come_back_and_detected_ones_are_found(stand: Any) -> None:
    bold = {"type": "bold", "offset": 0, "length": 5}
    sent = await stand.ok("sendMessage", chat_id=REP, text="/help @anna_miller a@b.pl", entities=[bold])
    assert [(e["type"], e["offset"], e["length"]) for e in sent["entities"]] == [
        ("bold", 0, 5),
        ("bot_command", 0, 5),
        ("mention", 6, 12),
        ("email", 19, 6),
    ]


async def test_form_and_query_string_are_read_like_json(stand: Any) -> None:
    url = f"/bot{stand.tg.world.token}/sendMessage"
    entities = '[{"type":"bold","offset":0,"length":2}]'
    async with stand.session.post(url, data={"chat_id": "1001", "text": "hi", "entities": entities}) as response:
        assert (await response.json())["result"]["entities"][0]["type"] == "bold"
    async with stand.session.get(url, params={"chat_id": "1001", "text": "hi", "nonsense": "1"}) as response:
        assert (await response.json())["result"]["text"] == "hi"
    async with stand.session.post(url, data={"chat_id": "1001", "text": "hi", "entities": "{"}) as response:
        assert (await response.json())["description"] == "Bad Request: can't parse entities JSON object"


def test_the_parser_never_loses_text_outside_tags() -> None:
    text, entities = HtmlParser("ab<b>cd</b>ef<i>gh</i>").parse()
    assert text == "abcdefgh"
    assert [e["offset"] for e in entities] == [2, 6]
