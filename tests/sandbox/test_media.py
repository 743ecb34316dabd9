"""Pictures, documents, downloads and contacts."""

from __future__ import annotations

import io
import struct
from typing import Any

import aiohttp
import pytest

REP = 1001


def png(width: int, height: int) -> bytes:
    """The head of a PNG, which is all that is looked at."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"\0" * 10


async def upload(stand: Any, method: str, field: str, content: bytes, **params: str) -> dict[str, Any]:
    form = aiohttp.FormData({"chat_id": str(REP), **params})
    form.add_field(field, io.BytesIO(content), filename="x.png", content_type="image/png")
    async with stand.session.post(f"/bot{stand.tg.world.token}/{method}", data=form) as response:
        answer: dict[str, Any] = await response.json()
        assert answer.get("error_code", 200) == response.status
        return answer


async def test_a_picture_is_shown_edited_and_downloaded(stand: Any) -> None:
    sent = (await upload(stand, "sendPhoto", "photo", png(640, 480), caption="<b>x</b>", parse_mode="HTML"))["result"]
    assert (sent["photo"][0]["width"], sent["photo"][0]["height"], sent["caption"]) == (640, 480, "x")
    edited = await stand.ok("editMessageCaption", chat_id=REP, message_id=sent["message_id"], caption="y")
    assert (edited["caption"], "caption_entities" in edited) == ("y", False)
    shown = (await stand.state())["chats"]["1001:1001"]["messages"][-1]
    async with stand.session.get(shown["photo_url"]) as response:
        assert await response.read() == png(640, 480)
    place = await stand.ok("getFile", file_id=sent["photo"][0]["file_id"])
    async with stand.session.get(f"/file/bot{stand.tg.world.token}/{place['file_path']}") as response:
        assert await response.read() == png(640, 480)
    again = await stand.ok("sendPhoto", chat_id=REP, photo=sent["photo"][0]["file_id"])
    assert again["photo"] == sent["photo"]


async def test_a_picture_is_replaced(stand: Any) -> None:
    number = (await upload(stand, "sendPhoto", "photo", png(640, 480), caption="x"))["result"]["message_id"]
    media = '{"type":"photo","media":"attach://new","caption":"<b>y</b>","parse_mode":"HTML"}'
    answer = await upload(stand, "editMessageMedia", "new", png(800, 600), message_id=str(number), media=media)
    edited = answer["result"]
    assert (edited["photo"][0]["width"], edited["caption"]) == (800, "y")
    assert await stand.refused("editMessageText", chat_id=REP, message_id=number, text="x") == (
        "Bad Request: there is no text in the message to edit"
    )


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (png(5001, 5000), "PHOTO_INVALID_DIMENSIONS"),
        (png(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (b"GIF89a", "IMAGE_PROCESS_FAILED"),
        (b"", "file must be non-empty"),
    ],
)
async def test_a_bad_picture(stand: Any, content: bytes, refusal: str) -> None:
    answer = await upload(stand, "sendPhoto", "photo", content)
    assert answer["description"] == f"Bad Request: {refusal}"


async def test_a_picture_over_10_mb_and_a_file_over_20(stand: Any) -> None:
    size = 10 * 1024 * 1024 + 1
    answer = await upload(stand, "sendPhoto", "photo", png(10, 10).ljust(size, b"\0"))
    assert answer["description"] == (
        f"Bad Request: file of size {size} bytes is too big for a photo; the maximum size is 10485760 bytes"
    )
    sent = await upload(stand, "sendDocument", "document", b"\0" * (20 * 1024 * 1024 + 1))
    file_id = sent["result"]["document"]["file_id"]
    assert await stand.refused("getFile", file_id=file_id) == "Bad Request: file is too big"


async def test_a_file_over_50_mb(stand: Any) -> None:
    answer = await upload(stand, "sendDocument", "document", b"\0" * (50 * 1024 * 1024 + 1))
    assert (answer["error_code"], answer["description"]) == (413, "Request Entity Too Large")


async def test_captions_and_file_ids(stand: Any) -> None:
    answer = await upload(stand, "sendDocument", "document", b"a,b", caption="x" * 1025)
    assert answer["description"] == "Bad Request: message caption is too long"
    assert await stand.refused("sendDocument", chat_id=REP) == ("Bad Request: there is no document in the request")
    assert await stand.refused("sendDocument", chat_id=REP, document="AgACnone") == (
        "Bad Request: wrong file identifier/HTTP URL specified"
    )


async def test_contacts_both_ways(stand: Any) -> None:
    card = {"phone_number": "+48600", "first_name": "Jan", "last_name": "Nowak"}
    sent = await stand.ok("sendContact", chat_id=REP, **card)
    assert sent["contact"] == card
    assert await stand.refused("sendContact", chat_id=REP, first_name="Jan") == ("Bad Request: phone number is empty")
    await stand.page("contact", user_id=REP, chat_id=REP, phone="+48600", first_name="Jan", contact_user_id=7)
    got = (await stand.updates())[0]["message"]["contact"]
    assert got == {"phone_number": "+48600", "first_name": "Jan", "user_id": 7}
