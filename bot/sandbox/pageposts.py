"""What the page can do with POST: each action takes the request's object and returns the answer's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.sandbox import actions, groups
from bot.sandbox.errors import PageError
from bot.sandbox.load import run_load
from bot.sandbox.pageviews import commands_view
from bot.sandbox.params import Json, words
from bot.sandbox.people import LANGUAGES
from bot.sandbox.telegram import Telegram
from bot.sandbox.view import message_view, user_view

_SKIPS = {"+1h": 3600, "+48h": 48 * 3600}


class Control(Protocol):
    """What the page may ask of whoever runs the bot."""

    status: str
    status_text: str

    async def reset(self, language: str) -> None:
        """Starts the demo anew in a language."""

    async def restart_bot(self) -> None:
        """Kills the bot's process and starts it again."""


class Posts:
    """One method per action; KeyError, TypeError and ValueError mean a malformed request, PageError a refusal."""

    def __init__(self, tg: Telegram, control: Control) -> None:
        self._tg = tg
        self._control = control

    def all(self) -> dict[str, Callable[[Json], Awaitable[Json]]]:
        """Action name -> bound method."""
        return {name: getattr(self, name) for name in _NAMES}

    async def send(self, given: Json) -> Json:
        """A person types."""
        message = actions.send_text(
            self._tg,
            int(given["user_id"]),
            int(given["chat_id"]),
            str(given["text"]),
            int(given.get("thread_id") or 0),
            int(given.get("reply_to") or 0),
        )
        return {"message_id": message.id, "message": message_view(message)}

    async def press(self, given: Json) -> Json:
        """A person presses a button."""
        return {"query_id": actions.press(self._tg, *_press(given)).id}

    async def forge(self, given: Json) -> Json:
        """A modified client presses something."""
        return {"query_id": actions.forge(self._tg, *_press(given)).id}

    async def resend(self, given: Json) -> Json:
        """A press is delivered again."""
        actions.resend(self._tg, str(given["query_id"]))
        return {"ok": True}

    async def contact(self, given: Json) -> Json:
        """A person shares a contact."""
        card: Json = {"phone_number": str(given["phone"]), "first_name": str(given["first_name"])}
        if given.get("last_name"):
            card["last_name"] = str(given["last_name"])
        if given.get("contact_user_id"):
            card["user_id"] = int(given["contact_user_id"])
        message = actions.share_contact(self._tg, int(given["user_id"]), int(given["chat_id"]), card)
        return {"message_id": message.id, "message": message_view(message)}

    async def open_link(self, given: Json) -> Json:
        """A link to the bot is pressed."""
        chat_id = int(given.get("chat_id") or 0)
        chat = actions.open_link(self._tg, int(given["user_id"]), str(given["url"]), chat_id)
        return {"chat_id": chat.id}

    async def block(self, given: Json) -> Json:
        """A person blocks or unblocks the bot."""
        actions.set_blocked(self._tg, int(given["user_id"]), bool(given["blocked"]))
        return {"ok": True}

    async def deactivate(self, given: Json) -> Json:
        """A person deletes the account (tests only)."""
        self._tg.world.chats[int(given["user_id"])].deactivated = True
        return {"ok": True}

    async def group(self, given: Json) -> Json:
        """A group action."""
        chat = groups.act(self._tg, str(given["action"]), int(given["user_id"]), given)
        return {"chat_id": chat.id}

    async def person(self, given: Json) -> Json:
        """One more phone."""
        name = str(given["first_name"]).strip()
        if not name:
            raise PageError("a person needs a name")
        user = self._tg.world.new_person(name, str(given.get("language_code") or "en"))
        self._tg.hub.emit("reset")
        return {"user": user_view(self._tg.world, user)}

    async def language(self, given: Json) -> Json:
        """A person changes the language of the app."""
        user = self._tg.world.users.get(int(given["user_id"]))
        if user is None:
            raise PageError("there is no such person")
        user["language_code"] = str(given["language_code"])
        self._tg.hub.emit("commands", commands=commands_view(self._tg))
        return {"ok": True}

    async def clock(self, given: Json) -> Json:
        """Time is skipped."""
        skip = given["skip"]
        if skip == "next_morning":
            seconds = self._tg.clock.seconds_to_morning(self._tg.world.zone)
        else:
            seconds = _SKIPS[skip] if isinstance(skip, str) else int(skip)
        self._tg.clock.skip(seconds)
        self._tg.hub.emit("clock", **self._tg.status())
        return self._tg.status()

    async def limits(self, given: Json) -> Json:
        """Rate limits on or off."""
        self._tg.limits.enabled = bool(given["enabled"])
        self._tg.limits.reset()
        return {"enabled": self._tg.limits.enabled}

    async def faults(self, given: Json) -> Json:
        """Faults are injected."""
        self._tg.faults.add(list(given["rules"]))
        return {"active": len(self._tg.faults.rules)}

    async def reset(self, given: Json) -> Json:
        """Everything starts anew."""
        language = str(given.get("language") or self._tg.world.language)
        if language not in LANGUAGES:
            raise PageError(f"language must be one of {', '.join(LANGUAGES)}")
        await self._control.reset(language)
        return {"ok": True}

    async def restart_bot(self, given: Json) -> Json:
        """The bot's process is killed and started."""
        await self._control.restart_bot()
        return {"ok": True}

    async def load(self, given: Json) -> Json:
        """A benchmark's closed loop of presses."""
        return await run_load(self._tg, given)


def _press(given: Json) -> tuple[int, int, int, str]:
    return int(given["user_id"]), int(given["chat_id"]), int(given["message_id"]), str(given["data"])


_NAMES = words(
    "send press forge resend contact open_link block deactivate group person language clock limits faults "
    "reset restart_bot load"
)
