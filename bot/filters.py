"""Filters of our own. Asynchronous, all of them: aiogram runs a synchronous filter in a thread, at a high price."""

from __future__ import annotations

from aiogram.enums import ContentType
from aiogram.filters import Filter
from aiogram.types import Message

WORDLESS = frozenset(
    {
        ContentType.ANIMATION, ContentType.AUDIO, ContentType.DICE, ContentType.DOCUMENT,
        ContentType.LOCATION, ContentType.PHOTO, ContentType.POLL, ContentType.STICKER, ContentType.STORY,
        ContentType.VENUE, ContentType.VIDEO, ContentType.VIDEO_NOTE, ContentType.VOICE,
    }
)  # fmt: skip


class NotCommand(Filter):
    """Anything but a command: /start and its like work in the middle of a dialogue too."""

    async def __call__(self, message: Message) -> bool:
        return not (message.text or "").startswith("/")


class PrivateChat(Filter):
    """Only in a private chat."""

    async def __call__(self, message: Message) -> bool:
        return message.chat.type == "private"


class Faceless(Filter):
    """By an admin who writes anonymously as the group, or by somebody as their channel: who it is, nobody tells us."""

    async def __call__(self, message: Message) -> bool:
        return message.sender_chat is not None


class Words(Filter):
    """Plain text: neither a command nor a picture, sticker or voice."""

    async def __call__(self, message: Message) -> bool:
        return bool(message.text) and not str(message.text).startswith("/")


class AnyCommand(Filter):
    """A command, known or not."""

    async def __call__(self, message: Message) -> bool:
        return (message.text or "").startswith("/")


class Wordless(Filter):
    """What people send each other without words; service messages (a pin, a new photo of the chat) are none of it."""

    async def __call__(self, message: Message) -> bool:
        return message.content_type in WORDLESS


class SharesContact(Filter):
    """A contact shared from the phone's address book or by somebody about themselves."""

    async def __call__(self, message: Message) -> bool:
        return message.contact is not None
